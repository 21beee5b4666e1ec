using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>Who did what, when, from where and through what.</summary>
internal static class AuditEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder audit = api.MapGroup("/audit").WithTags("audit");
        audit.MapGet("", ListAsync)
            .WithSummary("The company's audit, newest first; since is a time or an age (1h), before pages on from an entry's number.")
            .Produces<IReadOnlyList<AuditRow>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .Needs(Permissions.AuditView);

        // The chain runs through all companies, so its state is the business of who runs the system.
        audit.MapGet("/check", async (Caller caller, AccessStores stores, CancellationToken cancellation) =>
                TypedResults.Ok(await stores.Audit.CheckAsync(cancellation)))
            .WithSummary("Reads the whole chain and says where it is broken, if it is.")
            .Needs(Permissions.Socket);
    }

    private static async Task<IResult> ListAsync(
        Caller caller,
        AccessStores stores,
        TimeProvider time,
        string? since,
        string? kind,
        string? key,
        string? actor,
        int? limit,
        long? before,
        CancellationToken cancellation)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, WebReasons.BadCount.With("limit", limit.Value, 1, MaxLimit));
        }

        DateTimeOffset? from = null;
        if (since is not null && (from = Moment.Parse(since, time.GetUtcNow())) is null)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, WebReasons.BadTime.With("since", since));
        }

        AuditFilter filter = new(caller.CompanyName, from, kind, key, actor, limit ?? DefaultLimit, before);
        return Results.Ok(await stores.Audit.ListAsync(filter, cancellation));
    }
}
