using System.Net;
using XHand.Native.Libc;

namespace XHand.Native.Tests.Libc;

public sealed class UdpAddressTests
{
    [Theory]
    [InlineData("192.0.2.7:20000")]
    [InlineData("0.0.0.0:1")]
    [InlineData("[2001:db8::7]:65535")]
    public void An_end_point_comes_back_as_it_was(string text)
    {
        IPEndPoint endPoint = IPEndPoint.Parse(text);
        UdpAddress address = UdpAddress.From(endPoint);
        Assert.Equal(endPoint, address.ToEndPoint());
        Assert.Equal(endPoint.Port, address.Port);
        Assert.True(address.IsSet);
    }

    [Fact]
    public void A_mapped_address_comes_back_as_version_4()
    {
        IPEndPoint endPoint = IPEndPoint.Parse("192.0.2.7:20000");
        UdpAddress mapped = UdpAddress.From(endPoint, mapToIpv6: true);
        Assert.True(mapped.IsIpv6);
        Assert.Equal(endPoint, mapped.ToEndPoint());
    }

    [Fact]
    public void The_same_host_with_another_port_is_another_address()
    {
        UdpAddress one = UdpAddress.From(IPEndPoint.Parse("192.0.2.7:20000"));
        UdpAddress other = one.WithPort(20002);
        Assert.True(one.SameHost(other));
        Assert.True(one != other);
        Assert.True(other.WithPort(20000) == one);
        Assert.Equal(one.GetHashCode(), other.WithPort(20000).GetHashCode());
        Assert.False(one.SameHost(UdpAddress.From(IPEndPoint.Parse("192.0.2.8:20000"))));
    }

    [Fact]
    public void The_default_is_not_set() => Assert.False(default(UdpAddress).IsSet);
}
