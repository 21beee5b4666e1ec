using XHand.Calls.Causes;

namespace XHand.Calls.Legs;

/// <summary>How a leg ended.</summary>
/// <param name="How">The kind of end.</param>
/// <param name="Cause">Why.</param>
/// <param name="SipStatus">Final status of its INVITE, 200 for one that was answered.</param>
public sealed record LegEnd(LegEndKind How, CallCause Cause, int SipStatus)
{
    /// <summary>True when the party ended it.</summary>
    public bool ByPeer => How is LegEndKind.PeerHungUp or LegEndKind.PeerRefused;
}

/// <summary>The ways in which a leg ends.</summary>
public enum LegEndKind
{
    /// <summary>BYE from the party, or CANCEL.</summary>
    PeerHungUp,

    /// <summary>A final status of 300 and above to our INVITE.</summary>
    PeerRefused,

    /// <summary>No answer to a request of ours in time, or no way to send it.</summary>
    PeerLost,

    /// <summary>We hung up, cancelled or refused.</summary>
    Released,
}
