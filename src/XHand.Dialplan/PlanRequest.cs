namespace XHand.Dialplan;

/// <summary>What a plan is asked for.</summary>
/// <param name="Company">The caller's company.</param>
/// <param name="From">The calling extension's number (authenticated, never a header's).</param>
/// <param name="Dialled">What was dialled, as received: a trailing # (or %23) ends it.</param>
/// <param name="At">When, for calendars.</param>
public sealed record PlanRequest(Guid Company, string From, string Dialled, DateTimeOffset At);
