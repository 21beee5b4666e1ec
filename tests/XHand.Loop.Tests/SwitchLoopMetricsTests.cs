using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace XHand.Loop.Tests;

public sealed class SwitchLoopMetricsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly RecordingLogger _log = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, string Tag)> _measured = new();
    private readonly MeterListener _listener = new();
    private readonly string _turn = $"turn-{Guid.NewGuid():N}";
    private readonly SwitchLoop _loop;

    public SwitchLoopMetricsTests()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "XHand.Loop")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i, value, tags));
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Note(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Note(i, value, tags));
        _listener.Start();
        _loop = new SwitchLoop(new SwitchLoopOptions { NewCallsCapacity = 2 }, _log);
    }

    public void Dispose()
    {
        _loop.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public void A_turn_over_5_ms_is_counted_and_logged_with_its_name()
    {
        RunToEnd(() =>
        {
            long startedAt = _loop.Time.GetTimestamp();
            while (_loop.Time.GetElapsedTime(startedAt) < TimeSpan.FromMilliseconds(6))
            {
                // Work that takes its time.
            }
        });

        Assert.Contains(("xhand.loop.turns.slow", 1, _turn), _measured);
        Assert.Contains(_measured, m => m.Instrument == "xhand.loop.turn.duration" && m.Value >= 0.006);
        Assert.Single(_log.Lines, line => line.Contains(_turn, StringComparison.Ordinal));
    }

    [Fact]
    public void A_failing_turn_is_counted_and_logged_with_its_name_and_the_loop_goes_on()
    {
        RunToEnd(() => throw new FormatException("broken"));

        Assert.Contains(("xhand.loop.turns.failed", 1, _turn), _measured);
        Assert.Single(_log.Lines, line => line.Contains(_turn, StringComparison.Ordinal));
    }

    [Fact]
    public void A_storm_of_failing_turns_is_counted_whole_and_logged_in_part()
    {
        for (int i = 0; i < 5_000; i++)
        {
            Assert.True(_loop.TryPost(LoopLane.InDialog, _turn, static () => throw new FormatException("broken")));
        }

        RunToEnd(static () => { });

        Assert.Equal(5_000, _measured.Count(m => m.Instrument == "xhand.loop.turns.failed" && m.Tag == _turn));
        Assert.InRange(_log.Lines.Count, 1, 100);
    }

    [Fact]
    public void Depths_refusals_and_timers_are_shown()
    {
        _loop.TryPost(LoopLane.NewCalls, "1", static () => { });
        _loop.TryPost(LoopLane.NewCalls, "2", static () => { });
        _loop.TryPost(LoopLane.NewCalls, "3", static () => { });
        _listener.RecordObservableInstruments();
        Assert.Contains(("xhand.loop.lane.depth", 2, "new-calls"), _measured);
        Assert.Contains(("xhand.loop.posts.refused", 1, "new-calls"), _measured);

        _measured.Clear();
        RunToEnd(() => _loop.StartTimer(TimeSpan.FromHours(1), "timer", static () => { }));
        _listener.RecordObservableInstruments();

        Assert.Contains(_measured, m => m is { Instrument: "xhand.loop.timers.pending", Value: 1 });
    }

    private void RunToEnd(Action work)
    {
        using ManualResetEventSlim done = new();
        Assert.True(_loop.TryPost(LoopLane.InDialog, _turn, work));
        Assert.True(_loop.TryPost(LoopLane.Registrations, "end", done.Set));
        _loop.Start();
        Assert.True(done.Wait(Patience));
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((instrument.Name, value, tags.Length > 0 ? tags[0].Value?.ToString() ?? "" : ""));
}
