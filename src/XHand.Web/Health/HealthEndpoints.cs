using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace XHand.Web.Health;

/// <summary>Health for load balancers and supervisors: no key, no figures.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder health = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("/live", Live).WithSummary("200 while the process and its switch loop answer, else 503.");
        health.MapGet("/ready", Ready).WithSummary("200 while calls are taken, also with the database away; 503 while starting, recovering or draining.");
    }

    private static Results<Ok<HealthView>, JsonHttpResult<HealthView>> Live(ISystemStatus status) =>
        Answer(status.Current is { LoopAnswers: true } or { Phase: SystemPhase.Starting }, status.Current);

    private static Results<Ok<HealthView>, JsonHttpResult<HealthView>> Ready(ISystemStatus status) =>
        Answer(status.Current is { LoopAnswers: true, Phase: SystemPhase.Ready }, status.Current);

    private static Results<Ok<HealthView>, JsonHttpResult<HealthView>> Answer(bool good, SystemStatus now)
    {
        HealthView view = new(now.Phase, now.Database, now.SiteSource);
        return good ? TypedResults.Ok(view) : TypedResults.Json(view, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>What health says.</summary>
/// <param name="Status">The phase.</param>
/// <param name="Database">The way to the database; away alone does not make the system unready.</param>
/// <param name="Site">Where the site in force came from.</param>
internal sealed record HealthView(SystemPhase Status, DatabaseState Database, SiteOrigin? Site);
