using System.Net;
using XHand.Sip.Messages;
using XHand.Sip.Tests.Parsing;

namespace XHand.Sip.Tests.Messages;

public sealed class SipMessageReceivedTests
{
    private static SipRequest Stamped(string via, string source)
    {
        SipRequest request = Wire.Request($"""
            OPTIONS sip:a@b SIP/2.0
            Via: {via}
            From: <sip:a@b>;tag=1
            To: <sip:a@b>
            Call-ID: 1
            CSeq: 1 OPTIONS


            """);
        SipMessageReceived.Stamp(request, IPEndPoint.Parse(source));
        return request;
    }

    private static string AnsweredVia(SipRequest request) => string.Join(
        "\n", Wire.Text(new OutgoingResponse(request, 200).ToBytes()).Split('\n').Where(line => line.StartsWith("Via:", StringComparison.Ordinal)));

    [Theory]
    [InlineData("SIP/2.0/UDP 192.0.2.1;branch=z9", "192.0.2.1:5060", "SIP/2.0/UDP 192.0.2.1;branch=z9")]
    [InlineData("SIP/2.0/UDP 192.0.2.1;branch=z9", "198.51.100.7:40000", "SIP/2.0/UDP 192.0.2.1;branch=z9;received=198.51.100.7")]
    [InlineData("SIP/2.0/UDP host.example.com;branch=z9", "198.51.100.7:5060", "SIP/2.0/UDP host.example.com;branch=z9;received=198.51.100.7")]
    [InlineData("SIP/2.0/UDP 192.0.2.1;rport;branch=z9", "192.0.2.1:5060", "SIP/2.0/UDP 192.0.2.1;rport=5060;branch=z9;received=192.0.2.1")]
    [InlineData("SIP/2.0/UDP 10.0.0.5:5060;branch=z9;rport", "198.51.100.7:40000", "SIP/2.0/UDP 10.0.0.5:5060;branch=z9;rport=40000;received=198.51.100.7")]
    [InlineData("SIP/2.0/UDP 192.0.2.1;branch=z9;received=203.0.113.9", "192.0.2.1:5060", "SIP/2.0/UDP 192.0.2.1;branch=z9")]
    [InlineData("SIP/2.0/UDP 10.0.0.5;branch=z9;received=203.0.113.9;rport=1", "198.51.100.7:40000", "SIP/2.0/UDP 10.0.0.5;branch=z9;received=198.51.100.7;rport=40000")]
    [InlineData("SIP/2.0/UDP [2001:db8::1];branch=z9;rport", "[2001:db8::2]:40000", "SIP/2.0/UDP [2001:db8::1];branch=z9;rport=40000;received=2001:db8::2")]
    [InlineData("SIP/2.0/UDP 192.0.2.1;branch=z9", "[::ffff:192.0.2.1]:5060", "SIP/2.0/UDP 192.0.2.1;branch=z9")]
    public void The_top_Via_says_where_the_request_really_came_from(string via, string source, string expected)
    {
        SipRequest request = Stamped(via, source);
        Assert.Equal(expected, request.TopVia.ToString());
        Assert.Equal("Via: " + expected, AnsweredVia(request));
    }

    [Fact]
    public void The_Vias_below_the_top_one_go_back_as_they_came()
    {
        SipRequest request = Stamped("SIP/2.0/UDP a;branch=1;rport ,  SIP / 2.0 / TCP  b;branch=2\nv: SIP/2.0/TLS c:5061", "198.51.100.7:40000");
        Assert.Equal("""
            Via: SIP/2.0/UDP a;branch=1;rport=40000;received=198.51.100.7
            Via: SIP / 2.0 / TCP  b;branch=2
            Via: SIP/2.0/TLS c:5061
            """, AnsweredVia(request));
    }
}
