using XHand.Loop.Ids;
using XHand.Media.Io;

namespace XHand.Media.Tests.Io;

public sealed class PortOrderTests
{
    [Fact]
    public void Every_pair_of_the_range_is_drawn_once()
    {
        int[] ports = PortOrder.Draw(20000, 500, new SeededRandom(7));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => 20000 + (2 * i)), ports.Order());
    }

    // The first ports of the range were bound ahead, all of them, and a phone on the same machine that was given them could not call.
    [Fact]
    public void What_is_bound_first_is_spread_over_the_range()
    {
        int[] ports = PortOrder.Draw(20000, 5000, new SeededRandom(7));
        Assert.InRange(ports.Take(64).Count(port => port < 20200), 0, 10);
        Assert.InRange(ports.Take(64).Count(port => port >= 25000), 16, 48);
    }
}
