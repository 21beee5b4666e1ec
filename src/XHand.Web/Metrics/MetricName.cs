using System.Text;

namespace XHand.Web.Metrics;

/// <summary>Prometheus names from instruments: dots to underscores, the unit spelled out at the end (naming rules of OpenMetrics 1.0).</summary>
internal static class MetricName
{
    /// <summary>"xhand.loop.turn" in "s" is xhand_loop_turn_seconds; a counter ends in _total.</summary>
    public static string Of(string instrument, string? unit, bool isCounter)
    {
        string name = Clean(instrument);
        string suffix = Unit(unit);
        if (suffix.Length > 0 && !name.EndsWith("_" + suffix, StringComparison.Ordinal))
        {
            name = $"{name}_{suffix}";
        }

        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>A label's name.</summary>
    public static string Label(string tag) => Clean(tag);

    /// <summary>A label's value between quotes.</summary>
    public static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Unit(string? unit) => unit switch
    {
        null or "" or "1" => "",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "By" => "bytes",
        "%" => "percent",
        // Annotations such as {call} count things that the name says already.
        _ when unit[0] == '{' => "",
        _ => Clean(unit),
    };

    private static string Clean(string name)
    {
        StringBuilder clean = new(name.Length);
        foreach (char c in name)
        {
            bool allowed = char.IsAsciiLetter(c) || c == '_' || (char.IsAsciiDigit(c) && clean.Length > 0);
            clean.Append(allowed ? c : '_');
        }

        return clean.ToString();
    }
}
