namespace XHand.Loop.Journal;

/// <summary>
/// Those who wait on the loop for a fact to be written. Each is told in a turn of its own, when it is or when its deadline
/// has passed. Loop thread only, except <see cref="LowestAwaited"/>.
/// </summary>
internal sealed class WrittenWaiters(ISwitchLoop loop, TimeSpan deadline, Action<int> late)
{
    private readonly List<Waiter> _waiters = [];
    private ILoopTimer? _timer;
    private long _lowestAwaited = long.MaxValue;

    /// <summary>The lowest sequence awaited, or the highest number there is. Any thread.</summary>
    public ulong LowestAwaited => (ulong)Interlocked.Read(ref _lowestAwaited);

    public void Add(ulong sequence, Action done)
    {
        _waiters.Add(new Waiter(sequence, done, loop.Time.GetTimestamp()));
        SetLowest(Math.Min((long)sequence, _lowestAwaited));
        if (_waiters.Count == 1)
        {
            ArmTimer(deadline);
        }
    }

    /// <summary>Lets go of all whose fact is at or before <paramref name="written"/>.</summary>
    public void Written(ulong written)
    {
        if (LowestAwaited <= written)
        {
            Release(waiter => waiter.Sequence <= written);
        }
    }

    private void Expire()
    {
        int released = Release(waiter => loop.Time.GetElapsedTime(waiter.Since) >= deadline);
        if (released > 0)
        {
            late(released);
        }

        if (_waiters.Count > 0)
        {
            ArmTimer(deadline - loop.Time.GetElapsedTime(_waiters[0].Since));
        }
    }

    private int Release(Func<Waiter, bool> due)
    {
        int released = 0;
        long lowest = long.MaxValue;
        for (int i = 0; i < _waiters.Count; i++)
        {
            Waiter waiter = _waiters[i];
            if (due(waiter))
            {
                loop.Continue("journal-written", waiter.Done);
                released++;
            }
            else
            {
                _waiters[i - released] = waiter;
                lowest = Math.Min(lowest, (long)waiter.Sequence);
            }
        }

        _waiters.RemoveRange(_waiters.Count - released, released);
        SetLowest(lowest);
        if (_waiters.Count == 0)
        {
            _timer?.Dispose();
        }

        return released;
    }

    private void ArmTimer(TimeSpan due)
    {
        if (_timer is null)
        {
            _timer = loop.StartTimer(due, "journal-late", Expire);
        }
        else
        {
            _timer.Rearm(due);
        }
    }

    // A full fence: the writer stores what is written and reads this; the loop stores this and reads what is written.
    private void SetLowest(long lowest) => Interlocked.Exchange(ref _lowestAwaited, lowest);

    private readonly record struct Waiter(ulong Sequence, Action Done, long Since);
}
