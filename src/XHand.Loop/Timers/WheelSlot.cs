namespace XHand.Loop;

/// <summary>The timers of one slot, first armed first. Level -1 is the list of those that are due.</summary>
internal sealed class WheelSlot(int level, int index)
{
    public int Level => level;

    public int Index => index;

    public WheelTimer? First { get; private set; }

    private WheelTimer? Last { get; set; }

    public void Add(WheelTimer timer)
    {
        timer.Slot = this;
        timer.Previous = Last;
        timer.Next = null;
        if (Last is { } last)
        {
            last.Next = timer;
        }
        else
        {
            First = timer;
        }

        Last = timer;
    }

    public void Remove(WheelTimer timer)
    {
        if (timer.Previous is { } previous)
        {
            previous.Next = timer.Next;
        }
        else
        {
            First = timer.Next;
        }

        if (timer.Next is { } next)
        {
            next.Previous = timer.Previous;
        }
        else
        {
            Last = timer.Previous;
        }

        timer.Slot = null;
        timer.Previous = null;
        timer.Next = null;
    }
}
