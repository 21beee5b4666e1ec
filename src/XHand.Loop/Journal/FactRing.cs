using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace XHand.Loop.Journal;

/// <summary>The bounded way from the loop to the writer: one thread puts in, one takes out, neither waits.</summary>
internal sealed class FactRing(int capacity)
{
    private readonly JournalRecord?[] _slots = new JournalRecord?[BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, capacity))];
    private long _head;
    private long _tail;

    public int Capacity => _slots.Length;

    /// <summary>Facts that wait. Any thread.</summary>
    public int Count => (int)(Volatile.Read(ref _tail) - Volatile.Read(ref _head));

    public bool TryAdd(JournalRecord record)
    {
        long tail = _tail;
        if (tail - Volatile.Read(ref _head) == _slots.Length)
        {
            return false;
        }

        _slots[tail & (_slots.Length - 1)] = record;
        Volatile.Write(ref _tail, tail + 1);
        return true;
    }

    public bool TryTake([NotNullWhen(true)] out JournalRecord? record)
    {
        long head = _head;
        if (head == Volatile.Read(ref _tail))
        {
            record = null;
            return false;
        }

        ref JournalRecord? slot = ref _slots[head & (_slots.Length - 1)];
        record = slot!;
        slot = null;
        Volatile.Write(ref _head, head + 1);
        return true;
    }
}
