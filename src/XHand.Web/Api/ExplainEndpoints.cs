using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Dialplan;
using XHand.Site;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>What the dial plan would do with a call.</summary>
/// <param name="From">Calling extension, or the number that a trunk shows.</param>
/// <param name="Dialled">As dialled, or as called by the trunk.</param>
/// <param name="At">For when.</param>
/// <param name="Number">As normalised.</param>
/// <param name="Class">Class of the call, in the site file's spelling.</param>
/// <param name="Destination">One key, as in the site file, or <c>refusal</c>, or <c>trunks</c> with the ways out in the order to try.</param>
/// <param name="Tag">Mark that a redirect puts on the call, or empty.</param>
/// <param name="CallerShown">Number shown as the caller's when the call comes from a trunk.</param>
/// <param name="Reasons">Each decision, in order, with what was looked at in vain.</param>
public sealed record ExplainView(
    string From,
    string Dialled,
    DateTimeOffset At,
    string Number,
    string Class,
    ExplainDestinationView Destination,
    string Tag,
    string CallerShown,
    IReadOnlyList<PlanReason> Reasons);

/// <summary>Where a call would go: one of these.</summary>
/// <param name="Extension">The extension whose phones ring.</param>
/// <param name="Announcement">The announcement that is played.</param>
/// <param name="Trunks">The ways out, in the order to try.</param>
/// <param name="Refusal">Why it goes nowhere.</param>
public sealed record ExplainDestinationView(
    string? Extension = null, string? Announcement = null, IReadOnlyList<TrunkChoiceView>? Trunks = null, RefusalView? Refusal = null);

/// <summary>Why a call would be refused.</summary>
public sealed record RefusalView(int SipStatus, int Q850Cause, string Why);

/// <summary>One way out: the number as the trunk gets it, and the number shown as the caller's.</summary>
public sealed record TrunkChoiceView(string Route, string Trunk, string Number, string CallerId);

/// <summary>The dial plan's decisions, without placing a call.</summary>
internal static class ExplainEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/explain", Explain)
            .WithTags("explain")
            .WithSummary("Every decision the dial plan would take, and why, without placing a call: from and dial for an extension's call, trunk and did (and from) for one from outside.")
            .Produces<ExplainView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .Needs(Permissions.ExplainView);

    private static IResult Explain(Caller caller, ISiteSource site, TimeProvider time, string? from, string? dial, string? trunk, string? did, string? at)
    {
        DateTimeOffset now = time.GetUtcNow();
        if ((at is null ? now : Moment.Parse(at, now)) is not { } when)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, WebReasons.BadTime.With("at", at!));
        }

        return (from, dial, trunk, did) switch
        {
            ({ } own, { } digits, null, null) =>
                View(own, digits, when, RoutePlanner.Plan(site.Current, new PlanRequest(caller.Company, own, digits, when) { WithMisses = true })),
            (_, null, { } name, { } called) => site.Current.Companies[caller.Company].Trunks.ContainsKey(name)
                ? View(from ?? "", called, when, RoutePlanner.PlanInbound(
                    site.Current, new InboundRequest(caller.Company, name, from ?? "", called, when) { WithMisses = true }))
                : Problem.NotFound("trunk", name),
            _ => Problem.Of(StatusCodes.Status400BadRequest, WebReasons.ExplainWhat),
        };
    }

    private static IResult View(string from, string dialled, DateTimeOffset at, RoutePlan plan) => Results.Ok(new ExplainView(
        from, dialled, at, plan.Number, plan.Class.Name(), Destination(plan.Destination), plan.Tag, plan.CallerShown, plan.Reasons));

    private static ExplainDestinationView Destination(PlanDestination destination) => destination switch
    {
        ToExtension to => new(Extension: to.Extension.Number),
        ToAnnouncement to => new(Announcement: to.Announcement.Number),
        ToTrunks to => new(Trunks: [.. to.Choices.Select(c => new TrunkChoiceView(c.Route.Name, c.Trunk.Name, c.Number, c.CallerId))]),
        ToRefusal refusal => new(Refusal: new RefusalView(refusal.SipStatus, refusal.Q850Cause, refusal.Why)),
        _ => throw new InvalidOperationException($"The plan ends in {destination.GetType().Name}, which this API does not know."),
    };
}
