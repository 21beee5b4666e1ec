using System.Text.RegularExpressions;

namespace XHand.Site.Tests;

/// <summary>docs/site-file.md tells the truth.</summary>
public sealed partial class SiteFileGuideTests
{
    private static readonly string _guide = File.ReadAllText(Find());

    [Fact]
    public void Every_example_of_the_guide_can_be_read()
    {
        MatchCollection examples = Example().Matches(_guide);
        Assert.NotEmpty(examples);
        Assert.All(examples, e => Assert.Empty(SiteFileText.Read(e.Groups[1].Value).Warnings));
    }

    [Fact]
    public void Every_field_that_is_written_stands_in_the_guide()
    {
        IEnumerable<string> fields = SiteRecordFields.Company.Select(f => f.Name)
            .Concat(SiteRecordFields.Extension.Select(f => f.Name))
            .Concat(SiteRecordFields.Announcement.Select(f => f.Name))
            .Concat(SiteRecordFields.Trunk.Select(f => f.Name))
            .Concat(SiteRecordFields.Route.Select(f => f.Name))
            .Concat(SiteRecordFields.Redirect.Select(f => f.Name))
            .Concat(SiteFileWriter.Kinds);
        Assert.All(fields, f => Assert.Contains($"| `{f}` |", _guide, StringComparison.Ordinal));
    }

    private static string Find()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "docs", "site-file.md")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("no docs/site-file.md above the tests");
        }

        return Path.Combine(folder.FullName, "docs", "site-file.md");
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
