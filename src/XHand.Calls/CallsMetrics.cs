using System.Diagnostics.Metrics;

namespace XHand.Calls;

/// <summary>The meter <c>XHand.Calls</c>: aggregates only, no label per call or number.</summary>
internal static class CallsMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "XHand.Calls";

    private static readonly Meter Meter = new(MeterName);
    private static readonly UpDownCounter<int> Live = Meter.CreateUpDownCounter<int>("xhand.calls.live", "{call}", "Calls alive");
    private static readonly Counter<long> Ended = Meter.CreateCounter<long>("xhand.calls.ended", "{call}", "Calls ended, by result");
    private static readonly Histogram<double> PostDial = Meter.CreateHistogram<double>("xhand.calls.post_dial_delay", "s", "From a call's start to the first ringing");
    private static readonly Counter<long> FlowFailures = Meter.CreateCounter<long>("xhand.calls.flow_failures", "{call}", "Flows that an exception ended");
    private static readonly Counter<long> LostFacts = Meter.CreateCounter<long>("xhand.calls.facts.lost", "{fact}", "Facts lost because neither journal nor memory took more");

    public static void CallStarted() => Live.Add(1);

    public static void CallEnded(Facts.CallRecord record)
    {
        Live.Add(-1);
        Ended.Add(1, new KeyValuePair<string, object?>("result", record.Result));
        if (record.RingingAt is { } ringing && ringing >= record.StartedAt)
        {
            PostDial.Record((ringing - record.StartedAt).TotalSeconds);
        }
    }

    public static void FlowFailed() => FlowFailures.Add(1);

    public static void FactLost() => LostFacts.Add(1);
}
