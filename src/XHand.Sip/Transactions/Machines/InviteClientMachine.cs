using static XHand.Sip.Transactions.Machines.InviteClientActions;
using static XHand.Sip.Transactions.Machines.InviteClientInput;
using static XHand.Sip.Transactions.Machines.InviteClientState;

namespace XHand.Sip.Transactions.Machines;

/// <summary>States of RFC 3261 figure 5 as changed by RFC 6026 figure 3.</summary>
internal enum InviteClientState
{
    Calling,
    Proceeding,
    Completed,
    Accepted,
    Terminated,
}

/// <summary>What can happen to it.</summary>
internal enum InviteClientInput
{
    Provisional,
    Success,
    Failure,
    TimerA,
    TimerB,
    TimerD,
    TimerM,

    /// <summary>64*T1 after our CANCEL without a final response, or the CANCEL could not be sent.</summary>
    CancelTimeout,
    TransportError,
}

/// <summary>What the shell does, in this order.</summary>
[Flags]
internal enum InviteClientActions
{
    None = 0,
    SendRequest = 1 << 0,
    SendAck = 1 << 1,
    PassToUser = 1 << 2,
    InformTimeout = 1 << 3,
    InformTransportError = 1 << 4,

    /// <summary>T1 at first, doubled each time; not on reliable transports.</summary>
    StartTimerA = 1 << 5,

    /// <summary>64*T1.</summary>
    StartTimerB = 1 << 6,
    StopTimersAAndB = 1 << 7,

    /// <summary>32 s; 0 s on reliable transports.</summary>
    StartTimerD = 1 << 8,

    /// <summary>64*T1.</summary>
    StartTimerM = 1 << 9,
}

/// <summary>A state and what to do on the way into it.</summary>
internal readonly record struct InviteClientStep(InviteClientState State, InviteClientActions Actions);

/// <summary>The INVITE client transaction (RFC 3261 17.1.1, RFC 6026 7.2). Sends nothing, starts no timer.</summary>
internal static class InviteClientMachine
{
    /// <summary>How it begins (RFC 3261 17.1.1.2).</summary>
    public static InviteClientStep Start { get; } = new(Calling, SendRequest | StartTimerA | StartTimerB);

    /// <summary>The table.</summary>
    public static InviteClientStep Step(InviteClientState state, InviteClientInput input) => (state, input) switch
    {
        (Calling, TimerA) => new(Calling, SendRequest | StartTimerA),
        (Calling, TimerB) => new(Terminated, InformTimeout),
        (Calling, TransportError) => new(Terminated, InformTransportError),
        (Calling, Provisional) => new(Proceeding, PassToUser | StopTimersAAndB),

        // From here on the transaction waits for as long as the phone rings; ending that is the user's business.
        (Proceeding, Provisional) => new(Proceeding, PassToUser),

        // RFC 3261 9.1: 64*T1 after the CANCEL the transaction counts as cancelled.
        (Proceeding, CancelTimeout) => new(Terminated, InformTimeout),

        // RFC 6026 7.2: a 2xx no longer ends it, so that repeated and forked ones are still recognised.
        (Calling or Proceeding, Success) => new(Accepted, PassToUser | StopTimersAAndB | StartTimerM),
        (Accepted, Success) => new(Accepted, PassToUser),
        (Accepted, TimerM) => new(Terminated, None),

        // RFC 3261 17.1.1.2: the ACK of a failure is ours, and each repeated failure gets it again.
        (Calling or Proceeding, Failure) => new(Completed, SendAck | PassToUser | StopTimersAAndB | StartTimerD),
        (Completed, Failure) => new(Completed, SendAck),
        (Completed, TimerD) => new(Terminated, None),
        (Completed, TransportError) => new(Terminated, InformTransportError),

        // Anything else is absorbed: late timers and stray responses are normal on UDP.
        _ => new(state, None),
    };
}
