using System.Globalization;
using XHand.Sip.Messages;

namespace XHand.Calls.SessionTimers;

/// <summary>How long a session lasts without a refresh (RFC 4028).</summary>
/// <param name="Interval">What we ask for, from 90 s; zero asks for none, refreshes nothing by itself and still does what a peer asks.</param>
/// <param name="Minimum">The shortest that we take (Min-SE), from 90 s (RFC 4028 4).</param>
public sealed record SessionTimerSettings(TimeSpan Interval, TimeSpan Minimum)
{
    /// <summary>Half an hour, the value of RFC 4028 4, and its least.</summary>
    public static SessionTimerSettings Default { get; } = new(TimeSpan.FromSeconds(1800), TimeSpan.FromSeconds(90));

    /// <summary>True when we ask for a refresh by ourselves.</summary>
    public bool IsOn => Interval > TimeSpan.Zero;

    /// <summary>The 422 to a request whose interval is shorter than ours, or null (RFC 4028 9).</summary>
    public OutgoingResponse? RefusalOf(SipRequest request) =>
        SessionTimerPolicy.IsTooShort(request.Number(SipHeader.SessionExpires), request.HasToken(SipHeader.Supported, "timer"), this)
            ? new OutgoingResponse(request, 422).Add("Min-SE", MinimumSeconds.ToString(CultureInfo.InvariantCulture))
            : null;

    internal uint Seconds => (uint)Interval.TotalSeconds;

    internal uint MinimumSeconds => (uint)Minimum.TotalSeconds;
}
