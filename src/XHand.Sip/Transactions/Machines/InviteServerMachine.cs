using static XHand.Sip.Transactions.Machines.InviteServerActions;
using static XHand.Sip.Transactions.Machines.InviteServerInput;
using static XHand.Sip.Transactions.Machines.InviteServerState;

namespace XHand.Sip.Transactions.Machines;

/// <summary>States of RFC 3261 figure 7 as changed by RFC 6026 figure 5.</summary>
internal enum InviteServerState
{
    Proceeding,
    Accepted,
    Completed,
    Confirmed,
    Terminated,
}

/// <summary>What can happen to it.</summary>
internal enum InviteServerInput
{
    /// <summary>The INVITE again.</summary>
    Invite,
    Ack,
    SendProvisional,
    SendSuccess,
    SendFailure,
    TimerG,
    TimerH,
    TimerI,
    TimerL,
    TransportError,
}

/// <summary>What the shell does, in this order.</summary>
[Flags]
internal enum InviteServerActions
{
    None = 0,
    SendTrying = 1 << 0,

    /// <summary>Sends what the user has just given.</summary>
    SendResponse = 1 << 1,

    /// <summary>Sends the last response again.</summary>
    RepeatResponse = 1 << 2,
    PassRequestToUser = 1 << 3,
    PassAckToUser = 1 << 4,
    InformTransportError = 1 << 5,

    /// <summary>The failure was never acknowledged.</summary>
    InformTimeout = 1 << 6,

    /// <summary>G: T1 doubled up to T2, not on reliable transports. H: 64*T1.</summary>
    StartTimersGAndH = 1 << 7,
    StartTimerG = 1 << 8,
    StopTimersGAndH = 1 << 9,

    /// <summary>T4; 0 s on reliable transports.</summary>
    StartTimerI = 1 << 10,

    /// <summary>64*T1.</summary>
    StartTimerL = 1 << 11,
}

/// <summary>A state and what to do on the way into it.</summary>
internal readonly record struct InviteServerStep(InviteServerState State, InviteServerActions Actions);

/// <summary>The INVITE server transaction (RFC 3261 17.2.1, RFC 6026 7.1). Sends nothing, starts no timer.</summary>
internal static class InviteServerMachine
{
    /// <summary>How it begins: 100 at once instead of after 200 ms, since planning may ask others (RFC 3261 17.2.1).</summary>
    public static InviteServerStep Start { get; } = new(Proceeding, SendTrying | PassRequestToUser);

    /// <summary>The table.</summary>
    public static InviteServerStep Step(InviteServerState state, InviteServerInput input) => (state, input) switch
    {
        (Proceeding, Invite) => new(Proceeding, RepeatResponse),
        (Proceeding, SendProvisional) => new(Proceeding, SendResponse),
        (Proceeding, SendSuccess) => new(Accepted, SendResponse | StartTimerL),
        (Proceeding, SendFailure) => new(Completed, SendResponse | StartTimersGAndH),

        // RFC 6026 7.1: the 2xx is repeated by the user through us; a repeated INVITE is absorbed without an answer.
        (Accepted, SendSuccess) => new(Accepted, SendResponse),
        (Accepted, Ack) => new(Accepted, PassAckToUser),
        (Accepted, TimerL) => new(Terminated, None),

        (Completed, Invite) => new(Completed, RepeatResponse),
        (Completed, TimerG) => new(Completed, RepeatResponse | StartTimerG),
        (Completed, TimerH) => new(Terminated, InformTimeout),
        (Completed, Ack) => new(Confirmed, StopTimersGAndH | StartTimerI),
        (Confirmed, TimerI) => new(Terminated, None),

        // RFC 6026 8.8 (errata of 17.2.4): a transport error no longer ends it; the peer may come by another way.
        (Proceeding or Accepted or Completed, TransportError) => new(state, InformTransportError),

        // Anything else is absorbed: late timers and stray retransmissions are normal on UDP.
        _ => new(state, None),
    };
}
