using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Web.Access;
using XHand.Web.Problems;
using XHand.Web.Server;

namespace XHand.Web.Api;

/// <summary>Housekeeping: seen and run by the machine's administrator, for it concerns every company.</summary>
internal static class JobEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder jobs = api.MapGroup("/jobs").WithTags("jobs");
        jobs.MapGet("", (IHousekeeping house) => TypedResults.Ok(house.Jobs))
            .WithSummary("The jobs that keep the house, and how each went last.")
            .Needs(Permissions.Socket);
        jobs.MapPost("/{name}/run", async (string name, IHousekeeping house, CancellationToken cancellation) =>
                await house.RunAsync(name, cancellation) is { } job ? Results.Ok(job) : Problem.NotFound("job", name))
            .WithSummary("Runs one now and says how it went.")
            .Produces<JobView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permissions.Socket);
    }
}
