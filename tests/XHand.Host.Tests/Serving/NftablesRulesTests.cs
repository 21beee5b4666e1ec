using XHand.Host.Serving;
using XHand.Sip.Transport;

namespace XHand.Host.Tests.Serving;

/// <summary>What nft is told.</summary>
public sealed class NftablesRulesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData("203.0.113.9", null, 90, "add element inet xhand blocked4 { 203.0.113.9/32 timeout 90s }\n")]
    [InlineData("203.0.113.0/24", null, 0, "add element inet xhand blocked4 { 203.0.113.0/24 }\n")]
    [InlineData("2001:db8::9", null, 90, "add element inet xhand blocked6 { 2001:db8::9/128 timeout 90s }\n")]
    [InlineData("203.0.113.9", "1700@x", 90, "")]
    [InlineData("203.0.113.9 }; flush ruleset", null, 90, "")]
    public void A_block_is_one_element_for_its_time(string network, string? user, int seconds, string line) =>
        Assert.Equal(line, NftablesRules.Line(new Block(network, user, "", Now, seconds == 0 ? null : Now.AddSeconds(seconds)), isNew: true, Now));

    [Fact]
    public void A_block_that_goes_takes_its_element_out() => Assert.Equal(
        "delete element inet xhand blocked4 { 203.0.113.9/32 }\n",
        NftablesRules.Line(new Block("203.0.113.9", null, "", Now, Now.AddSeconds(9)), isNew: false, Now));

    [Fact]
    public void The_table_is_made_anew_with_what_is_blocked()
    {
        string table = NftablesRules.Table([new Block("203.0.113.9", null, "", Now, null)], Now);
        Assert.StartsWith("table inet xhand\ndelete table inet xhand\n", table, StringComparison.Ordinal);
        Assert.EndsWith("}\nadd element inet xhand blocked4 { 203.0.113.9/32 }\n", table, StringComparison.Ordinal);
    }
}
