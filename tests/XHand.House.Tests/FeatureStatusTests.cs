using System.Text.RegularExpressions;

namespace XHand.House.Tests;

/// <summary>docs/status.md claims what tests prove, and no more.</summary>
public sealed partial class FeatureStatusTests
{
    private static readonly string[] _states = ["works", "partly"];

    [Fact]
    public void Status_lists_exactly_the_features_that_tests_name()
    {
        string[] proven = [.. Checkout.Files("tests", "*.cs").SelectMany(f => Trait().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct().Order()];
        string[] claimed = [.. Rows().Select(r => r.Id).Order()];
        Assert.Equal(proven, claimed);
    }

    [Fact]
    public void A_row_says_whether_it_works_or_works_partly_and_what() => Assert.All(Rows(), r =>
    {
        Assert.Contains(r.State, _states);
        Assert.NotEmpty(r.What);
    });

    private static IEnumerable<(string Id, string State, string What)> Rows() =>
        from line in File.ReadLines(Path.Combine(Checkout.Root, "docs", "status.md"))
        let row = Row().Match(line)
        where row.Success
        select (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value);

    [GeneratedRegex("""Trait\("Feature", "([A-Z]{3}-[0-9]{2,3})"\)""")]
    private static partial Regex Trait();

    [GeneratedRegex(@"^\| ([A-Z]{3}-[0-9]{2,3}) \| (\w+) \| (.*?) *\|$")]
    private static partial Regex Row();
}
