using System.Diagnostics.Metrics;

namespace XHand.Web.Metrics;

/// <summary>One instrument with all its series.</summary>
internal sealed class MetricFamily
{
    /// <summary>More label sets than this is a mistake in the instrument (a label per call); the rest is dropped.</summary>
    private const int MaxSeries = 200;

    // Seconds, from a tenth of a millisecond (a loop turn) to ten minutes (a call), when an instrument names no bounds of its own.
    private static readonly double[] _defaultBounds =
        [0.0001, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 180, 600];

    private readonly Lock _adding = new();
    private volatile MetricSeries[] _series = [];

    public MetricFamily(Instrument instrument)
    {
        Type type = instrument.GetType().GetGenericTypeDefinition();
        Kind = type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : MetricKind.Gauge;
        Adds = type == typeof(Counter<>) || type == typeof(UpDownCounter<>);
        Name = MetricName.Of(instrument.Name, instrument.Unit, Kind == MetricKind.Counter);
        Help = (instrument.Description ?? "").ReplaceLineEndings(" ");
        Bounds = Kind == MetricKind.Histogram ? BoundsOf(instrument) : null;
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    public double[]? Bounds { get; }

    public IReadOnlyList<MetricSeries> Series => _series;

    private bool Adds { get; }

    /// <summary>Takes one measurement. Any thread; allocates only for a label set never seen.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if ((Find(_series, tags) ?? TryAdd(tags)) is not { } series)
        {
            return;
        }

        if (Kind == MetricKind.Histogram)
        {
            series.Record(value);
        }
        else if (Adds)
        {
            series.Add(value);
        }
        else
        {
            series.Set(value);
        }
    }

    private static MetricSeries? Find(MetricSeries[] all, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (MetricSeries series in all)
        {
            if (series.Has(tags))
            {
                return series;
            }
        }

        return null;
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } b } => [.. b],
        Histogram<float> { Advice.HistogramBucketBoundaries: { Count: > 0 } b } => [.. b.Select(v => (double)v)],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } b } => [.. b.Select(v => (double)v)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { Count: > 0 } b } => [.. b.Select(v => (double)v)],
        { Unit: "ms" } => [.. _defaultBounds.Select(seconds => seconds * 1000)],
        { Unit: "us" } => [.. _defaultBounds.Select(seconds => seconds * 1_000_000)],
        _ => _defaultBounds,
    };

    private MetricSeries? TryAdd(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_adding)
        {
            if (Find(_series, tags) is { } already)
            {
                return already;
            }

            if (_series.Length == MaxSeries)
            {
                return null;
            }

            MetricSeries series = new(tags.ToArray(), Bounds);
            _series = [.. _series, series];
            return series;
        }
    }
}

/// <summary>Prometheus's kinds.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
