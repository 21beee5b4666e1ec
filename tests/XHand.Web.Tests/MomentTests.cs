using XHand.Web.Api;

namespace XHand.Web.Tests;

public sealed class MomentTests
{
    private static readonly DateTimeOffset _now = new(2026, 12, 31, 23, 59, 59, TimeSpan.Zero);

    [Theory]
    [InlineData("90s", "2026-12-31T23:58:29Z")]
    [InlineData("7d", "2026-12-24T23:59:59Z")]
    [InlineData("2027-03-14T02:30-05:00", "2027-03-14T07:30:00Z")]
    [InlineData("2027-11-07T01:30-04:00", "2027-11-07T05:30:00Z")]
    [InlineData("2027-11-07T01:30-05:00", "2027-11-07T06:30:00Z")]
    public void An_age_or_a_time_is_a_moment(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Moment.Parse(text, _now));

    // The leap second's own name is no time here: a day has 86,400 seconds.
    [Theory]
    [InlineData("2026-12-31T23:59:60Z")]
    [InlineData("9999999d")]
    [InlineData("tomorrow")]
    public void What_is_none_is_refused(string text) => Assert.Null(Moment.Parse(text, _now));
}
