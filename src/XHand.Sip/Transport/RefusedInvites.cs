using XHand.Sip.Transactions;

namespace XHand.Sip.Transport;

/// <summary>
/// Remembers INVITEs that were refused without a transaction, so that a copy which its sender repeated meanwhile is refused as well: it would
/// become a call that nobody is making. Bounded; under a flood the newest are known. Any thread.
/// </summary>
internal sealed class RefusedInvites(TimeProvider time)
{
    /// <summary>A sender repeats an INVITE for 64*T1 (RFC 3261 17.1.1.2, timer B).</summary>
    private static readonly TimeSpan _remembered = TimeSpan.FromSeconds(32);

    // One slot for each hash: an entry is one reference, so that it is read whole without a lock.
    private readonly Entry?[] _slots = new Entry?[16_384];

    /// <summary>It has just been refused.</summary>
    public void Add(in TransactionKey key)
    {
        Volatile.Write(ref _slots[SlotOf(key)], new Entry(key, time.GetTimestamp()));
        Interlocked.MemoryBarrier();
    }

    /// <summary>True when it, or what it repeats, was refused within the last 32 s.</summary>
    public bool Contains(in TransactionKey key) =>
        Volatile.Read(ref _slots[SlotOf(key)]) is { } entry && entry.Key == key && time.GetElapsedTime(entry.At) < _remembered;

    private int SlotOf(in TransactionKey key) => (int)((uint)key.GetHashCode() % _slots.Length);

    private sealed record Entry(TransactionKey Key, long At);
}
