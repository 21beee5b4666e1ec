using System.Diagnostics.Metrics;
using XHand.Loop.Turns;

namespace XHand.Loop.Journal;

/// <summary>What the journal measures of itself, on the loop's meter.</summary>
internal sealed class JournalMetrics : IDisposable
{
    private readonly Meter _meter = new(LoopMetrics.MeterName);
    private readonly Histogram<double> _syncSeconds;
    private readonly Counter<long> _factsWritten;
    private readonly Counter<long> _factsShed;
    private readonly Counter<long> _late;
    private readonly Counter<long> _failures;

    public JournalMetrics()
    {
        _syncSeconds = _meter.CreateHistogram(
            "xhand.journal.sync.duration",
            "s",
            "How long an fsync of the journal took.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25, 1] });
        _factsWritten = _meter.CreateCounter<long>("xhand.journal.facts.written", "{fact}", "Facts written to the journal.");
        _factsShed = _meter.CreateCounter<long>("xhand.journal.facts.shed", "{fact}", "Facts lost because the journal had no room for them.");
        _late = _meter.CreateCounter<long>("xhand.journal.late", "{wait}", "Waits for a written fact that went on without it.");
        _failures = _meter.CreateCounter<long>("xhand.journal.failures", "{try}", "Tries to write or fsync that failed.");
    }

    /// <summary>Shows the writer's state from now on; a listener may ask at once and from any thread, so the writer must be whole.</summary>
    public void Show(Func<int> factsInMemory, Func<bool> isFailing)
    {
        _meter.CreateObservableGauge("xhand.journal.memory", factsInMemory, "{fact}", "Facts that are not written yet.");
        _meter.CreateObservableGauge("xhand.journal.failing", () => isFailing() ? 1 : 0, "{state}", "1 while the disk does not take the journal.");
    }

    public void Synced(TimeSpan took) => _syncSeconds.Record(took.TotalSeconds);

    public void Written(long facts) => _factsWritten.Add(facts);

    public void Shed() => _factsShed.Add(1);

    public void Late(int waits) => _late.Add(waits);

    public void Failed() => _failures.Add(1);

    public void Dispose() => _meter.Dispose();
}
