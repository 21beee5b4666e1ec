using static XHand.Calls.Provisionals.ReliableProvisionalActions;
using static XHand.Calls.Provisionals.ReliableProvisionalInput;
using static XHand.Calls.Provisionals.ReliableProvisionalState;

namespace XHand.Calls.Provisionals;

/// <summary>What reliable provisional responses of one INVITE are at.</summary>
internal enum ReliableProvisionalState
{
    /// <summary>None waits for its PRACK.</summary>
    Acknowledged,

    /// <summary>One waits; it is repeated.</summary>
    Unacknowledged,

    /// <summary>The INVITE has its final response, or no PRACK ever came.</summary>
    Over,
}

/// <summary>What can happen.</summary>
internal enum ReliableProvisionalInput
{
    /// <summary>We have one to send.</summary>
    Send,

    /// <summary>The PRACK of the one that waits.</summary>
    Prack,

    /// <summary>A PRACK for anything else.</summary>
    StrangePrack,

    /// <summary>T1, doubled each time.</summary>
    RepeatTimer,

    /// <summary>64*T1 without a PRACK.</summary>
    GiveUpTimer,

    /// <summary>The final response goes out.</summary>
    Final,
}

/// <summary>What is done, in this order.</summary>
[Flags]
internal enum ReliableProvisionalActions
{
    None = 0,

    /// <summary>Sends it with the next RSeq and starts both timers.</summary>
    SendNew = 1 << 0,

    /// <summary>Keeps it until the present one is acknowledged (RFC 3262 3).</summary>
    Keep = 1 << 1,
    Repeat = 1 << 2,
    StopTimers = 1 << 3,

    /// <summary>200 to the PRACK.</summary>
    Accept = 1 << 4,

    /// <summary>481 to the PRACK.</summary>
    Refuse = 1 << 5,

    /// <summary>Sends what was kept.</summary>
    SendKept = 1 << 6,

    /// <summary>The INVITE is to be refused (RFC 3262 3: 5xx).</summary>
    TellUser = 1 << 7,
}

/// <summary>A state and what to do on the way into it.</summary>
internal readonly record struct ReliableProvisionalStep(ReliableProvisionalState State, ReliableProvisionalActions Actions);

/// <summary>The UAS's side of reliable provisional responses (RFC 3262 3). Sends nothing, starts no timer.</summary>
internal static class ReliableProvisionalMachine
{
    /// <summary>The table.</summary>
    public static ReliableProvisionalStep Step(ReliableProvisionalState state, ReliableProvisionalInput input) => (state, input) switch
    {
        (Acknowledged, Send) => new(Unacknowledged, SendNew),
        // RFC 3262 3: no second one before the first is acknowledged.
        (Unacknowledged, Send) => new(Unacknowledged, Keep),
        (Unacknowledged, Prack) => new(Acknowledged, StopTimers | Accept | SendKept),
        (Unacknowledged, RepeatTimer) => new(Unacknowledged, Repeat),
        (Unacknowledged, GiveUpTimer) => new(Over, StopTimers | TellUser),
        (Acknowledged or Unacknowledged, Final) => new(Over, StopTimers),
        // RFC 3262 3: after the final response the PRACK still gets its 200.
        (Over, Prack) => new(Over, Accept),
        (_, Prack or StrangePrack) => new(state, Refuse),
        _ => new(state, None),
    };
}
