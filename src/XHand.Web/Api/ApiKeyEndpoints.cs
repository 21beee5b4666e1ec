using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>A key to be made.</summary>
/// <param name="Name">Name, unique in the company: what the audit says.</param>
/// <param name="Scopes">read, write, calls, live, records, audit, or names of permissions.</param>
public sealed record ApiKeyBody(string Name, IReadOnlyList<string> Scopes);

/// <summary>A key just made: its text is shown this once.</summary>
public sealed record ApiKeyMade(string Name, IReadOnlyList<string> Scopes, string Key);

/// <summary>The keys of programs. Nobody makes a key that may do more than they may themselves.</summary>
internal static class ApiKeyEndpoints
{
    private const int MaxNameLength = 80;

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder keys = api.MapGroup("/api-keys").WithTags("api-keys");
        keys.MapGet("", async (Caller caller, IApiKeyStore store, CancellationToken cancellation) =>
                TypedResults.Ok(await store.ListAsync(caller.CompanyName, cancellation)))
            .WithSummary("The company's keys, without their text.")
            .Needs(Permissions.KeysView);
        keys.MapPost("", CreateAsync)
            .WithSummary("Makes a key and shows its text once.")
            .Produces<ApiKeyMade>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .Needs(Permissions.KeysChange);
        keys.MapDelete("/{name}", RevokeAsync)
            .WithSummary("Revokes a key.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permissions.KeysChange);
    }

    private static async Task<IResult> CreateAsync(ApiKeyBody body, Caller caller, IApiKeyStore store, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(body.Name) || body.Name.Length > MaxNameLength)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, WebReasons.KeyName.With(MaxNameLength));
        }

        if (body.Scopes is not { Count: > 0 } || !body.Scopes.All(Permissions.IsScope))
        {
            return Problem.Of(
                StatusCodes.Status400BadRequest, WebReasons.KeyScopes.With(string.Join(", ", Scopes.OfKeys), string.Join(", ", Permissions.OfPeopleAlone)));
        }

        string[] scopes = [.. body.Scopes.Distinct()];
        if (Delegation.Lacking(caller, Permissions.OfScopes(scopes)) is { } lacking)
        {
            return Problem.Of(StatusCodes.Status403Forbidden, WebReasons.KeyGivesMore.With(lacking));
        }

        string key = await store.CreateAsync(caller.CompanyName, body.Name, scopes, caller.Audit, cancellation);
        return Results.Created((string?)null, new ApiKeyMade(body.Name, scopes, key));
    }

    private static async Task<IResult> RevokeAsync(string name, Caller caller, IApiKeyStore store, ApiKeyCache cache, CancellationToken cancellation)
    {
        bool revoked = await store.RevokeAsync(caller.CompanyName, name, caller.Audit, cancellation);
        cache.Clear();
        return revoked ? Results.NoContent() : Problem.NotFound("API key", name);
    }
}
