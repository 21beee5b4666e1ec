using static XHand.Sip.Transactions.Machines.NonInviteClientActions;
using static XHand.Sip.Transactions.Machines.NonInviteClientInput;
using static XHand.Sip.Transactions.Machines.NonInviteClientState;

namespace XHand.Sip.Transactions.Machines;

/// <summary>States of RFC 3261 figure 6.</summary>
internal enum NonInviteClientState
{
    Trying,
    Proceeding,
    Completed,
    Terminated,
}

/// <summary>What can happen to it.</summary>
internal enum NonInviteClientInput
{
    Provisional,
    Final,
    TimerE,
    TimerF,
    TimerK,
    TransportError,
}

/// <summary>What the shell does, in this order.</summary>
[Flags]
internal enum NonInviteClientActions
{
    None = 0,
    SendRequest = 1 << 0,
    PassToUser = 1 << 1,
    InformTimeout = 1 << 2,
    InformTransportError = 1 << 3,

    /// <summary>T1 at first, doubled up to T2; not on reliable transports.</summary>
    StartTimerE = 1 << 4,

    /// <summary>T2; not on reliable transports.</summary>
    StartTimerEAtT2 = 1 << 5,

    /// <summary>64*T1.</summary>
    StartTimerF = 1 << 6,
    StopTimersEAndF = 1 << 7,

    /// <summary>T4; 0 s on reliable transports.</summary>
    StartTimerK = 1 << 8,
}

/// <summary>A state and what to do on the way into it.</summary>
internal readonly record struct NonInviteClientStep(NonInviteClientState State, NonInviteClientActions Actions);

/// <summary>The non-INVITE client transaction (RFC 3261 17.1.2). Sends nothing, starts no timer.</summary>
internal static class NonInviteClientMachine
{
    /// <summary>How it begins (RFC 3261 17.1.2.2).</summary>
    public static NonInviteClientStep Start { get; } = new(Trying, SendRequest | StartTimerE | StartTimerF);

    /// <summary>The table.</summary>
    public static NonInviteClientStep Step(NonInviteClientState state, NonInviteClientInput input) => (state, input) switch
    {
        (Trying, TimerE) => new(Trying, SendRequest | StartTimerE),

        // RFC 3261 17.1.2.2: once somebody has answered, the request is repeated at T2 only.
        (Proceeding, TimerE) => new(Proceeding, SendRequest | StartTimerEAtT2),
        (Trying or Proceeding, Provisional) => new(Proceeding, PassToUser),
        (Trying or Proceeding, Final) => new(Completed, PassToUser | StopTimersEAndF | StartTimerK),
        (Trying or Proceeding, TimerF) => new(Terminated, InformTimeout),
        (Trying or Proceeding, TransportError) => new(Terminated, InformTransportError),
        (Completed, TimerK) => new(Terminated, None),

        // Anything else is absorbed: Completed exists to swallow repeated finals.
        _ => new(state, None),
    };
}
