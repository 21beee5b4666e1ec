using XHand.TestKit;

namespace XHand.Simulation;

/// <summary>One call as one phone saw it: the witness that a record is held against. Times are those of the virtual wall clock.</summary>
internal sealed class CallAccount(SimulatedPhone phone, VirtualCall call, CallScript? script, DateTimeOffset beganAt)
{
    /// <summary>Whose account it is.</summary>
    public SimulatedPhone Phone => phone;

    /// <summary>The phone's call.</summary>
    public VirtualCall Call => call;

    /// <summary>What was to be done; null for a phone that was rung for a call its caller had left already.</summary>
    public CallScript? Script => script;

    /// <summary>SIP Call-ID between this phone and the exchange.</summary>
    public string CallId => call.CallId;

    /// <summary>When it was placed, or arrived.</summary>
    public DateTimeOffset BeganAt => beganAt;

    /// <summary>When this phone sent or received the first 200.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>The person has hung up, and the phone waits for the ACK to say so.</summary>
    public bool HangsUpAfterAck { get; set; }

    /// <summary>When this phone sent its BYE.</summary>
    public DateTimeOffset? HungUpAt { get; set; }

    /// <summary>When the caller gave up waiting.</summary>
    public DateTimeOffset? GaveUpAt { get; set; }

    /// <summary>When an operator was asked to end it.</summary>
    public DateTimeOffset? CommandedAt { get; set; }

    /// <summary>When this phone first knew that the exchange knew of the end: its BYE arrived, or ours was answered.</summary>
    public DateTimeOffset? EndKnownAt { get; set; }

    /// <summary>The direction asked for by this phone's re-INVITE that has no final response yet, or null.</summary>
    public string? OwnReinvite { get; set; }

    /// <summary>The status it refused with, or 0.</summary>
    public int Refused { get; set; }

    /// <summary>True when a phone of the dialled extension was registered, by its own account, as the call was placed.</summary>
    public bool WasReachable { get; init; }
}
