using System.Numerics;

namespace XHand.Loop;

/// <summary>
/// Four wheels of 256 slots, each turning 256 times slower than the one before (Varghese and Lauck, 1987, scheme 7).
/// Arming and cancelling cost the same however many timers wait; it counts ticks and knows no clock. One thread.
/// </summary>
internal sealed class TimerWheel
{
    private const int Levels = 4;
    private const int SlotBits = 8;
    private const int Slots = 1 << SlotBits;
    private const int WordBits = 64;

    /// <summary>The furthest a timer can be armed, 497 days at 10 ms; later ones are moved here.</summary>
    private const long Horizon = (1L << (SlotBits * Levels)) - 1;

    private readonly WheelSlot[,] _slots = new WheelSlot[Levels, Slots];
    private readonly ulong[,] _occupied = new ulong[Levels, Slots / WordBits];
    private readonly WheelSlot _due = new(-1, 0);
    private long _now;

    public TimerWheel()
    {
        for (int level = 0; level < Levels; level++)
        {
            for (int index = 0; index < Slots; index++)
            {
                _slots[level, index] = new WheelSlot(level, index);
            }
        }
    }

    /// <summary>Timers armed and not yet taken.</summary>
    public int Pending { get; private set; }

    /// <summary>The tick up to which the wheel has been advanced.</summary>
    public long Now => _now;

    /// <summary>True when <see cref="TakeDue"/> has something to give.</summary>
    public bool HasDue => _due.First is not null;

    /// <summary>Arms <paramref name="timer"/> for <paramref name="dueTick"/>, at the earliest the tick after the present one.</summary>
    public void Arm(WheelTimer timer, long dueTick)
    {
        Disarm(timer);
        timer.DueTick = Math.Clamp(dueTick, _now + 1, _now + Horizon);
        Place(timer);
        Pending++;
    }

    /// <summary>Takes <paramref name="timer"/> off; nothing happens when it is not armed.</summary>
    public void Disarm(WheelTimer timer)
    {
        if (timer.Slot is { } slot)
        {
            Unlink(slot, timer);
            Pending--;
        }
    }

    /// <summary>Moves to <paramref name="tick"/>; what has become due waits in <see cref="TakeDue"/>, in order of its tick.</summary>
    public void Advance(long tick)
    {
        while (_now < tick)
        {
            _now = Math.Min(tick, NextStop());
            for (int level = Levels - 1; level >= 0; level--)
            {
                // A slot of an upper wheel is dealt out to the lower ones when its first tick is reached.
                if ((_now & ((1L << (SlotBits * level)) - 1)) == 0)
                {
                    Deal(_slots[level, SlotIndex(_now, level)]);
                }
            }
        }
    }

    /// <summary>The next timer that is due, taken off the wheel; null when none is.</summary>
    public WheelTimer? TakeDue()
    {
        if (_due.First is not { } timer)
        {
            return null;
        }

        _due.Remove(timer);
        Pending--;
        return timer;
    }

    /// <summary>
    /// The next tick at which <see cref="Advance"/> has something to do, or <see cref="long.MaxValue"/>. For a far timer that is
    /// when its slot is dealt out, so a sleeper wakes at most three times more than there are timers.
    /// </summary>
    public long NextStop()
    {
        long next = long.MaxValue;
        for (int level = 0; level < Levels; level++)
        {
            int distance = DistanceToOccupied(level, SlotIndex(_now, level));
            if (distance > 0)
            {
                next = Math.Min(next, ((_now >> (SlotBits * level)) + distance) << (SlotBits * level));
            }
        }

        return next;
    }

    private static int SlotIndex(long tick, int level) => (int)(tick >> (SlotBits * level)) & (Slots - 1);

    private void Place(WheelTimer timer)
    {
        long distance = timer.DueTick - _now;
        if (distance <= 0)
        {
            _due.Add(timer);
            return;
        }

        int level = BitOperations.Log2((ulong)distance) / SlotBits;
        WheelSlot slot = _slots[level, SlotIndex(timer.DueTick, level)];
        slot.Add(timer);
        _occupied[level, slot.Index / WordBits] |= 1UL << (slot.Index % WordBits);
    }

    private void Deal(WheelSlot slot)
    {
        while (slot.First is { } timer)
        {
            Unlink(slot, timer);
            Place(timer);
        }
    }

    private void Unlink(WheelSlot slot, WheelTimer timer)
    {
        slot.Remove(timer);
        if (slot.First is null && slot.Level >= 0)
        {
            _occupied[slot.Level, slot.Index / WordBits] &= ~(1UL << (slot.Index % WordBits));
        }
    }

    /// <summary>Slots from <paramref name="from"/> to the next occupied one, 1 to 256 as the wheel turns; 0 when none is.</summary>
    private int DistanceToOccupied(int level, int from)
    {
        int start = (from + 1) % Slots;
        for (int step = 0; step <= Slots / WordBits; step++)
        {
            int word = ((start / WordBits) + step) % (Slots / WordBits);
            ulong bits = _occupied[level, word];
            if (step == 0)
            {
                bits &= ulong.MaxValue << (start % WordBits);
            }
            else if (step == Slots / WordBits)
            {
                bits &= ~(ulong.MaxValue << (start % WordBits));
            }

            if (bits != 0)
            {
                int index = (word * WordBits) + BitOperations.TrailingZeroCount(bits);
                int distance = (index - from) & (Slots - 1);
                return distance == 0 ? Slots : distance;
            }
        }

        return 0;
    }
}
