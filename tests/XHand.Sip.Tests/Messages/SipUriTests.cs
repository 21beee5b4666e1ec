using System.Text;
using XHand.Sip.Messages;

namespace XHand.Sip.Tests.Messages;

public sealed class SipUriTests
{
    private static SipUri Uri(string text)
    {
        Assert.True(SipUri.TryParse(Encoding.UTF8.GetBytes(text), out SipUri uri, out string? error), error);
        return uri;
    }

    [Theory]
    [InlineData("sip:alice@atlanta.com")]
    [InlineData("sip:alice:secretword@atlanta.com;transport=tcp")]
    [InlineData("sips:alice@atlanta.com?subject=project%20x&priority=urgent")]
    [InlineData("sip:+1-212-555-1212:1234@gateway.com;user=phone")]
    [InlineData("sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com")]
    [InlineData("sip:alice;day=tuesday@atlanta.com")]
    [InlineData("sip:%2300@192.0.2.1:5062")]
    [InlineData("sip:[2001:db8::1]:5060;lr")]
    [InlineData("sip:a@h;x=a%3Bb;ob")]
    [InlineData("tel:+55-41-3652-1777")]
    [InlineData("tel:7042;phone-context=example.com")]
    [InlineData("urn:service:sos")]
    public void What_is_read_is_written_back(string text) => Assert.Equal(text, Uri(text).ToString());

    [Fact] // A phone that dials *70#: "#" must be escaped, and many do not.
    public void A_hash_without_its_escape_is_taken_and_escaped() => Assert.Equal("sip:*70%23@pbx", Uri("sip:*70#@pbx").ToString());

    [Fact]
    public void Parts_are_told_apart()
    {
        SipUri uri = Uri("SIPS:al%69ce:pw@Example.COM:5062;Transport=TCP;lr?a=b");
        Assert.Equal(("sips", "alice", "pw", "example.com", 5062, "a=b"), (uri.Scheme, uri.User, uri.Password, uri.Host, uri.Port, uri.Headers));
        Assert.Equal("TCP", uri.Parameters["transport"]);
        Assert.Equal("", uri.Parameters["lr"]);
        Assert.Null(uri.Parameters["maddr"]);
    }

    // The pairs of RFC 3261 19.1.4.
    [Theory]
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp", true)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true)]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5", true)]
    [InlineData("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com", "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com", true)]
    [InlineData("sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x", true)]
    [InlineData("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp", false)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting", false)]
    [InlineData("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", false)]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off", false)]
    [InlineData("sip:a@b", "sips:a@b", false)]
    [InlineData("tel:+55-41-3652-1777", "tel:+554136521777", true)]
    [InlineData("tel:1777;phone-context=a", "tel:1777", false)]
    public void URIs_match_by_the_rules_of_the_RFC(string left, string right, bool match)
    {
        Assert.Equal(match, Uri(left).Matches(Uri(right)));
        Assert.Equal(match, Uri(right).Matches(Uri(left)));
    }

    [Fact]
    public void Equal_texts_give_equal_URIs() => Assert.Equal(Uri("sip:a@b;x=1;lr"), Uri("sip:a@B;X=1;lr"));
}
