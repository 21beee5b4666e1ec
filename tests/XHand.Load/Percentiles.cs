namespace XHand.Load;

/// <summary>Collected times in ms.</summary>
internal sealed class Percentiles
{
    private readonly List<double> _values = [];

    /// <summary>Adds one.</summary>
    public void Add(double milliseconds) => _values.Add(milliseconds);

    /// <summary>How many.</summary>
    public int Count => _values.Count;

    /// <summary>The value below which <paramref name="share"/> of all lie; 0 without any.</summary>
    public double At(double share)
    {
        if (_values.Count == 0)
        {
            return 0;
        }

        _values.Sort();
        return Math.Round(_values[Math.Min((int)(share * _values.Count), _values.Count - 1)], 3);
    }
}
