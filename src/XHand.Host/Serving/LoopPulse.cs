using XHand.Loop;

namespace XHand.Host.Serving;

/// <summary>
/// Feels the switch loop's pulse: posts a turn every second and looks whether it ran. While it does, systemd's watchdog is fed: a loop
/// that hangs gets the process restarted.
/// </summary>
internal sealed class LoopPulse : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _tolerance = TimeSpan.FromSeconds(5);

    private readonly ISwitchLoop _loop;
    private readonly ServiceNotifier _notifier;
    private readonly TimeProvider _time;
    private readonly ITimer _beat;
    private readonly ITimer? _watchdog;
    private long _lastTurn;
    private long _worstWait;

    /// <summary>Begins at once.</summary>
    public LoopPulse(ISwitchLoop loop, ServiceNotifier notifier, TimeProvider time)
    {
        (_loop, _notifier, _time) = (loop, notifier, time);
        _lastTurn = time.GetTimestamp();
        _beat = time.CreateTimer(_ => Beat(), null, _interval, _interval);
        if (notifier.Watchdog is { } watchdog)
        {
            _watchdog = time.CreateTimer(_ => Feed(), null, TimeSpan.Zero, watchdog / 3);
        }
    }

    /// <summary>The loop has run a turn within the last seconds. Any thread.</summary>
    public bool Answers => _time.GetElapsedTime(Volatile.Read(ref _lastTurn)) < _tolerance;

    /// <summary>The longest that a pulse waited for its turn since this was last asked. Any thread.</summary>
    public TimeSpan TakeWorstWait() => TimeSpan.FromTicks(Interlocked.Exchange(ref _worstWait, 0));

    /// <inheritdoc/>
    public void Dispose()
    {
        _beat.Dispose();
        _watchdog?.Dispose();
    }

    // A full lane is no sign of death: the turns that fill it run, or none does, and then ours is missing too.
    private void Beat()
    {
        long posted = _time.GetTimestamp();
        _loop.TryPost(LoopLane.InDialog, "pulse", () =>
        {
            long now = _time.GetTimestamp();
            Volatile.Write(ref _lastTurn, now);
            Volatile.Write(ref _worstWait, Math.Max(_worstWait, _time.GetElapsedTime(posted, now).Ticks));
        });
    }

    private void Feed()
    {
        if (Answers)
        {
            _notifier.SignOfLife();
        }
    }
}
