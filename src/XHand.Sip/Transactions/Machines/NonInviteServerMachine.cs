using static XHand.Sip.Transactions.Machines.NonInviteServerActions;
using static XHand.Sip.Transactions.Machines.NonInviteServerInput;
using static XHand.Sip.Transactions.Machines.NonInviteServerState;

namespace XHand.Sip.Transactions.Machines;

/// <summary>States of RFC 3261 figure 8.</summary>
internal enum NonInviteServerState
{
    Trying,
    Proceeding,
    Completed,
    Terminated,
}

/// <summary>What can happen to it.</summary>
internal enum NonInviteServerInput
{
    /// <summary>The request again.</summary>
    Request,
    SendProvisional,
    SendFinal,
    TimerJ,

    /// <summary>64*T1 without a final response of ours: the peer's timer F has run out.</summary>
    Abandoned,
    TransportError,
}

/// <summary>What the shell does, in this order.</summary>
[Flags]
internal enum NonInviteServerActions
{
    None = 0,

    /// <summary>Sends what the user has just given.</summary>
    SendResponse = 1 << 0,

    /// <summary>Sends the last response again.</summary>
    RepeatResponse = 1 << 1,
    PassRequestToUser = 1 << 2,
    InformTransportError = 1 << 3,

    /// <summary>64*T1; 0 s on reliable transports.</summary>
    StartTimerJ = 1 << 4,

    /// <summary>64*T1.</summary>
    StartAbandonTimer = 1 << 5,
}

/// <summary>A state and what to do on the way into it.</summary>
internal readonly record struct NonInviteServerStep(NonInviteServerState State, NonInviteServerActions Actions);

/// <summary>The non-INVITE server transaction (RFC 3261 17.2.2). Sends nothing, starts no timer.</summary>
internal static class NonInviteServerMachine
{
    /// <summary>How it begins.</summary>
    public static NonInviteServerStep Start { get; } = new(Trying, StartAbandonTimer | PassRequestToUser);

    /// <summary>The table.</summary>
    public static NonInviteServerStep Step(NonInviteServerState state, NonInviteServerInput input) => (state, input) switch
    {
        (Trying or Proceeding, SendProvisional) => new(Proceeding, SendResponse),
        (Trying or Proceeding, SendFinal) => new(Completed, SendResponse | StartTimerJ),
        (Proceeding or Completed, Request) => new(state, RepeatResponse),
        (Completed, TimerJ) => new(Terminated, None),
        (Proceeding or Completed, TransportError) => new(Terminated, InformTransportError),

        // RFC 4320 4.2: nobody waits for an answer any more, and a 408 must not be sent.
        (Trying or Proceeding, Abandoned) => new(Terminated, None),

        // Anything else is absorbed: in Trying a repeated request has no answer yet (RFC 3261 17.2.2).
        _ => new(state, None),
    };
}
