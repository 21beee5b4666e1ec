namespace XHand.Loop.Turns;

/// <summary>
/// Lets one thread sleep until another has work for it. Ringing costs a fence while the owner is awake, and of many rings
/// to a sleeper one wakes it. <paramref name="hasWork"/> is asked on the owner's thread.
/// </summary>
internal sealed class Doorbell(Func<bool> hasWork) : ILoopRest
{
    private const int Awake = 0;
    private const int Asleep = 1;
    private const int AsleepButForUrgent = 2;

    private readonly object _gate = new();
    private int _state;

    /// <summary>Wakes the owner if it sleeps, unless only for what is urgent. To be called after the work is visible. Any thread.</summary>
    public void Ring() => Ring(Asleep);

    /// <summary>Wakes the owner from any sleep. To be called after the work is visible. Any thread.</summary>
    public void RingUrgently() => Ring(AsleepButForUrgent);

    /// <summary>Sleeps until a ring or for <paramref name="milliseconds"/> (-1 is forever); not at all when there is work. Owner only.</summary>
    public void Wait(int milliseconds) => Wait(milliseconds, Asleep, hasWork);

    /// <summary>
    /// Sleeps for <paramref name="milliseconds"/> (-1 is forever) while other work gathers; only an urgent ring ends it sooner, and
    /// <paramref name="hasUrgentWork"/> prevents it. Owner only.
    /// </summary>
    public void WaitForUrgent(int milliseconds, Func<bool> hasUrgentWork) => Wait(milliseconds, AsleepButForUrgent, hasUrgentWork);

    private void Ring(int deepestWoken)
    {
        Interlocked.MemoryBarrier();
        if (!Wakes(Volatile.Read(ref _state), deepestWoken))
        {
            return;
        }

        lock (_gate)
        {
            if (Wakes(_state, deepestWoken))
            {
                _state = Awake;
                Monitor.Pulse(_gate);
            }
        }
    }

    private static bool Wakes(int state, int deepestWoken) => state != Awake && state <= deepestWoken;

    private void Wait(int milliseconds, int state, Func<bool> mustNotSleep)
    {
        if (milliseconds == 0 || mustNotSleep())
        {
            return;
        }

        lock (_gate)
        {
            // Said before looking again: work that is not seen here sees that the owner sleeps, and rings.
            Volatile.Write(ref _state, state);
            Interlocked.MemoryBarrier();
            if (!mustNotSleep())
            {
                Monitor.Wait(_gate, milliseconds);
            }

            Volatile.Write(ref _state, Awake);
        }
    }
}
