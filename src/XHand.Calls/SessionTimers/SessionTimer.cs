using System.Globalization;
using XHand.Calls.Causes;
using XHand.Calls.Legs;
using XHand.Calls.Signalling;
using XHand.Loop;
using XHand.Sip.Messages;

namespace XHand.Calls.SessionTimers;

/// <summary>
/// The session timer of one leg (RFC 4028): refreshes when that is our part, ends the leg when the peer's refresh does not come. Each leg has its own, so a
/// party without timers costs the other nothing. Loop thread only.
/// </summary>
internal sealed class SessionTimer(SipLeg leg, SipServices sip)
{
    private const int MaxRaises = 3;
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(10);
    private uint _seconds = sip.SessionTimers.Seconds;
    private uint? _minimum;
    private int _raises;
    private SessionTerms? _terms;
    private ILoopTimer? _timer;
    private long _since;

    /// <summary>Asks for the timer in an INVITE, re-INVITE or UPDATE of ours (RFC 4028 7.1, 7.4).</summary>
    public void AddTo(OutgoingRequest request)
    {
        request.Add("Supported", SipProfile.Supported);
        uint? seconds = _terms?.Seconds ?? (sip.SessionTimers.IsOn ? _seconds : null);
        if (seconds is not { } asked || (_terms is not null && !leg.Abilities.Timer))
        {
            return;
        }

        // RFC 4028 7.4: a refresh keeps the roles; at first the peer chooses.
        string refresher = _terms is { } terms ? terms.WeRefresh ? ";refresher=uac" : ";refresher=uas" : "";
        request.Add("Session-Expires", string.Create(CultureInfo.InvariantCulture, $"{asked}{refresher}"));
        if (_minimum is { } minimum)
        {
            request.Add("Min-SE", minimum.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>True when a 422 was taken and the request is to be sent again with what <see cref="AddTo"/> says now (RFC 4028 7.3).</summary>
    public bool TryRaise(SipResponse response)
    {
        if (response.StatusCode != 422 || ++_raises > MaxRaises
            || SessionTimerPolicy.AfterTooShort(_terms?.Seconds ?? _seconds, response.Number(SipHeader.MinSe)) is not { } seconds)
        {
            return false;
        }

        _seconds = seconds;
        _minimum = seconds;
        _terms = _terms is { } terms ? terms with { Seconds = seconds } : null;
        return true;
    }

    /// <summary>Takes a 2xx to a request of ours that asked.</summary>
    public void TakeAnswer(SipResponse response) => Begin(SessionTimerPolicy.AsClient(
        response.Number(SipHeader.SessionExpires), RefresherOf(response), sip.SessionTimers));

    /// <summary>The 422 to a request whose interval is too short, or null.</summary>
    public OutgoingResponse? RefusalOf(SipRequest request) => sip.SessionTimers.RefusalOf(request);

    /// <summary>Says in a 2xx of ours what holds from now on, and begins (RFC 4028 9).</summary>
    public void Answer(SipRequest request, OutgoingResponse ok)
    {
        uint? offered = request.Number(SipHeader.SessionExpires);
        bool supports = request.HasToken(SipHeader.Supported, "timer");
        SessionTerms? agreed = SessionTimerPolicy.AsServer(offered, request.Number(SipHeader.MinSe), RefresherOf(request), supports, sip.SessionTimers);
        if (agreed is { } terms && (supports || offered >= sip.SessionTimers.MinimumSeconds))
        {
            ok.Add("Session-Expires", string.Create(CultureInfo.InvariantCulture, $"{terms.Seconds};refresher={(terms.WeRefresh ? "uas" : "uac")}"));
            if (!terms.WeRefresh)
            {
                ok.Add("Require", "timer");
            }
        }

        Begin(agreed);
    }

    /// <summary>The leg ends.</summary>
    public void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private static string? RefresherOf(SipMessage message)
    {
        foreach (string part in (message.Text(SipHeader.SessionExpires) ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("refresher", StringComparison.OrdinalIgnoreCase) && part.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                return part[(equals + 1)..].Trim();
            }
        }

        return null;
    }

    private void Begin(SessionTerms? terms)
    {
        Stop();
        _terms = terms;
        if (terms is not { } agreed || leg.IsEnded)
        {
            return;
        }

        _since = sip.Loop.Time.GetTimestamp();
        _timer = agreed.WeRefresh
            ? sip.Loop.StartTimer(agreed.RefreshAfter, "session-refresh", Refresh)
            : sip.Loop.StartTimer(agreed.EndAfter, "session-expiry", End);
    }

    private void Refresh()
    {
        if (_terms is not { } terms)
        {
            return;
        }

        if (sip.Loop.Time.GetElapsedTime(_since) >= terms.EndAfter)
        {
            End();
            return;
        }

        // What is asked again: a refresh that succeeds begins anew before.
        _timer!.Rearm(_retry);
        leg.Refresh();
    }

    private void End() => leg.Lose(CallCause.SessionExpired);
}
