using XHand.Sip.Transactions;

namespace XHand.Sip.Transport;

/// <summary>
/// Remembers INVITEs that have gone to their transaction, so that a copy of one is never refused on the way in: it would end a call that rings. Bounded, without
/// allocation; two that fall together are taken for one another once in 2^40. Any thread.
/// </summary>
internal sealed class AcceptedInvites(TimeProvider time)
{
    /// <summary>A sender repeats an INVITE for 64*T1 (RFC 3261 17.1.1.2, timer B).</summary>
    private const ulong RememberedSeconds = 32;
    private const ulong SecondsMask = 0xFF_FFFF;

    // The upper 40 bits are of the key's hash, the lower 24 the second of its coming: one word, read and written whole.
    private readonly ulong[] _slots = new ulong[16_384];

    /// <summary>It goes to its transaction.</summary>
    public void Add(in TransactionKey key)
    {
        ulong hash = HashOf(key);
        Volatile.Write(ref _slots[hash % (ulong)_slots.Length], (hash & ~SecondsMask) | Now);
        // Whoever refuses looks here after noting what it refuses, and the loop the other way round: one of them sees the other.
        Interlocked.MemoryBarrier();
    }

    /// <summary>It was refused after all.</summary>
    public void Remove(in TransactionKey key) => Volatile.Write(ref _slots[HashOf(key) % (ulong)_slots.Length], 0);

    /// <summary>True when it, or what it repeats, has gone to its transaction within the last 32 s.</summary>
    public bool Contains(in TransactionKey key)
    {
        ulong hash = HashOf(key);
        ulong slot = Volatile.Read(ref _slots[hash % (ulong)_slots.Length]);
        return slot != 0 && ((slot ^ hash) & ~SecondsMask) == 0 && ((Now - slot) & SecondsMask) <= RememberedSeconds;
    }

    private ulong Now => (ulong)(time.GetTimestamp() / time.TimestampFrequency) & SecondsMask;

    private static ulong HashOf(in TransactionKey key) =>
        ((ulong)(uint)key.GetHashCode() << 32) | (uint)HashCode.Combine(key.Branch, key.Port, 7);
}
