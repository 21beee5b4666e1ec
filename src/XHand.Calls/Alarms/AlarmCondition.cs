namespace XHand.Calls.Alarms;

/// <summary>
/// One condition and the alarm that it may be. Told by any thread, judged by one; each fact about it is one reference, so that nobody sees half of one.
/// </summary>
internal sealed class AlarmCondition(AlarmRule rule)
{
    private Told? _told;
    private bool _isOver = true;

    private sealed record Told(DateTimeOffset Since, long Began, long? Ended, string Text);

    /// <summary>It was an alarm at the last look.</summary>
    public bool IsAlarm => LastAlarm is not null && !_isOver;

    /// <summary>The alarm at the last look, or the one that ended.</summary>
    public Alarm? LastAlarm { get; private set; }

    /// <summary>Gone, and no alarm: nothing to remember.</summary>
    public bool IsForgotten { get; private set; }

    /// <summary>It is so; when it was so already, or a moment ago, it goes on.</summary>
    public void Begin(DateTimeOffset utc, long now, string text)
    {
        Told? before;
        Told after;
        do
        {
            before = Volatile.Read(ref _told);
            after = before is null ? new(utc, now, null, text) : before with { Ended = null, Text = text };
        }
        while (Interlocked.CompareExchange(ref _told, after, before) != before);
    }

    /// <summary>It is so no longer.</summary>
    public void End(long now)
    {
        while (Volatile.Read(ref _told) is { Ended: null } told
            && Interlocked.CompareExchange(ref _told, told with { Ended = now }, told) != told)
        {
            // Somebody else told something in between: once more.
        }
    }

    /// <summary>The alarm that it is now, or null.</summary>
    public Alarm? Judge(AlarmKey key, TimeProvider time)
    {
        Told? told = Volatile.Read(ref _told);
        IsForgotten = false;
        if (told is null || IsOver(told, time))
        {
            // Unless it has begun again meanwhile, which the next look sees.
            IsForgotten = Interlocked.CompareExchange(ref _told, null, told) == told;
            _isOver = true;
            return null;
        }

        // What merely happened counts at once where the rule says so, although it is over.
        bool holds = IsAlarm || time.GetElapsedTime(told.Began, told.Ended ?? time.GetTimestamp()) >= rule.RaiseAfter;
        if (!holds)
        {
            return null;
        }

        _isOver = false;
        return LastAlarm = new Alarm(key.Code, rule.Severity, key.Subject, told.Text, told.Since, null, key.Company);
    }

    // One that was never an alarm need not linger: flapping below the limit starts anew each time.
    private bool IsOver(Told told, TimeProvider time) => told.Ended is { } ended
        && (IsAlarm
            ? time.GetElapsedTime(ended) >= rule.ClearAfter
            : time.GetElapsedTime(told.Began, ended) < rule.RaiseAfter);
}
