namespace XHand.Loop;

/// <summary>What <see cref="VirtualTime.CreateTimer"/> returns: an <see cref="ITimer"/> on virtual time.</summary>
internal sealed class VirtualPeriodicTimer : ITimer
{
    private readonly VirtualTimer _timer;
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private bool _disposed;

    public VirtualPeriodicTimer(VirtualTime time, TimerCallback callback, object? state) =>
        _timer = new VirtualTimer(time, "virtual-timer", () =>
        {
            if (_period > TimeSpan.Zero)
            {
                _timer!.Rearm(_period);
            }

            callback(state);
        });

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
        {
            return false;
        }

        _period = period;
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            _timer.Dispose();
        }
        else
        {
            _timer.Rearm(dueTime);
        }

        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        _timer.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
