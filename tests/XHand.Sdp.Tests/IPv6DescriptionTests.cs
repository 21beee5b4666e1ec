using System.Net;

namespace XHand.Sdp.Tests;

/// <summary>RFC 5118, what its messages carry: 4.6, 4.8 and 4.9.</summary>
public sealed class IPv6DescriptionTests
{
    [Fact] // 4.6
    public void An_IPv6_address_of_the_session_is_that_of_its_lines()
    {
        SdpSession session = Body.Read("""
            v=0
            o=assistant 971731711378798081 0 IN IP6 2001:db8::20
            s=Live video feed for today's meeting
            c=IN IP6 2001:db8::20
            t=3338481189 3370017201
            m=audio 6000 RTP/AVP 2
            a=rtpmap:2 G726-32/8000
            m=video 6024 RTP/AVP 107
            a=rtpmap:107 H263-1998/90000

            """);
        Assert.All(session.Media, line => Assert.Equal(IPAddress.Parse("2001:db8::20"), line.Address));
    }

    [Fact] // 4.8
    public void Each_line_has_its_own_family()
    {
        SdpSession session = Body.Read("""
            v=0
            o=bob 280744730 28977631 IN IP4 host.example.com
            s=
            t=0 0
            m=audio 22334 RTP/AVP 0
            c=IN IP4 192.0.2.1
            m=video 6024 RTP/AVP 107
            c=IN IP6 2001:db8::1
            a=rtpmap:107 H263-1998/90000

            """);
        Assert.Equal([IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")], session.Media.Select(line => line.Address));
    }

    [Fact] // 4.9
    public void An_IPv4_mapped_address_is_read() => Assert.Equal(IPAddress.Parse("::ffff:192.0.2.2"), Body.Read("""
        v=0
        o=assistant 971731711378798081 0 IN IP6 ::ffff:192.0.2.2
        s=Call me soon, please!
        c=IN IP6 ::ffff:192.0.2.2
        t=3338481189 3370017201
        m=audio 6000 RTP/AVP 2
        a=rtpmap:2 G726-32/8000

        """).Media[0].Address);
}
