using XHand.Sdp;

namespace XHand.Calls.Legs;

/// <summary>A closed family: how a re-INVITE of ours ended.</summary>
public abstract record ReinviteOutcome
{
    private ReinviteOutcome()
    {
    }

    /// <summary>Agreed; the leg's audio follows it already.</summary>
    /// <param name="Answer">The peer's description.</param>
    public sealed record Accepted(SdpSession Answer) : ReinviteOutcome;

    /// <summary>Refused: the session stays as it was. 491 is a glare (RFC 3261 14.1).</summary>
    public sealed record Refused(int Status) : ReinviteOutcome;

    /// <summary>The leg has ended meanwhile.</summary>
    public sealed record LegGone : ReinviteOutcome;
}
