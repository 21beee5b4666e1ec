using System.Globalization;
using System.Text.RegularExpressions;

namespace XHand.House.Tests;

public sealed partial class MigrationFilesTests
{
    private static readonly string[] _names = [.. Checkout.Files("migrations", "*.sql").Select(f => Path.GetFileName(f))];

    [Fact]
    public void Migrations_are_named_by_number_verb_and_object() => Assert.All(_names, n => Assert.Matches(Form(), n));

    [Fact]
    public void Migrations_are_numbered_from_one_without_gap_or_duplicate() =>
        Assert.Equal(Enumerable.Range(1, _names.Length), _names.Select(n => int.Parse(n.AsSpan(0, 4), CultureInfo.InvariantCulture)).Order());

    [Fact]
    public void Every_migration_says_why_it_exists() =>
        Assert.All(Checkout.Files("migrations", "*.sql"), f => Assert.StartsWith("-- Why: ", File.ReadLines(f).First(), StringComparison.Ordinal));

    [GeneratedRegex("^[0-9]{4}_[a-z]+(_[a-z0-9]+)+\\.sql$")]
    private static partial Regex Form();
}
