using XHand.Calls.Tracing;

namespace XHand.Calls.Tests.Tracing;

public sealed class TraceMaskTests
{
    [Theory]
    [InlineData("Authorization: Digest username=\"1700\", realm=\"x\", nonce=\"SECRET-N\", uri=\"sip:x\", response=\"SECRET-R\", cnonce=\"SECRET-C\", nc=00000001")]
    [InlineData("Proxy-Authorization: Digest username=\"1700\",\r\n  response=\"SECRET-R\"")]
    [InlineData("authorization : Digest response = SECRET-R, username=\"1700\"")]
    [InlineData("Authorization: Basic SECRET")]
    [InlineData("Authorization: Bearer SECRET")]
    [InlineData("Authentication-Info: rspauth=\"SECRET\", nextnonce=\"SECRET2\"")]
    [InlineData("Contact: <sip:1700:SECRET@10.0.0.7:5060>")]
    public void A_proof_of_a_password_is_not_shown(string header)
    {
        string shown = TraceMask.Of($"REGISTER sip:x SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n{header}\r\nContent-Length: 0\r\n\r\n");
        Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
        Assert.Contains("***", shown, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 0", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_it_was_stays_readable() => Assert.Contains(
        "username=\"1700\"",
        TraceMask.Of("REGISTER sip:x SIP/2.0\r\nAuthorization: Digest username=\"1700\", response=\"x\"\r\n\r\n"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("application/dtmf-relay", "Signal=5\r\nDuration=160")]
    [InlineData("application/dtmf", "5")]
    [InlineData("application/vnd.nortelnetworks.digits", "d=5")]
    public void A_digit_is_not_shown(string type, string body)
    {
        string shown = TraceMask.Of($"INFO sip:x SIP/2.0\r\nContent-Type: {type}\r\n\r\n{body}");
        Assert.DoesNotContain("5", shown[shown.IndexOf("\r\n\r\n", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("*", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_media_are_not_shown()
    {
        string shown = TraceMask.Of(
            "INVITE sip:x SIP/2.0\r\nContent-Type: application/sdp\r\n\r\nv=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:SECRETKEY|2^31\r\na=ice-pwd:SECRET\r\nm=audio 4000 RTP/AVP 8\r\n");
        Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
        Assert.Contains("m=audio 4000", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_secret_stays_as_it_is()
    {
        const string Message = "INVITE sip:1701@10.0.0.1:5060 SIP/2.0\r\nFrom: <sip:1700@10.0.0.1>;tag=a\r\nCall-ID: x\r\n\r\n";
        Assert.Equal(Message, TraceMask.Of(Message));
    }

    [Fact]
    public void A_long_hostile_header_is_masked_in_time()
    {
        string hostile = "Authorization: Digest " + string.Concat(Enumerable.Repeat("response=\"x\",\r\n ", 3000)) + "sip:" + new string(':', 20_000);
        Assert.DoesNotContain("response=\"x\"", TraceMask.Of(hostile), StringComparison.Ordinal);
    }
}
