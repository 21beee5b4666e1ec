using System.Diagnostics.Metrics;

namespace XHand.Loop.Turns;

/// <summary>What the loop measures of itself, on the meter <c>XHand.Loop</c>.</summary>
internal sealed class LoopMetrics : IDisposable
{
    public const string MeterName = "XHand.Loop";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _turnSeconds;
    private readonly Counter<long> _slowTurns;
    private readonly Counter<long> _failedTurns;
    private readonly Counter<long> _refusedPosts;

    public LoopMetrics(IReadOnlyList<LaneQueue> lanes, Func<int> timersPending)
    {
        _turnSeconds = _meter.CreateHistogram(
            "xhand.loop.turn.duration",
            "s",
            "How long a turn of the switch loop took.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.005, 0.02, 0.1, 0.5],
            });
        _slowTurns = _meter.CreateCounter<long>("xhand.loop.turns.slow", "{turn}", "Turns over 5 ms, by name.");
        _failedTurns = _meter.CreateCounter<long>("xhand.loop.turns.failed", "{turn}", "Turns that an exception escaped from, by name.");
        _refusedPosts = _meter.CreateCounter<long>("xhand.loop.posts.refused", "{post}", "Posts refused because their lane was full.");
        _meter.CreateObservableGauge(
            "xhand.loop.lane.depth",
            () => lanes.Select((lane, i) => new Measurement<int>(lane.Depth, LaneTag((LoopLane)i))),
            "{turn}",
            "Turns that wait, by lane.");
        _meter.CreateObservableGauge("xhand.loop.timers.pending", timersPending, "{timer}", "Timers on the wheel.");
    }

    public void TurnTook(TimeSpan length) => _turnSeconds.Record(length.TotalSeconds);

    public void TurnWasSlow(string name) => _slowTurns.Add(1, TurnTag(name));

    public void TurnFailed(string name) => _failedTurns.Add(1, TurnTag(name));

    public void PostRefused(LoopLane lane) => _refusedPosts.Add(1, LaneTag(lane));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> TurnTag(string name) => new("turn", name);

    private static KeyValuePair<string, object?> LaneTag(LoopLane lane) => new("lane", lane switch
    {
        LoopLane.InDialog => "in-dialog",
        LoopLane.NewCalls => "new-calls",
        _ => "registrations",
    });
}
