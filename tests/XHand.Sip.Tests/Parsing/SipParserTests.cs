using System.Text;
using XHand.Sip.Messages;
using XHand.Sip.Parsing;

namespace XHand.Sip.Tests.Parsing;

public sealed class SipParserTests
{
    public const string Invite = """
        INVITE sip:1701@192.0.2.10 SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.21:5062;branch=z9hG4bKa3f1;rport
        Via: SIP/2.0/TCP proxy.example.com;branch=z9hG4bK77ef, SIP/2.0/UDP [2001:db8::9]:5070;branch=z9hG4bK1
        Max-Forwards: 70
        From: "Ana \"da\" Silva" <sip:1700@192.0.2.10>;tag=9fxced76sl
        To: <sip:1701@192.0.2.10>
        Call-ID: 3848276298220188511@192.0.2.21
        CSeq: 1 INVITE
        Contact: <sip:1700@192.0.2.21:5062;transport=udp>;expires=60
        Supported: replaces, timer
        k: 100rel
        Allow: INVITE,ACK,BYE
        X-Nota: café
        Expires: 120
        Content-Type: application/sdp
        Content-Length: 5

        v=0

        """;

    [Fact]
    public void Every_part_of_an_INVITE_is_read()
    {
        SipRequest request = Wire.Request(Invite);

        Assert.Equal(SipMethod.Invite, request.Method);
        Assert.Equal("INVITE", request.MethodName);
        Assert.Equal(SipUri.Sip("1701", "192.0.2.10"), request.Uri);
        Assert.Equal("3848276298220188511@192.0.2.21", request.CallId);
        Assert.Equal(new SipCSeq(1, SipMethod.Invite, "INVITE"), request.CSeq);
        Assert.Equal("Ana \"da\" Silva", request.From.DisplayName);
        Assert.Equal("9fxced76sl", request.From.Tag);
        Assert.Null(request.To.DisplayName);
        Assert.Null(request.To.Tag);
        Assert.Equal("UDP", request.TopVia.Transport);
        Assert.Equal("192.0.2.21", request.TopVia.Host);
        Assert.Equal(5062, request.TopVia.Port);
        Assert.Equal("z9hG4bKa3f1", request.TopVia.Branch);
        Assert.Equal("", request.TopVia.Parameters["rport"]);
        Assert.Equal(3, request.Values(SipHeader.Via).Count);
        Assert.Equal(["replaces", "timer", "100rel"], request.Values(SipHeader.Supported));
        Assert.True(request.HasToken(SipHeader.Supported, "100REL"));
        Assert.False(request.HasToken(SipHeader.Supported, "path"));
        Assert.Equal("café", request.Text("x-nota"));
        Assert.Equal(120u, request.Number(SipHeader.Expires));
        Assert.Null(request.Number(SipHeader.MinExpires));
        SipNameAddress contact = Assert.Single(request.Addresses(SipHeader.Contact));
        Assert.Equal("udp", contact.Uri.Parameters["Transport"]);
        Assert.Equal("60", contact.Parameters["expires"]);
        Assert.Equal("v=0\r\n", Encoding.ASCII.GetString(request.Body.Span));
    }

    [Fact]
    public void A_response_is_read()
    {
        SipResponse response = Wire.Response("""
            SIP/2.0 486 Ocupado aqui
            v: SIP/2.0/UDP 192.0.2.21;branch=z9hG4bKa3f1;received=192.0.2.99;rport=40112
            f: <sip:1700@192.0.2.10>;tag=1
            t: sip:1701@192.0.2.10;tag=2
            i: a@b
            CSeq: 7 INVITE
            l: 0


            """);

        Assert.Equal(486, response.StatusCode);
        Assert.Equal("Ocupado aqui", response.ReasonPhrase);
        Assert.Equal("2", response.To.Tag);
        Assert.Equal("40112", response.TopVia.Parameters["rport"]);
        Assert.Equal(7u, response.CSeq.Number);
        Assert.True(response.Body.IsEmpty);
    }
}
