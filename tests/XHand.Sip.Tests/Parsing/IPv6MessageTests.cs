using XHand.Sip.Messages;

namespace XHand.Sip.Tests.Parsing;

/// <summary>RFC 5118: what its messages say about IPv6 in SIP, one line of each put into a plain request.</summary>
public sealed class IPv6MessageTests
{
    private static string With(string uri, string via, string callId = "1") => $"""
        OPTIONS {uri} SIP/2.0
        To: sip:user@example.com
        From: sip:user@example.com;tag=81x2
        Via: {via}
        Call-ID: {callId}
        CSeq: 1 OPTIONS
        Content-Length: 0


        """;

    [Fact] // 4.1
    public void A_reference_in_brackets_is_a_host()
    {
        SipRequest request = Wire.Request(With("sip:[2001:DB8::10]", "SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111"));
        Assert.Equal("2001:db8::10", request.Uri.Host);
        Assert.Equal("sip:[2001:db8::10]", request.Uri.ToString());
        Assert.Equal("2001:db8::9:1", request.TopVia.Host);
        Assert.StartsWith("SIP/2.0/UDP [2001:db8::9:1];", request.TopVia.ToString(), StringComparison.Ordinal);
    }

    [Fact] // 4.2
    public void An_address_without_brackets_is_refused() =>
        Torture.IsAnswered(400, With("sip:2001:db8::10", "SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111"));

    [Theory] // 4.3 and 4.4
    [InlineData("sip:[2001:db8::10:5070]", "2001:db8::10:5070", 0)]
    [InlineData("sip:[2001:db8::10]:5070", "2001:db8::10", 5070)]
    [InlineData("sip:[::ffff:192.0.2.10]:5070", "::ffff:192.0.2.10", 5070)] // 4.9
    public void A_port_stands_outside_the_brackets(string uri, string host, int port)
    {
        SipUri read = Wire.Request(With(uri, "SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111")).Uri;
        Assert.Equal((host, port), (read.Host, read.Port));
    }

    [Theory] // 4.5
    [InlineData("[2001:db8::9:255]")]
    [InlineData("2001:db8::9:255")]
    public void Received_is_taken_with_brackets_and_without(string received) => Assert.Equal(
        received,
        Wire.Request(With("sip:user@example.com", $"SIP/2.0/UDP [2001:db8::9:1];received={received};branch=z9hG4bKas3-111")).TopVia.Parameters["received"]);

    [Fact] // 4.7 and 4.8
    public void Both_families_stand_in_one_message() => Assert.Equal(2, Wire.Request(With(
        "sip:user@example.com",
        "SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3-111, SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144")).Values(SipHeader.Via).Count);

    [Fact] // 4.10
    public void A_Call_ID_may_be_an_address_in_brackets() =>
        Assert.Equal("abc@[2001:db8::1]", Wire.Request(With("sip:a@b", "SIP/2.0/UDP c", "abc@[2001:db8::1]")).CallId);

    [Theory]
    [InlineData("sip:[]")]
    [InlineData("sip:[2001:db8::10")]
    [InlineData("sip:[2001:db8::g]")]
    [InlineData("sip:[2001:db8::1%25eth0]")]
    [InlineData("sip:[192.0.2.1]")]
    [InlineData("sip:[1:2:3:4:5:6:7:8:9:a:b:c:d:e:f:1:2:3:4:5:6:7:8:9]")]
    public void A_broken_reference_is_refused(string uri) => Torture.IsAnswered(400, With(uri, "SIP/2.0/UDP c"));
}
