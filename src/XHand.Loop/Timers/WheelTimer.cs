namespace XHand.Loop;

/// <summary>One timer of a <see cref="TimerWheel"/>: a link of the list of the slot it waits in.</summary>
internal sealed class WheelTimer(SwitchLoop loop, string name, Action work) : ILoopTimer
{
    public string Name => name;

    public Action Work => work;

    public long DueTick { get; set; }

    public WheelSlot? Slot { get; set; }

    public WheelTimer? Previous { get; set; }

    public WheelTimer? Next { get; set; }

    public bool IsPending => Slot is not null;

    public void Rearm(TimeSpan due) => loop.Arm(this, due);

    public void Dispose() => loop.Disarm(this);
}
