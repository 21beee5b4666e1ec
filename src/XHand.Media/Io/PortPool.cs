using XHand.Native.Libc;

namespace XHand.Media.Io;

/// <summary>
/// The pairs of one media loop's part of the range, by their even port: first in, first out, at rest after use, and passed over for a while when another program
/// has them. Times are monotonic nanoseconds.
/// </summary>
internal sealed class PortPool(IReadOnlyCollection<int> ports, long quarantineNanoseconds, IPortBinder binder)
{
    // Another program's port may be a short-lived client's.
    private const long BusyNanoseconds = 10_000_000_000;

    // Without descriptors every attempt fails: wait for some to come back.
    private const long ExhaustedNanoseconds = 1_000_000_000;

    private readonly Queue<int> _free = new(ports);
    private readonly Queue<(int Port, long FreeAt)> _resting = new(ports.Count);
    private readonly Queue<(int Port, long FreeAt)> _busy = new();
    private long _pausedUntil = long.MinValue;

    /// <summary>Pairs that another program had when last tried.</summary>
    public int BusyPairs => _busy.Count;

    /// <summary>Binds the pair that has waited longest; null when none is free now or the process has no descriptors.</summary>
    public PortPair? TryBindNext(long now)
    {
        Return(_resting, now);
        Return(_busy, now);
        while (now >= _pausedUntil && _free.TryDequeue(out int port))
        {
            if (binder.TryBind(port, out int error) is { } pair)
            {
                return pair;
            }

            if (error == -Errno.AddressInUse)
            {
                _busy.Enqueue((port, now + BusyNanoseconds));
                continue;
            }

            _free.Enqueue(port);
            _pausedUntil = now + ExhaustedNanoseconds;
        }

        return null;
    }

    /// <summary>Takes a closed pair's port back into quarantine.</summary>
    public void Release(int port, long now) => _resting.Enqueue((port, now + quarantineNanoseconds));

    private void Return(Queue<(int Port, long FreeAt)> queue, long now)
    {
        while (queue.TryPeek(out (int Port, long FreeAt) next) && next.FreeAt <= now)
        {
            _free.Enqueue(queue.Dequeue().Port);
        }
    }
}
