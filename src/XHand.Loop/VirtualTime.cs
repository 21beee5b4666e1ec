namespace XHand.Loop;

/// <summary>
/// A clock that stands still until <see cref="VirtualLoop"/> moves it. Its timestamps count 100 ns from its start; timers
/// made through <see cref="CreateTimer"/> fire in turns of the loop, in due order with the loop's own.
/// </summary>
public sealed class VirtualTime : TimeProvider
{
    private readonly SortedSet<VirtualTimer> _timers = new(VirtualTimer.DueOrder);
    private DateTimeOffset _start;
    private long _elapsed;
    private long _armed;

    /// <summary>A clock that shows <paramref name="start"/>.</summary>
    public VirtualTime(DateTimeOffset start) => _start = start.ToUniversalTime();

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>UTC: a simulation must not depend on the machine it runs on.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers that wait to fire.</summary>
    public int TimersPending => _timers.Count;

    /// <summary>Monotonic time since the start.</summary>
    public TimeSpan Elapsed => new(_elapsed);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <inheritdoc/>
    public override long GetTimestamp() => _elapsed;

    /// <summary>Moves the wall clock alone, as a correction by NTP or an operator does; monotonic time stays.</summary>
    public void StepWallClock(TimeSpan by) => _start += by;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        VirtualPeriodicTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal long NextDue => _timers.Min?.Due ?? long.MaxValue;

    internal void Arm(VirtualTimer timer, TimeSpan due)
    {
        _timers.Remove(timer);
        timer.Due = _elapsed + Math.Max(0, due.Ticks);
        timer.Order = ++_armed;
        timer.IsPending = true;
        _timers.Add(timer);
    }

    internal void Disarm(VirtualTimer timer)
    {
        if (timer.IsPending)
        {
            _timers.Remove(timer);
            timer.IsPending = false;
        }
    }

    internal void MoveTo(long elapsed) => _elapsed = Math.Max(_elapsed, elapsed);

    /// <summary>The first timer due by now, taken off; null when none is.</summary>
    internal VirtualTimer? TakeDue()
    {
        if (_timers.Min is not { } first || first.Due > _elapsed)
        {
            return null;
        }

        _timers.Remove(first);
        first.IsPending = false;
        return first;
    }
}
