using XHand.Calls.Causes;
using XHand.Calls.Legs;

namespace XHand.Calls.Flows;

/// <summary>A closed family: how dialling ended. Every leg but the answered one has been released by then.</summary>
public abstract record DialOutcome
{
    private DialOutcome()
    {
    }

    /// <summary>A target said that it rings (180, 183), whatever came of it.</summary>
    public bool HasRung { get; init; }

    /// <summary>The first that answered.</summary>
    public sealed record Answered(OutgoingLeg Leg) : DialOutcome;

    /// <summary>Busy at one phone at least, and no other answered.</summary>
    /// <param name="Cause">Status and cause that the party gave.</param>
    public sealed record Busy(CallCause Cause) : DialOutcome;

    /// <summary>The ringing time was over.</summary>
    public sealed record NoAnswer : DialOutcome;

    /// <summary>Refused for another reason.</summary>
    /// <param name="Cause">Status and cause that the party gave.</param>
    public sealed record Refused(CallCause Cause) : DialOutcome;

    /// <summary>No target answered to SIP at all, or none could be sent to.</summary>
    /// <param name="Cause">Status and cause of the last try.</param>
    public sealed record Unreachable(CallCause Cause) : DialOutcome;

    /// <summary>The caller hung up first.</summary>
    public sealed record CallerGone : DialOutcome;
}
