using XHand.Calls.Causes;

namespace XHand.Calls.Facts;

/// <summary>How a call ended: what its record says of it. Decided once; the first decision holds.</summary>
/// <param name="Result">One of <see cref="CallResult"/>.</param>
/// <param name="By">One of <see cref="EndedBy"/>.</param>
/// <param name="Cause">What the remaining parties are told.</param>
/// <param name="Reason">More, as a sentence, or null.</param>
public sealed record CallEnd(string Result, string By, CallCause Cause, string? Reason = null)
{
    /// <summary>Final status towards the caller as recorded: 200 when it was answered.</summary>
    public int SipStatus => Result == CallResult.Answered ? 200 : Cause.SipStatus;

    /// <summary>The end of a call that was answered, by somebody's hanging up.</summary>
    public static CallEnd Talked(string by) => new(CallResult.Answered, by, CallCause.NormalClearing);

    /// <summary>The end of a call that was answered, for <paramref name="cause"/>.</summary>
    public static CallEnd Talked(string by, CallCause cause, string? reason = null) => new(CallResult.Answered, by, cause, reason);

    /// <summary>The called party was busy.</summary>
    public static CallEnd Busy { get; } = new(CallResult.Busy, EndedBy.Callee, CallCause.Busy);

    /// <summary>It rang in vain.</summary>
    public static CallEnd NoAnswer { get; } = new(CallResult.NoAnswer, EndedBy.System, CallCause.NoAnswer);

    /// <summary>The caller gave up.</summary>
    public static CallEnd Cancelled { get; } = new(CallResult.Cancelled, EndedBy.Caller, CallCause.CallerGone);

    /// <summary>No phone was registered.</summary>
    public static CallEnd NotRegistered { get; } = new(CallResult.NotRegistered, EndedBy.System, CallCause.NotRegistered);

    /// <summary>Refused by the called party.</summary>
    public static CallEnd Refused(CallCause cause) => new(CallResult.Refused, EndedBy.Callee, cause, cause.Text);

    /// <summary>Something did not work.</summary>
    public static CallEnd Failed(CallCause cause, string? reason = null) => new(CallResult.Failed, EndedBy.System, cause, reason ?? cause.Text);
}
