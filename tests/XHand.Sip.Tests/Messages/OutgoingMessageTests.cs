using System.Text;
using XHand.Sip.Messages;
using XHand.Sip.Tests.Parsing;

namespace XHand.Sip.Tests.Messages;

public sealed class OutgoingMessageTests
{
    private static readonly SipNameAddress s_from = new("Ana \"X\" \\ Silva", SipUri.Sip("1700", "192.0.2.10"), new([new("tag", "f1")]));
    private static readonly SipNameAddress s_to = new(null, SipUri.Sip("17 01#", "192.0.2.10", 5070), SipParameters.Empty);
    private static readonly SipVia s_via = new("UDP", "192.0.2.10", 5060, new([new("branch", "z9hG4bKx"), new("rport", null)]));

    private static OutgoingRequest Invite() => new(SipMethod.Invite, SipUri.Sip("1701", "192.0.2.21", 5062), s_from, s_to, "call-1", 7);

    [Fact]
    public void A_request_is_written()
    {
        OutgoingRequest request = Invite().Add("Contact", "<sip:192.0.2.10>").WithBody("application/sdp", "v=0\r\n"u8.ToArray());
        request.Route = [new(null, new("sip", null, "proxy.example.com", 0, new([new("lr", null)])), SipParameters.Empty)];

        Assert.Equal("""
            INVITE sip:1701@192.0.2.21:5062 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKx;rport
            Route: <sip:proxy.example.com;lr>
            Max-Forwards: 70
            From: "Ana \"X\" \\ Silva" <sip:1700@192.0.2.10>;tag=f1
            To: <sip:17%2001%23@192.0.2.10:5070>
            Call-ID: call-1
            CSeq: 7 INVITE
            Contact: <sip:192.0.2.10>
            User-Agent: XHand
            Content-Type: application/sdp
            Content-Length: 5

            v=0

            """, Wire.Text(request.ToBytes(s_via)));
    }

    [Fact]
    public void What_we_write_reads_back_as_the_same()
    {
        byte[] bytes = Invite().Add("Subject", "olá, mundo").Add("max-forwards", "12").ToBytes(s_via);
        var request = Assert.IsType<SipRequest>(Wire.Message(bytes));

        Assert.Equal(s_from, request.From);
        Assert.Equal(s_to, request.To);
        Assert.Equal(s_via, request.TopVia);
        Assert.Equal("call-1", request.CallId);
        Assert.Equal(new SipCSeq(7, SipMethod.Invite, "INVITE"), request.CSeq);
        Assert.Equal("olá, mundo", request.Text(SipHeader.Subject));
        Assert.Equal(12u, request.Number(SipHeader.MaxForwards));
    }

    [Fact]
    public void A_response_copies_what_the_RFC_says_and_adds_the_tag()
    {
        SipRequest request = Wire.Request(SipParserTests.Invite.Replace("Max-Forwards: 70", "Record-Route: <sip:p2;lr>, <sip:p1;lr>", StringComparison.Ordinal));

        Assert.Equal("""
            SIP/2.0 180 Ringing
            Via: SIP/2.0/UDP 192.0.2.21:5062;branch=z9hG4bKa3f1;rport
            Via: SIP/2.0/TCP proxy.example.com;branch=z9hG4bK77ef, SIP/2.0/UDP [2001:db8::9]:5070;branch=z9hG4bK1
            Record-Route: <sip:p2;lr>, <sip:p1;lr>
            From: "Ana \"da\" Silva" <sip:1700@192.0.2.10>;tag=9fxced76sl
            To: <sip:1701@192.0.2.10>;tag=t1
            Call-ID: 3848276298220188511@192.0.2.21
            CSeq: 1 INVITE
            Contact: <sip:192.0.2.10>
            Content-Length: 0


            """, Wire.Text(new OutgoingResponse(request, 180, toTag: "t1").Add("Contact", "<sip:192.0.2.10>").ToBytes()));
        Assert.DoesNotContain("Record-Route", Wire.Text(new OutgoingResponse(request, 100).ToBytes()), StringComparison.Ordinal);
        Assert.DoesNotContain("Record-Route", Wire.Text(new OutgoingResponse(request, 486, toTag: "t").ToBytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_that_is_there_stays_and_folds_are_answered_without_them()
    {
        SipRequest request = Wire.Request("""
            BYE sip:a@b SIP/2.0
            Via: SIP/2.0/UDP c;
              branch=1
            From: <sip:a@b>;tag=1
            To: <sip:b@b>
              ; tag = ours
            Call-ID: 1
            CSeq: 2
              BYE
            Timestamp: 54


            """);
        string text = Wire.Text(new OutgoingResponse(request, 100, toTag: "other").ToBytes());

        Assert.Contains("To: <sip:b@b>    ; tag = ours\n", text, StringComparison.Ordinal);
        Assert.Contains("Timestamp: 54\n", text, StringComparison.Ordinal);
        Assert.Equal("ours", Assert.IsType<SipResponse>(Wire.Message(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")))).To.Tag);
    }

    [Theory]
    [InlineData("X", "a\r\nEvil: 1")]
    [InlineData("X", "a\nb")]
    [InlineData("X", "a\rb")]
    [InlineData("X", "a\0b")]
    [InlineData("X\r\nEvil", "a")]
    [InlineData("X: a", "b")]
    [InlineData("", "b")]
    [InlineData("Content-Length", "5")]
    [InlineData("l", "5")]
    [InlineData("Via", "SIP/2.0/UDP c")]
    public void No_header_becomes_two_and_none_that_we_write_ourselves_is_doubled(string name, string value)
    {
        SipRequest request = Wire.Request(SipParserTests.Invite);
        Assert.Throws<ArgumentException>(() => Invite().Add(name, value));
        Assert.Throws<ArgumentException>(() => new OutgoingResponse(request, 200).Add(name, value));
    }

    [Theory]
    [InlineData("a\r\nEvil: 1")]
    [InlineData("a\0")]
    public void No_part_of_an_address_breaks_its_line(string evil)
    {
        // User, display name and parameters are escaped; what cannot be escaped is refused.
        var address = new SipNameAddress(evil, SipUri.Sip(evil, "h"), new([new("x", evil)]));
        byte[] bytes = new OutgoingRequest(SipMethod.Options, SipUri.Sip(evil, "h"), address, address, "c", 1).ToBytes(s_via);
        var request = Assert.IsType<SipRequest>(Wire.Message(bytes));
        Assert.Null(request.Text("Evil"));
        Assert.Equal(evil, request.Uri.User);

        var host = new OutgoingRequest(SipMethod.Options, SipUri.Sip("a", evil), s_from, s_to, "c", 1);
        Assert.Throws<ArgumentException>(() => host.ToBytes(s_via));
        var callId = new OutgoingRequest(SipMethod.Options, SipUri.Sip("a", "h"), s_from, s_to, evil, 1);
        Assert.Throws<ArgumentException>(() => callId.ToBytes(s_via));
        Assert.Throws<ArgumentException>(() => Invite().ToBytes(s_via with { Host = evil }));
        Assert.Throws<ArgumentException>(() => Invite().WithBody(evil, default).ToBytes(s_via));
        Assert.Throws<ArgumentException>(() => new OutgoingResponse(Wire.Request(SipParserTests.Invite), 400, evil));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(700)]
    public void A_status_outside_100_to_699_is_refused(int status) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OutgoingResponse(Wire.Request(SipParserTests.Invite), status));
}
