namespace XHand.Loop.Turns;

/// <summary>
/// Sleeps in a poll, so that the sockets whose messages the loop works on wake it themselves, instead of a thread that would then have to wake it.
/// <paramref name="hasWork"/> is asked on the owner's thread.
/// </summary>
internal sealed class PolledRest(ILoopPoll poll, Func<bool> hasWork) : ILoopRest
{
    private const int Awake = 0;
    private const int Asleep = 1;

    private readonly Lock _gate = new();
    private ILoopInput[] _inputs = [];
    private int _state;

    /// <summary>Reads <paramref name="input"/> from now on; false when the kernel refuses. Any thread.</summary>
    public bool TryWatch(ILoopInput input)
    {
        lock (_gate)
        {
            int key = _inputs.Length;
            Volatile.Write(ref _inputs, [.. _inputs, input]);
            return poll.TryAdd(input.Handle, key);
        }
    }

    public void Ring()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _state) == Asleep && Interlocked.Exchange(ref _state, Awake) == Asleep)
        {
            poll.Wake();
        }
    }

    public void Wait(int milliseconds)
    {
        int limit = milliseconds;
        if (limit != 0)
        {
            // Said before looking again: work that is not seen here sees that the owner sleeps, and rings.
            Interlocked.Exchange(ref _state, Asleep);
            limit = hasWork() ? 0 : limit;
        }

        int ready = poll.Wait(limit);
        Volatile.Write(ref _state, Awake);
        ILoopInput[] inputs = Volatile.Read(ref _inputs);
        for (int i = 0; i < ready; i++)
        {
            inputs[poll.KeyOf(i)].Read();
        }
    }
}
