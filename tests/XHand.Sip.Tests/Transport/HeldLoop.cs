using XHand.Loop;

namespace XHand.Sip.Tests.Transport;

/// <summary>A loop that holds what is posted until it is told to run it, with a clock of its own; or whose lanes are always full.</summary>
internal sealed class HeldLoop : ISwitchLoop
{
    private readonly Clock _clock = new();

    public bool IsFull { get; init; }

    public LoopLane? FullLane { get; set; }

    public List<(LoopLane Lane, string Name, Action Work)> Held { get; } = [];

    public TimeProvider Time => _clock;

    public bool IsOnLoop => false;

    public bool TryPost(LoopLane lane, string name, Action work)
    {
        bool isFull = IsFull || lane == FullLane;
        if (!isFull)
        {
            Held.Add((lane, name, work));
        }

        return !isFull;
    }

    public void Continue(string name, Action work) => work();

    public ILoopTimer StartTimer(TimeSpan due, string name, Action work) => throw new InvalidOperationException("No timers here.");

    public void RunAfter(TimeSpan wait)
    {
        _clock.Ticks += wait.Ticks;
        foreach ((_, _, Action work) in Held)
        {
            work();
        }

        Held.Clear();
    }

    private sealed class Clock : TimeProvider
    {
        public long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }
}
