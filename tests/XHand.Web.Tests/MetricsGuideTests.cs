using System.Text.RegularExpressions;
using XHand.Web.Metrics;

namespace XHand.Web.Tests;

/// <summary>docs/metrics.md and the instruments in the code name the same metrics.</summary>
public sealed partial class MetricsGuideTests
{
    [Fact]
    public void Every_metric_is_in_the_guide_and_the_guide_has_no_others()
    {
        string root = Root();
        SortedSet<string> made = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/node_modules/", StringComparison.Ordinal)))
        {
            foreach (Match match in Instrument().Matches(File.ReadAllText(file)))
            {
                made.Add(MetricName.Of(match.Groups["name"].Value, match.Groups["unit"].Value, match.Groups["kind"].Value is "Counter" or "ObservableCounter"));
            }
        }

        SortedSet<string> told = new(
            File.ReadLines(Path.Combine(root, "docs", "metrics.md")).Select(line => Row().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value), StringComparer.Ordinal);
        Assert.True(made.Count > 30, "The instruments were not found.");
        Assert.True(made.SetEquals(told), $"Not in the guide: {string.Join(", ", made.Except(told))}. Only in the guide: {string.Join(", ", told.Except(made))}.");
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "XHand.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    // The unit is the first text after the name that looks like one: an observable instrument has its callback in between.
    [GeneratedRegex("""Create(?<kind>Counter|ObservableCounter|UpDownCounter|ObservableUpDownCounter|ObservableGauge|Histogram)(?:<\w+>)?\(\s*"(?<name>xhand\.[^"]+)",(?:(?!\bCreate\w+\().)*?"(?<unit>\{\w+\}|s|ms|us|By|1)"[,)]""", RegexOptions.Singleline)]
    private static partial Regex Instrument();

    [GeneratedRegex(@"^\| `(xhand_\w+)`")]
    private static partial Regex Row();
}
