using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>A key to be made.</summary>
/// <param name="Name">Name, unique in the company: what the audit says.</param>
/// <param name="Scopes">read, write, calls.</param>
public sealed record ApiKeyBody(string Name, IReadOnlyList<string> Scopes);

/// <summary>A key just made: its text is shown this once.</summary>
public sealed record ApiKeyMade(string Name, IReadOnlyList<string> Scopes, string Key);

/// <summary>The keys of programs, made over the Unix socket only.</summary>
internal static class ApiKeyEndpoints
{
    private const int MaxNameLength = 80;

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder keys = api.MapGroup("/api-keys").WithTags("api-keys").Needs(Access.Scopes.Administer);
        keys.MapGet("", async (Caller caller, IApiKeyStore store, CancellationToken cancellation) =>
                TypedResults.Ok(await store.ListAsync(caller.CompanyName, cancellation)))
            .WithSummary("The company's keys, without their text.");
        keys.MapPost("", CreateAsync)
            .WithSummary("Makes a key and shows its text once.")
            .Produces<ApiKeyMade>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        keys.MapDelete("/{name}", RevokeAsync)
            .WithSummary("Revokes a key.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> CreateAsync(ApiKeyBody body, Caller caller, IApiKeyStore store, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(body.Name) || body.Name.Length > MaxNameLength)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, $"A key's name has 1 to {MaxNameLength} characters.");
        }

        if (body.Scopes is not { Count: > 0 } || body.Scopes.Except(Access.Scopes.OfKeys).Any())
        {
            return Problem.Of(StatusCodes.Status400BadRequest, $"A key's scopes are one or more of: {string.Join(", ", Access.Scopes.OfKeys)}.");
        }

        string[] scopes = [.. body.Scopes.Distinct()];
        string key = await store.CreateAsync(caller.CompanyName, body.Name, scopes, cancellation);
        return Results.Created((string?)null, new ApiKeyMade(body.Name, scopes, key));
    }

    private static async Task<IResult> RevokeAsync(string name, Caller caller, IApiKeyStore store, ApiKeyCache cache, CancellationToken cancellation)
    {
        bool revoked = await store.RevokeAsync(caller.CompanyName, name, cancellation);
        cache.Clear();
        return revoked ? Results.NoContent() : Problem.NotFound("API key", name);
    }
}
