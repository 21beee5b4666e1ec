using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Dialplan;
using XHand.Site;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>What the dial plan would do with a call.</summary>
/// <param name="From">Calling extension.</param>
/// <param name="Dialled">As dialled.</param>
/// <param name="At">For when.</param>
/// <param name="Number">As normalised.</param>
/// <param name="Class">Class of the call, in the site file's spelling.</param>
/// <param name="Destination">One key, as in the site file, or <c>refusal</c>.</param>
/// <param name="Reasons">Each decision, in order.</param>
public sealed record ExplainView(
    string From,
    string Dialled,
    DateTimeOffset At,
    string Number,
    string Class,
    IReadOnlyDictionary<string, object> Destination,
    IReadOnlyList<PlanReason> Reasons);

/// <summary>Why a call would be refused.</summary>
public sealed record RefusalView(int SipStatus, int Q850Cause, string Why);

/// <summary>The dial plan's decisions, without placing a call.</summary>
internal static class ExplainEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/explain", Explain)
            .WithTags("explain")
            .WithSummary("Every decision the dial plan would take, and why, without placing a call.")
            .Produces<ExplainView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .Needs(Scopes.Read);

    private static IResult Explain(Caller caller, ISiteSource site, TimeProvider time, string from, string dial, string? at)
    {
        DateTimeOffset now = time.GetUtcNow();
        if ((at is null ? now : Moment.Parse(at, now)) is not { } when)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, $"\"at\" is \"{at}\"; {Moment.Allowed}.");
        }

        RoutePlan plan = RoutePlanner.Plan(site.Current, new PlanRequest(caller.Company, from, dial, when));
        return Results.Ok(new ExplainView(from, dial, when, plan.Number, plan.Class.Name(), Destination(plan.Destination), plan.Reasons));
    }

    private static Dictionary<string, object> Destination(PlanDestination destination) => destination switch
    {
        ToExtension to => new() { ["extension"] = to.Extension.Number },
        ToAnnouncement to => new() { ["announcement"] = to.Announcement.Number },
        ToRefusal refusal => new() { ["refusal"] = new RefusalView(refusal.SipStatus, refusal.Q850Cause, refusal.Why) },
        _ => throw new InvalidOperationException($"The plan ends in {destination.GetType().Name}, which this API does not know."),
    };
}
