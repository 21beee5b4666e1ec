using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Flows;

namespace XHand.Pbx.Flows;

/// <summary>
/// What an operator's answer means: does it speak for the called, or for the way there, and what do caller and record get. Pure. The two are told apart by
/// RFC 3398 8.2.6.1 and by the Reason header (RFC 3326, RFC 6432) where the operator sends one.
/// </summary>
internal static class TrunkVerdict
{
    /// <summary>True when another way may lead where this one did not.</summary>
    /// <param name="outcome">How dialling ended; neither answered nor given up.</param>
    /// <param name="mustGo">An emergency call: only the called's own word ends it.</param>
    public static bool TriesNext(DialOutcome outcome, bool mustGo) => outcome switch
    {
        // 34 no circuit, 38 network out of order, 41 temporary failure, 42 congestion, 44 channel not available: the way, whatever the status.
        DialOutcome.Busy busy => IsCongestion(busy.Cause),
        // Once the called rang, a silence that follows is theirs.
        DialOutcome.Unreachable => !outcome.HasRung || mustGo,
        DialOutcome.Refused { Cause: var cause } => mustGo || IsOfTheWay(cause),
        _ => false,
    };

    /// <summary>How the call ends when no other way is left.</summary>
    public static CallEnd EndOf(DialOutcome outcome, string trunk) => outcome switch
    {
        DialOutcome.Busy busy when IsCongestion(busy.Cause) => Failed(busy.Cause with { SipStatus = 503 }, trunk),
        DialOutcome.Busy busy => new CallEnd(CallResult.Busy, EndedBy.Callee, busy.Cause, Said(trunk, busy.Cause)),
        DialOutcome.NoAnswer => CallEnd.NoAnswer,
        DialOutcome.Unreachable { HasRung: true, Cause.SipStatus: 408 } => CallEnd.NoAnswer with { By = EndedBy.Callee },
        DialOutcome.Unreachable lost => Failed(lost.Cause.SipStatus switch
        {
            408 => lost.Cause with { SipStatus = CallCause.PeerSilent.SipStatus },
            503 => lost.Cause with { Q850 = NetworkOutOfOrder },
            _ => lost.Cause,
        }, trunk),
        DialOutcome.Refused refused => Refused(refused.Cause, trunk),
        _ => Failed(CallCause.InternalError, trunk),
    };

    private const int NetworkOutOfOrder = 38;

    private static bool IsCongestion(CallCause cause) => cause.Q850 is 34 or 38 or 41 or 42 or 44;

    // A challenge that is left is one to us, and a redirection is not followed: it would let the operator choose what is dialled, and who pays.
    private static bool IsOfTheWay(CallCause cause) =>
        cause.SipStatus is < 400 or 401 or 407 or (>= 500 and < 600) || (cause.SipStatus < 600 && IsCongestion(cause));

    private static CallEnd Refused(CallCause cause, string trunk) => cause.SipStatus switch
    {
        < 400 or 401 or 407 => Failed(cause with { SipStatus = 503 }, trunk),
        404 or 410 or 484 or 485 or 604 => new CallEnd(CallResult.UnknownNumber, EndedBy.Callee, cause, Said(trunk, cause)),
        // 18 no user responding, 19 no answer, 20 absent; without a Reason header 480 stands for 18.
        480 when cause.Q850 is 18 or 19 or 20 => new CallEnd(CallResult.NoAnswer, EndedBy.Callee, cause, Said(trunk, cause)),
        487 => new CallEnd(CallResult.Refused, EndedBy.Callee, cause with { SipStatus = 480 }, Said(trunk, cause)),
        488 or 606 => Failed(cause with { SipStatus = 488 }, trunk),
        >= 500 and < 600 => Failed(cause, trunk),
        _ => new CallEnd(CallResult.Refused, EndedBy.Callee, cause, Said(trunk, cause)),
    };

    private static CallEnd Failed(CallCause cause, string trunk) => CallEnd.Failed(cause, Said(trunk, cause));

    private static string Said(string trunk, CallCause cause) => $"Trunk {trunk}: {cause.Text}";
}
