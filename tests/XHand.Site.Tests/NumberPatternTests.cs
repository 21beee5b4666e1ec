namespace XHand.Site.Tests;

public sealed class NumberPatternTests
{
    [Theory]
    [Trait("Feature", "RTE-04")]
    [InlineData("XXXXXXXX", "36521777", true)]
    [InlineData("XXXXXXXX", "3652177", false)]
    [InlineData("XXXXXXXX", "365217770", false)]
    [InlineData("0XXXXXXXXXX", "02136521777", true)]
    [InlineData("0XXXXXXXXXX", "12136521777", false)]
    [InlineData("[789]XXXXXXX", "98765432", true)]
    [InlineData("[789]XXXXXXX", "68765432", false)]
    [InlineData("[789]XXXXXXX", "987654321", false)]
    [InlineData("9XXXXXXXX", "987654321", true)]
    [InlineData("9XXXXXXXX", "887654321", false)]
    [InlineData("[2-5]XXXXXXX", "57654321", true)]
    [InlineData("[2-5]XXXXXXX", "17654321", false)]
    [InlineData("[2-57]X", "71", true)]
    [InlineData("[2-57]X", "61", false)]
    [InlineData("X.", "36521777", true)]
    [InlineData("X.", "36", true)]
    [InlineData("X.", "3", false)]
    [InlineData("X.", "", false)]
    [InlineData("X.", "36*21", true)]
    [InlineData(".", "3", true)]
    [InlineData(".", "", false)]
    [InlineData("ZXX", "012", false)]
    [InlineData("ZXX", "112", true)]
    [InlineData("NXX", "112", false)]
    [InlineData("NXX", "212", true)]
    [InlineData("zn", "92", true)]
    [InlineData("190", "190", true)]
    [InlineData("190", "1900", false)]
    [InlineData("XXX", "1*0", false)]
    [InlineData("XXX", "1٢0", false)]
    [InlineData("", "", false)]
    [InlineData("X.X", "123", false)]
    [InlineData("[X", "1", false)]
    public void A_pattern_takes_the_whole_number_or_nothing_of_it(string pattern, string number, bool matches)
    {
        Assert.Equal(matches, NumberPattern.Matches(pattern, number));
        Assert.Equal(matches, NumberPattern.Mismatch(pattern, number) is null);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("0X0A", "has \"A\" at position 4; allowed: digits, X, Z, N, [789], [2-5] and a final \".\"")]
    [InlineData("X.X", "has a \".\" at position 2; it may stand at the end only")]
    [InlineData("..", "has a \".\" at position 1; it may stand at the end only")]
    [InlineData("0[789", "has a \"[\" at position 2 that no \"]\" closes")]
    [InlineData("0[]X", "has \"[]\" at position 2; between the brackets")]
    [InlineData("0[5-2]X", "has \"[5-2]\" at position 2; between the brackets")]
    [InlineData("0[a]X", "has \"[a]\" at position 2; between the brackets")]
    [InlineData("0[2-]X", "has \"[2-]\" at position 2; between the brackets")]
    [InlineData("X]", "has \"]\" at position 2")]
    [InlineData("+55X.", "has \"+\" at position 1")]
    [InlineData("_X.", "has \"_\" at position 1")]
    public void A_broken_pattern_is_told_with_its_position(string pattern, string problem) =>
        Assert.StartsWith(problem, NumberPattern.Problem(pattern)?.Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("0XXX", "1234", "digit 1 is 1")]
    [InlineData("0XXX", "012", "3 digits are fewer than it takes")]
    [InlineData("0XXX", "01234", "5 digits are more than it takes")]
    [InlineData("X.", "1", "1 digits are fewer than it takes")]
    [InlineData("[789]XX", "812x", "4 digits are more than it takes")]
    [InlineData("X[", "12", "the pattern is broken")]
    public void Why_a_number_does_not_fit_is_told(string pattern, string number, string why) =>
        Assert.Equal(why, NumberPattern.Mismatch(pattern, number));

    [Theory]
    [InlineData("3652.", "XXXXXXXX")]
    [InlineData("[34]X", "NX")]
    [InlineData("NX", "ZX")]
    [InlineData("ZX", "XX")]
    [InlineData("XX", "X.")]
    [InlineData("00.", "0XXXXXXXXXX")]
    [InlineData("0800.", "0XX.")]
    [InlineData("XX.", "X.")]
    public void The_narrower_pattern_comes_first(string narrow, string wide)
    {
        Assert.True(NumberPattern.Compare(narrow, wide) < 0);
        Assert.True(NumberPattern.Compare(wide, narrow) > 0);
        Assert.Equal(0, NumberPattern.Compare(narrow, narrow));
    }

    [Fact]
    public void No_text_makes_a_pattern_fail_and_what_is_good_takes_something()
    {
        Random random = new(20261121);
        const string alphabet = "0189XZN[]-.xzn5 a\0é";
        for (int round = 0; round < 50_000; round++)
        {
            string pattern = new([.. Enumerable.Range(0, random.Next(9)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            string number = random.Next(1_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
            bool matches = NumberPattern.Matches(pattern, number);
            Assert.False(matches && NumberPattern.Problem(pattern) is not null);
            NumberPattern.Compare(pattern, number);
        }
    }
}
