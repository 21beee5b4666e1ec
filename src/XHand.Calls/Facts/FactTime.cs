namespace XHand.Calls.Facts;

/// <summary>When a fact happened: by the wall clock for people, by the monotonic clock for durations.</summary>
/// <param name="Utc">Wall clock.</param>
/// <param name="MonotonicTicks">100 ns of the process's monotonic clock; comparable within one process only.</param>
public readonly record struct FactTime(DateTimeOffset Utc, long MonotonicTicks)
{
    /// <summary>Now, by <paramref name="time"/>.</summary>
    public static FactTime Now(TimeProvider time) =>
        new(time.GetUtcNow(), time.GetElapsedTime(0, time.GetTimestamp()).Ticks);

    /// <summary>Whole milliseconds from <paramref name="earlier"/> to this, never negative.</summary>
    public long MillisecondsSince(FactTime earlier) =>
        Math.Max(0, (MonotonicTicks - earlier.MonotonicTicks) / TimeSpan.TicksPerMillisecond);
}
