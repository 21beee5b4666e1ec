namespace XHand.Calls.SessionTimers;

/// <summary>Who refreshes a session and how often, from what both sides said (RFC 4028 7.2, 9). Pure.</summary>
internal static class SessionTimerPolicy
{
    // A peer that asks for more than a day asks for nothing.
    private const uint MaxSeconds = 86_400;

    /// <summary>True when a request's interval is to be refused with 422 (RFC 4028 9: only where the sender understands that).</summary>
    public static bool IsTooShort(uint? offered, bool supports, SessionTimerSettings settings) =>
        supports && offered < settings.MinimumSeconds;

    /// <summary>The terms that we answer a request with, or null for no timer (RFC 4028 9, table 2).</summary>
    /// <param name="offered">Session-Expires of the request, or null.</param>
    /// <param name="minimum">Min-SE of the request, or null.</param>
    /// <param name="refresher">Its refresher parameter, or null.</param>
    /// <param name="supports">The sender knows session timers.</param>
    /// <param name="settings">Ours.</param>
    public static SessionTerms? AsServer(uint? offered, uint? minimum, string? refresher, bool supports, SessionTimerSettings settings)
    {
        // A proxy's word that we can neither refuse nor keep: our own time holds.
        if (offered < settings.MinimumSeconds)
        {
            offered = null;
        }

        if (offered is null && !settings.IsOn)
        {
            return null;
        }

        uint wanted = settings.IsOn ? settings.Seconds : MaxSeconds;
        uint seconds = Math.Max(Math.Min(offered ?? wanted, wanted), Math.Max(minimum ?? 0, settings.MinimumSeconds));
        bool weRefresh = (supports, refresher?.ToUpperInvariant()) switch
        {
            (false, _) => true,
            (true, "UAS") => true,
            (true, _) => false,
        };
        return new SessionTerms(Math.Min(seconds, MaxSeconds), weRefresh);
    }

    /// <summary>The terms of a 2xx to our request, or null for no timer (RFC 4028 7.2).</summary>
    /// <param name="accepted">Session-Expires of the response, or null.</param>
    /// <param name="refresher">Its refresher parameter, or null.</param>
    /// <param name="settings">Ours.</param>
    public static SessionTerms? AsClient(uint? accepted, string? refresher, SessionTimerSettings settings)
    {
        if (accepted is { } seconds)
        {
            bool theyRefresh = string.Equals(refresher, "uas", StringComparison.OrdinalIgnoreCase);
            return new SessionTerms(Math.Clamp(seconds, settings.MinimumSeconds, MaxSeconds), !theyRefresh);
        }

        // The peer has no timer: we refresh on its behalf, so that a dialog it has lost is found.
        return settings.IsOn ? new SessionTerms(settings.Seconds, WeRefresh: true) : null;
    }

    /// <summary>The interval for the next try after a 422, or null when the peer's least is beyond reason.</summary>
    public static uint? AfterTooShort(uint current, uint? minimum) => minimum is { } least && least > current && least <= MaxSeconds ? least : null;
}
