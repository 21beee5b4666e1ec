using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace XHand.Web.Metrics;

/// <summary>
/// The figures of our meters and of the runtime as Prometheus text (exposition format 0.0.4): aggregates only, never a label per
/// call or phone.
/// </summary>
public sealed class PrometheusExporter : IDisposable
{
    /// <summary>Media type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener _listener = new();
    private readonly Lock _families = new();
    private readonly SortedDictionary<string, MetricFamily> _byName = new(StringComparer.Ordinal);

    /// <summary>Listens from now on; make it before the parts that count, so that nothing is missed.</summary>
    public PrometheusExporter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("XHand", StringComparison.Ordinal) || instrument.Meter.Name == "System.Runtime")
            {
                listener.EnableMeasurementEvents(instrument, FamilyOf(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => ((MetricFamily)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => ((MetricFamily)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => ((MetricFamily)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => ((MetricFamily)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => ((MetricFamily)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => ((MetricFamily)state!).Take(value, tags));
        _listener.Start();
    }

    /// <summary>All figures now.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        StringBuilder text = new();
        MetricFamily[] families;
        lock (_families)
        {
            families = [.. _byName.Values];
        }

        foreach (MetricFamily family in families.Where(f => f.Series.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {family.Name} {family.Help}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Name} {family.Kind.ToString().ToLowerInvariant()}\n");
            foreach (MetricSeries series in family.Series)
            {
                if (family.Bounds is { } bounds)
                {
                    WriteHistogram(text, family.Name, series, bounds);
                }
                else
                {
                    WriteLine(text, family.Name, Labels(series), series.Value);
                }
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static void WriteHistogram(StringBuilder text, string name, MetricSeries series, double[] bounds)
    {
        string labels = Labels(series);
        string before = labels.Length == 0 ? "" : labels + ",";
        long cumulative = 0;
        for (int i = 0; i <= bounds.Length; i++)
        {
            cumulative += series.Bucket(i);
            string bound = i < bounds.Length ? bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            WriteLine(text, name + "_bucket", $"{before}le=\"{bound}\"", cumulative);
        }

        WriteLine(text, name + "_sum", labels, series.Value);

        // Not the series' own count: a measurement taken meanwhile must not make the two disagree.
        WriteLine(text, name + "_count", labels, cumulative);
    }

    private static void WriteLine(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Labels(MetricSeries series) => string.Join(
        ',',
        series.Tags.Select(tag =>
            $"{MetricName.Label(tag.Key)}=\"{MetricName.Escape(Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "")}\""));

    private MetricFamily FamilyOf(Instrument instrument)
    {
        MetricFamily family = new(instrument);
        lock (_families)
        {
            // Two instruments of one name (a meter made anew) share their series.
            return _byName.TryGetValue(family.Name, out MetricFamily? known) ? known : _byName[family.Name] = family;
        }
    }
}
