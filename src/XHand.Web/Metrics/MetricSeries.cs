namespace XHand.Web.Metrics;

/// <summary>One instrument's figures for one set of labels. Written by any thread without a lock or an allocation.</summary>
internal sealed class MetricSeries(KeyValuePair<string, object?>[] tags, double[]? bounds)
{
    private readonly long[]? _buckets = bounds is null ? null : new long[bounds.Length + 1];
    private double _value;

    /// <summary>Labels.</summary>
    public KeyValuePair<string, object?>[] Tags => tags;

    /// <summary>Sum of a counter or histogram, last value of a gauge.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>Measurements of a histogram at or below its bound <paramref name="index"/>, and above the one before; the last has no bound.</summary>
    public long Bucket(int index) => Volatile.Read(ref _buckets![index]);

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double value)
    {
        double seen = Volatile.Read(ref _value);
        while (true)
        {
            double before = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
            {
                return;
            }

            seen = before;
        }
    }

    public void Record(double value)
    {
        int index = 0;
        while (index < bounds!.Length && value > bounds[index])
        {
            index++;
        }

        Interlocked.Increment(ref _buckets![index]);
        Add(value);
    }

    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> wanted)
    {
        if (wanted.Length != tags.Length)
        {
            return false;
        }

        for (int i = 0; i < wanted.Length; i++)
        {
            if (!string.Equals(wanted[i].Key, tags[i].Key, StringComparison.Ordinal) || !Equals(wanted[i].Value, tags[i].Value))
            {
                return false;
            }
        }

        return true;
    }
}
