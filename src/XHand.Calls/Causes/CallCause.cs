namespace XHand.Calls.Causes;

/// <summary>Why a leg is refused or released: its SIP status, its Q.850 cause and what a person reads.</summary>
/// <param name="SipStatus">Final status for a leg that has not been answered: 400 to 699.</param>
/// <param name="Q850">ITU-T Q.850 cause value, 1 to 127.</param>
/// <param name="Text">One sentence or phrase; also the text of the Reason header, so plain ASCII.</param>
public sealed record CallCause(int SipStatus, int Q850, string Text)
{
    /// <summary>Somebody hung up.</summary>
    public static CallCause NormalClearing { get; } = new(480, 16, "Normal call clearing");

    /// <summary>The caller gave up before the answer.</summary>
    public static CallCause CallerGone { get; } = new(487, 16, "The caller hung up");

    /// <summary>The called party is in a call.</summary>
    public static CallCause Busy { get; } = new(486, 17, "User busy");

    /// <summary>It rang and nobody answered in time. 408 and not RFC 3398's 480, which stands for a phone that is not there.</summary>
    public static CallCause NoAnswer { get; } = new(408, 19, "No answer from user");

    /// <summary>No phone is registered.</summary>
    public static CallCause NotRegistered { get; } = new(480, 20, "No phone is registered");

    /// <summary>Phones are registered and none was reached.</summary>
    public static CallCause Unreachable { get; } = new(480, 27, "No phone could be reached");

    /// <summary>A peer that should have answered at once did not, such as an operator (RFC 3398: 504 and 102 stand for each other).</summary>
    public static CallCause PeerSilent { get; } = new(504, 102, "No answer from the peer");

    /// <summary>No such number.</summary>
    public static CallCause UnknownNumber { get; } = new(404, 1, "Unallocated number");

    /// <summary>Declined by a person.</summary>
    public static CallCause Rejected { get; } = new(603, 21, "Call rejected");

    /// <summary>No codec in common, or a description that cannot be used.</summary>
    public static CallCause NotAcceptable { get; } = new(488, 88, "No audio codec in common");

    /// <summary>Out of ports or of queue places.</summary>
    public static CallCause NoCircuit { get; } = new(503, 34, "No media port available");

    /// <summary>We broke.</summary>
    public static CallCause InternalError { get; } = new(500, 41, "Temporary failure");

    /// <summary>The system stops.</summary>
    public static CallCause ShuttingDown { get; } = new(503, 38, "The system is stopping");

    /// <summary>Ended by an operator's command.</summary>
    public static CallCause EndedByCommand { get; } = new(480, 31, "Ended by command");

    /// <summary>No audio came for too long.</summary>
    public static CallCause NoAudio { get; } = new(480, 41, "No audio from the other side");

    /// <summary>An answer was never acknowledged (64*T1, RFC 3261 13.3.1.4).</summary>
    public static CallCause NoAck { get; } = new(504, 102, "The answer was not acknowledged");

    /// <summary>The called party said BYE before its answer had reached us.</summary>
    public static CallCause HungUpAtOnce { get; } = new(480, 16, "The called phone hung up as it answered");

    /// <summary>The peer did not refresh its session in time (RFC 4028 10).</summary>
    public static CallCause SessionExpired { get; } = new(408, 102, "The session was not refreshed");

    /// <summary>Another phone took the call: the form that phones know not to show as missed (RFC 3326 2).</summary>
    public static CallCause AnsweredElsewhere { get; } = new(487, 26, "Call completed elsewhere") { ReasonHeader = "SIP;cause=200;text=\"Call completed elsewhere\"" };

    /// <summary>The Reason header that says it (RFC 3326); Q.850 unless set.</summary>
    public string ReasonHeader { get => field ?? $"Q.850;cause={Q850};text=\"{Text}\""; init; }

    /// <summary>The cause of a peer's final response, with its own Reason header where it has a Q.850 cause.</summary>
    public static CallCause OfStatus(int status, string? reasonHeader = null) =>
        new(status, CauseMap.Q850FromReason(reasonHeader) ?? CauseMap.Q850FromStatus(status), CauseMap.TextOf(status));
}
