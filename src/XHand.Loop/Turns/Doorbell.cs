namespace XHand.Loop.Turns;

/// <summary>
/// Lets one thread sleep until another has work for it. Ringing costs a fence while the owner is awake, and of many rings
/// to a sleeper one wakes it. <paramref name="hasWork"/> is asked on the owner's thread.
/// </summary>
internal sealed class Doorbell(Func<bool> hasWork)
{
    private readonly object _gate = new();
    private bool _sleeping;

    /// <summary>Wakes the owner if it sleeps. To be called after the work is visible. Any thread.</summary>
    public void Ring()
    {
        Interlocked.MemoryBarrier();
        if (!Volatile.Read(ref _sleeping))
        {
            return;
        }

        lock (_gate)
        {
            if (_sleeping)
            {
                _sleeping = false;
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Sleeps until a ring or for <paramref name="milliseconds"/> (-1 is forever); not at all when there is work. Owner only.</summary>
    public void Wait(int milliseconds)
    {
        if (milliseconds == 0 || hasWork())
        {
            return;
        }

        lock (_gate)
        {
            // Said before looking again: work that is not seen here sees that the owner sleeps, and rings.
            Volatile.Write(ref _sleeping, true);
            Interlocked.MemoryBarrier();
            if (!hasWork())
            {
                Monitor.Wait(_gate, milliseconds);
            }

            Volatile.Write(ref _sleeping, false);
        }
    }
}
