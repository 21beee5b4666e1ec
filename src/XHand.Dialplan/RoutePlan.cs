using XHand.Site;

namespace XHand.Dialplan;

/// <summary>Where a call goes, and each step that led there.</summary>
/// <param name="Number">The number as normalised.</param>
/// <param name="Class">Class of the call.</param>
/// <param name="Destination">Where to.</param>
/// <param name="Reasons">Every decision in its order.</param>
public sealed record RoutePlan(string Number, CallClass Class, PlanDestination Destination, IReadOnlyList<PlanReason> Reasons)
{
    /// <summary>Mark that a redirect puts on the call, or "".</summary>
    public string Tag { get; init; } = "";

    /// <summary>Name of the inbound route that rewrote the called number, or ""; the routes of a call out stand in its choices.</summary>
    public string Route { get; init; } = "";

    /// <summary>The number to show as that of a caller from outside, so that it can be dialled back; "" when withheld, and for calls from inside.</summary>
    public string CallerShown { get; init; } = "";
}

/// <summary>One decision and why.</summary>
/// <param name="Rule">What decided: "number", "extension", "classOfService"...</param>
/// <param name="Outcome">A sentence in English with names and numbers in it.</param>
public sealed record PlanReason(string Rule, string Outcome);

/// <summary>A closed family: the places a call can go.</summary>
public abstract record PlanDestination;

/// <summary>Ring an extension's phones.</summary>
public sealed record ToExtension(Extension Extension) : PlanDestination;

/// <summary>Answer, play, hang up.</summary>
public sealed record ToAnnouncement(Announcement Announcement) : PlanDestination;

/// <summary>Out over the first trunk that takes the call.</summary>
/// <param name="Choices">In the order to try; never empty.</param>
public sealed record ToTrunks(IReadOnlyList<TrunkChoice> Choices) : PlanDestination;

/// <summary>One way out.</summary>
/// <param name="Route">The route that leads there.</param>
/// <param name="Trunk">The trunk.</param>
/// <param name="Number">The number as the trunk gets it: stripped, with prefix and suffix.</param>
/// <param name="CallerId">The number shown as the caller's.</param>
public sealed record TrunkChoice(Route Route, Trunk Trunk, string Number, string CallerId);

/// <summary>Refuse.</summary>
/// <param name="SipStatus">404 no such number, 403 not allowed, 484 incomplete...</param>
/// <param name="Q850Cause">ITU-T Q.850 cause value.</param>
/// <param name="Why">A sentence for the record.</param>
public sealed record ToRefusal(int SipStatus, int Q850Cause, string Why) : PlanDestination;
