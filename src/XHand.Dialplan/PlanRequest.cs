namespace XHand.Dialplan;

/// <summary>What a plan is asked for.</summary>
/// <param name="Company">The caller's company.</param>
/// <param name="From">The calling extension's number (authenticated, never a header's).</param>
/// <param name="Dialled">What was dialled, as received: a trailing # (or %23) ends it.</param>
/// <param name="At">When, for calendars.</param>
public sealed record PlanRequest(Guid Company, string From, string Dialled, DateTimeOffset At)
{
    /// <summary>Reasons name the routes that did not match too. A call leaves them out: its record would grow with the site.</summary>
    public bool WithMisses { get; init; }
}

/// <summary>What a plan for a call from outside is asked for.</summary>
/// <param name="Company">The company whose trunk it came over.</param>
/// <param name="Trunk">The trunk's name.</param>
/// <param name="From">The number that the operator shows, as received; "" when withheld.</param>
/// <param name="Did">The called number, as received.</param>
/// <param name="At">When, for calendars.</param>
public sealed record InboundRequest(Guid Company, string Trunk, string From, string Did, DateTimeOffset At)
{
    /// <summary>Reasons name the routes that did not match too.</summary>
    public bool WithMisses { get; init; }
}
