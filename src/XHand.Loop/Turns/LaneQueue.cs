using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;

namespace XHand.Loop.Turns;

/// <summary>
/// A bounded queue from many threads to the loop (Vyukov's bounded queue, one consumer): no lock, nothing allocated per
/// post, full means refused. Closing it makes every later post fail and loses none that succeeded.
/// </summary>
internal sealed class LaneQueue
{
    private const long ClosedBit = long.MinValue;

    private readonly Slot[] _slots;
    private readonly long _mask;
    private Ends _ends;

    /// <summary>A lane for at least <paramref name="capacity"/> turns; rounded up to a power of two.</summary>
    public LaneQueue(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        uint size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, capacity));
        _slots = new Slot[size];
        _mask = size - 1;
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i].Sequence = i;
        }
    }

    public int Capacity => _slots.Length;

    /// <summary>Turns that wait, those just being written included. Any thread.</summary>
    public int Depth => (int)Math.Max(0, (Volatile.Read(ref _ends.Tail) & ~ClosedBit) - Volatile.Read(ref _ends.Head));

    /// <summary>True when <see cref="TryDequeue"/> would succeed. Consumer only.</summary>
    public bool HasNext => Volatile.Read(ref _slots[_ends.Head & _mask].Sequence) == _ends.Head + 1;

    /// <summary>False when full or closed. Any thread.</summary>
    public bool TryEnqueue(string name, Action work)
    {
        while (true)
        {
            long tail = Volatile.Read(ref _ends.Tail);
            if ((tail & ClosedBit) != 0)
            {
                return false;
            }

            ref Slot slot = ref _slots[tail & _mask];
            long lead = Volatile.Read(ref slot.Sequence) - tail;
            if (lead == 0)
            {
                if (Interlocked.CompareExchange(ref _ends.Tail, tail + 1, tail) == tail)
                {
                    slot.Name = name;
                    slot.Work = work;
                    Volatile.Write(ref slot.Sequence, tail + 1);
                    return true;
                }
            }
            else if (lead < 0 && Volatile.Read(ref _ends.Tail) == tail)
            {
                return false;
            }
        }
    }

    /// <summary>False when empty, or when the next turn is just being written. Consumer only.</summary>
    public bool TryDequeue(out Turn turn)
    {
        long head = _ends.Head;
        ref Slot slot = ref _slots[head & _mask];
        if (Volatile.Read(ref slot.Sequence) != head + 1)
        {
            turn = default;
            return false;
        }

        turn = new Turn(slot.Name!, slot.Work!);
        slot.Work = null;
        Volatile.Write(ref slot.Sequence, head + _slots.Length);
        Volatile.Write(ref _ends.Head, head + 1);
        return true;
    }

    /// <summary>Refuses every later post. Any thread.</summary>
    public void Close() => Interlocked.Or(ref _ends.Tail, ClosedBit);

    private struct Slot
    {
        public long Sequence;
        public string? Name;
        public Action? Work;
    }

    /// <summary>Head and tail on cache lines of their own: the consumer writes one, the producers the other.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    [SuppressMessage("Performance", "CA1823", Justification = "Padding is the layout's purpose.")]
    private struct Ends
    {
        [FieldOffset(64)]
        public long Head;

        [FieldOffset(128)]
        public long Tail;
    }
}
