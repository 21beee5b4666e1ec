using System.Diagnostics.Metrics;
using XHand.Web.Metrics;

namespace XHand.Web.Tests;

/// <summary>Prometheus text from meters (exposition format 0.0.4).</summary>
public sealed class PrometheusExporterTests : IDisposable
{
    private readonly PrometheusExporter _exporter = new();
    private readonly Meter _meter = new("XHand.Test." + Guid.NewGuid());
    private readonly string _prefix = "t" + Guid.NewGuid().ToString("N");

    public void Dispose()
    {
        _meter.Dispose();
        _exporter.Dispose();
    }

    [Fact]
    public void A_counter_ends_in_total_and_a_gauge_in_its_unit()
    {
        Counter<long> calls = _meter.CreateCounter<long>(_prefix + ".calls", "{call}", "Calls that arrived.");
        calls.Add(2);
        calls.Add(3);
        _meter.CreateObservableGauge(_prefix + ".age", () => 1.5, "s", "Age.");
        UpDownCounter<int> open = _meter.CreateUpDownCounter<int>(_prefix + ".open");
        open.Add(4);
        open.Add(-1);
        string text = _exporter.Write();
        Assert.Contains($"# HELP {_prefix}_calls_total Calls that arrived.\n# TYPE {_prefix}_calls_total counter\n{_prefix}_calls_total 5\n", text, StringComparison.Ordinal);
        Assert.Contains($"# TYPE {_prefix}_age_seconds gauge\n{_prefix}_age_seconds 1.5\n", text, StringComparison.Ordinal);
        Assert.Contains($"# TYPE {_prefix}_open gauge\n{_prefix}_open 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_a_sum_and_a_count()
    {
        Histogram<double> turn = _meter.CreateHistogram(
            _prefix + ".turn", "s", "Turns.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.01] });
        turn.Record(0.0005);
        turn.Record(0.001);
        turn.Record(0.005);
        turn.Record(2);
        string name = _prefix + "_turn_seconds";
        Assert.Contains(
            $"""
            # TYPE {name} histogram
            {name}_bucket{"{"}le="0.001"{"}"} 2
            {name}_bucket{"{"}le="0.01"{"}"} 3
            {name}_bucket{"{"}le="+Inf"{"}"} 4
            {name}_sum 2.0065
            {name}_count 4

            """,
            _exporter.Write(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_are_kept_apart_and_escaped()
    {
        Counter<int> lanes = _meter.CreateCounter<int>(_prefix + ".lane");
        lanes.Add(1, new KeyValuePair<string, object?>("lane.name", "new\"calls\\\n"));
        lanes.Add(1, new KeyValuePair<string, object?>("lane.name", "other"));
        lanes.Add(1, new KeyValuePair<string, object?>("lane.name", "other"));
        string text = _exporter.Write();
        Assert.Contains($"{_prefix}_lane_total{{lane_name=\"new\\\"calls\\\\\\n\"}} 1\n", text, StringComparison.Ordinal);
        Assert.Contains($"{_prefix}_lane_total{{lane_name=\"other\"}} 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_per_call_cannot_grow_without_end()
    {
        Counter<int> wrong = _meter.CreateCounter<int>(_prefix + ".wrong");
        for (int call = 0; call < 1000; call++)
        {
            wrong.Add(1, new KeyValuePair<string, object?>("call", call));
        }

        Assert.Equal(200, _exporter.Write().Split('\n').Count(line => line.StartsWith(_prefix, StringComparison.Ordinal)));
    }

    [Fact]
    public void Measuring_allocates_nothing_once_a_series_is_there()
    {
        Histogram<double> turn = _meter.CreateHistogram<double>(_prefix + ".turn", "s");
        Counter<long> lane = _meter.CreateCounter<long>(_prefix + ".lane");
        KeyValuePair<string, object?> tag = new("lane", "calls");
        turn.Record(1);
        lane.Add(1, tag);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            turn.Record(0.003);
            lane.Add(1, tag);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Meters_that_are_not_ours_stay_out_and_the_runtime_is_in()
    {
        using Meter foreign = new("Some.Library");
        foreign.CreateCounter<int>(_prefix + ".foreign").Add(1);
        string text = _exporter.Write();
        Assert.DoesNotContain("foreign", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measurements_of_many_threads_all_count()
    {
        Histogram<double> turn = _meter.CreateHistogram(
            _prefix + ".busy", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                turn.Record(1);
            }
        })));
        Assert.Contains($"{_prefix}_busy_seconds_sum 40000\n{_prefix}_busy_seconds_count 40000\n", _exporter.Write(), StringComparison.Ordinal);
    }
}
