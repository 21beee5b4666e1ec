using System.Diagnostics.Metrics;

namespace XHand.Calls;

/// <summary>The meter <c>XHand.Calls</c>: aggregates only, no label per call or number.</summary>
internal static class CallsMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "XHand.Calls";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Ended = Meter.CreateCounter<long>("xhand.calls", "{call}", "Calls ended, by result");
    private static readonly Histogram<double> PostDial = Meter.CreateHistogram<double>("xhand.calls.post_dial_delay", "s", "From a call's start to the first ringing");
    private static readonly Histogram<double> Setup = Meter.CreateHistogram<double>("xhand.call.setup", "s", "From a call's start to its answer, the ringing included");
    private static readonly Histogram<double> Lost = Meter.CreateHistogram<double>(
        "xhand.rtp.lost_ratio", "1", "Share of a leg's packets lost on the way to us, at its end", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5] });
    private static readonly Histogram<double> Jitter = Meter.CreateHistogram<double>(
        "xhand.rtp.jitter", "s", "Interarrival jitter of a leg's packets, at its end", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1] });
    private static readonly Counter<long> FlowFailures = Meter.CreateCounter<long>("xhand.calls.flow_failures", "{call}", "Flows that an exception ended");
    private static readonly Counter<long> LostFacts = Meter.CreateCounter<long>("xhand.calls.facts.lost", "{fact}", "Facts lost because neither journal nor memory took more");

    public static void CallEnded(Facts.CallRecord record)
    {
        Ended.Add(1, new KeyValuePair<string, object?>("result", record.Result));
        if (record.RingingAt is { } ringing && ringing >= record.StartedAt)
        {
            PostDial.Record((ringing - record.StartedAt).TotalSeconds);
        }

        // By the monotonic clock: what the call took less what was talked.
        if (record.AnsweredAt is not null && record.TotalMs >= record.TalkMs)
        {
            Setup.Record((record.TotalMs - record.TalkMs) / 1000.0);
        }

        foreach (Facts.LegRecord leg in record.Legs)
        {
            Heard(leg);
        }
    }

    private static void Heard(Facts.LegRecord leg)
    {
        if (leg.PacketsReceived > 0)
        {
            Lost.Record((double)leg.PacketsLost / (leg.PacketsReceived + leg.PacketsLost));
            Jitter.Record(leg.JitterMs / 1000);
        }
    }

    public static void FlowFailed() => FlowFailures.Add(1);

    public static void FactLost() => LostFacts.Add(1);
}
