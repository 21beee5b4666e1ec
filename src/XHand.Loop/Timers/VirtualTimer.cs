namespace XHand.Loop;

/// <summary>One timer of a <see cref="VirtualTime"/>, fired in the order of due time, then of arming.</summary>
internal sealed class VirtualTimer(VirtualTime time, string name, Action work) : ILoopTimer
{
    public static readonly IComparer<VirtualTimer> DueOrder = Comparer<VirtualTimer>.Create(
        static (a, b) => a.Due != b.Due ? a.Due.CompareTo(b.Due) : a.Order.CompareTo(b.Order));

    public string Name => name;

    public Action Work => work;

    public long Due { get; set; }

    public long Order { get; set; }

    public bool IsPending { get; set; }

    public void Rearm(TimeSpan due) => time.Arm(this, due);

    public void Dispose() => time.Disarm(this);
}
