using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop;
using XHand.Sip.Tests.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transport;

public sealed class SourceFilterTests
{
    private static readonly IPAddress Attacker = IPAddress.Parse("198.51.100.7");

    private readonly VirtualLoop _loop = new(DateTimeOffset.UnixEpoch);
    private readonly SourceFilter _filter;

    public SourceFilterTests() => _filter = new SourceFilter(_loop.Time);

    [Fact]
    public void An_address_is_blocked_for_its_time_and_by_its_mapped_form_too()
    {
        Assert.False(_filter.Drops(Attacker));
        Assert.True(_filter.Block(Attacker, TimeSpan.FromMinutes(5)));
        Assert.True(_filter.Drops(Attacker));
        Assert.True(_filter.Drops(Attacker.MapToIPv6()));
        Assert.False(_filter.Drops(IPAddress.Parse("198.51.100.8")));
        Assert.Equal(2, _filter.Dropped);
        _loop.Advance(TimeSpan.FromMinutes(5));
        Assert.False(_filter.IsBlocked(Attacker));

        _filter.Block(Attacker, TimeSpan.FromMinutes(5));
        _filter.Unblock(Attacker);
        Assert.False(_filter.IsBlocked(Attacker));
    }

    [Theory]
    [InlineData("198.51.100.0/24", "198.51.100.255", true)]
    [InlineData("198.51.100.0/24", "198.51.101.0", false)]
    [InlineData("198.51.100.7/32", "198.51.100.7", true)]
    [InlineData("2001:db8:1::/48", "2001:db8:1:ffff::9", true)]
    [InlineData("2001:db8:1::/48", "2001:db8:2::9", false)]
    [InlineData("::/0", "2001:db8:2::9", true)]
    [InlineData("2001:db8::/32", "32.1.13.184", false)]
    public void A_network_is_blocked_whole_and_nothing_beside_it(string network, string address, bool isBlocked)
    {
        _filter.BlockNetworks([IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse(network)]);
        Assert.Equal(isBlocked, _filter.IsBlocked(IPAddress.Parse(address)));
        _filter.BlockNetworks([]);
        Assert.False(_filter.IsBlocked(IPAddress.Parse(address)));
    }

    [Fact]
    public void It_holds_so_many_and_room_comes_with_time()
    {
        for (uint i = 0; i < SourceFilter.MaxAddresses; i++)
        {
            Assert.True(_filter.Block(new IPAddress([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i]), TimeSpan.FromMinutes(1)));
        }

        Assert.False(_filter.Block(Attacker, TimeSpan.FromMinutes(1)));
        _loop.Advance(TimeSpan.FromMinutes(2));
        Assert.True(_filter.Block(Attacker, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Asking_it_allocates_nothing()
    {
        _filter.Block(Attacker, TimeSpan.FromMinutes(5));
        _filter.BlockNetworks([IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("2001:db8::/32")]);
        IPAddress other = IPAddress.Parse("192.0.2.4");
        _filter.IsBlocked(other);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            _filter.IsBlocked(other);
            _filter.IsBlocked(Attacker);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Datagrams_of_a_blocked_address_are_not_read()
    {
        using SipTransportHub hub = new(_loop, new SipTransportOptions { Filter = _filter }, NullLogger<SipTransportHub>.Instance);
        IPEndPoint local = hub.Listen(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, 0));
        ReceivedMessages received = new();
        hub.Start(received);
        _filter.Block(IPAddress.Parse("127.0.0.2"), TimeSpan.FromMinutes(5));
        using System.Net.Sockets.UdpClient blocked = new(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        using System.Net.Sockets.UdpClient other = new(new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0));
        byte[] options = Wire.Bytes("""
            OPTIONS sip:pbx.example SIP/2.0
            Via: SIP/2.0/UDP 10.1.1.1:5070;branch=z9hG4bKopt;rport
            Max-Forwards: 70
            From: <sip:1700@pbx.example>;tag=phone
            To: <sip:pbx.example>
            Call-ID: opt@phone
            CSeq: 5 OPTIONS
            Content-Length: 0
            """);
        blocked.Send(options, local);
        other.Send(options, local);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                _loop.RunUntilIdle();
                return received.Waiting > 0;
            },
            TimeSpan.FromSeconds(10)));
        Assert.Equal(IPAddress.Parse("127.0.0.3"), received.Take().Flow.Remote.Address);
        Assert.Equal((0, 1L), (received.Waiting, _filter.Dropped));
    }
}
