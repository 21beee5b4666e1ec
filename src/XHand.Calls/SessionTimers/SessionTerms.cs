namespace XHand.Calls.SessionTimers;

/// <summary>What two user agents have agreed on a session's time.</summary>
/// <param name="Seconds">The session's life without a refresh.</param>
/// <param name="WeRefresh">We are the refresher.</param>
internal readonly record struct SessionTerms(uint Seconds, bool WeRefresh)
{
    /// <summary>When the refresher refreshes: half of the time (RFC 4028 10).</summary>
    public TimeSpan RefreshAfter => TimeSpan.FromSeconds(Seconds / 2.0);

    /// <summary>When the session is over without one: a third of the time before its end, 32 s at most (RFC 4028 10).</summary>
    public TimeSpan EndAfter => TimeSpan.FromSeconds(Seconds - Math.Min(32, Seconds / 3.0));
}
