using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>Who sees whose number: Privacy (RFC 3323, RFC 3325), and the connected party after a transfer.</summary>
public sealed class IdentityShownTests
{
    private readonly CallScene _scene = new();

    [Theory]
    [InlineData("id")]
    [InlineData("header; user")]
    public void A_caller_that_withholds_its_number_is_anonymous_to_an_extension(string privacy)
    {
        _scene.Ana.InviteHeaders = [("Privacy", privacy)];
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        Assert.Equal(("anonymous", "anonymous.invalid", "Anonymous"), (bia.Invite!.From.Uri.User, bia.Invite.From.Uri.Host, bia.Invite.From.DisplayName));
        Assert.DoesNotContain("1700", System.Text.Encoding.UTF8.GetString(bia.Invite.Buffer.Span), StringComparison.Ordinal);
        ana.HangUp();
        // Our own record knows.
        Assert.Equal("1700", _scene.End().From);
    }

    [Fact]
    public void After_a_transfer_both_phones_are_told_who_they_speak_with_by_UPDATE_where_they_take_it()
    {
        _scene.Exchange.AddExtension("1702", "Caio");
        VirtualPhone caio = _scene.Exchange.RegisteredPhone("1702");
        caio.OnIncoming = call => call.Answer();
        _scene.Ana.InviteHeaders = [("Allow", "INVITE, ACK, BYE, CANCEL, UPDATE, REFER, NOTIFY")];
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        bia.SendWith(SipMethod.Refer, [("Refer-To", "<sip:1702@10.0.0.1>")]);
        _scene.Until(() => ana.Requests.Count > 0);
        SipRequest update = Assert.Single(ana.Requests);
        Assert.Equal((SipMethod.Update, "<sip:1702@10.0.0.1>"), (update.Method, update.Text(SipHeader.PAssertedIdentity)));
        _scene.Run(5);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_phone_that_takes_no_UPDATE_is_told_by_a_reinvite_that_changes_nothing()
    {
        _scene.Exchange.AddExtension("1702", "Caio");
        VirtualPhone caio = _scene.Exchange.RegisteredPhone("1702");
        caio.OnIncoming = call => call.Answer();
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        VirtualCall second = _scene.Bia.Call("1702");
        _scene.Until(() => second.IsTalking && caio.LastIncoming.AcksReceived > 0);
        string replaces = Uri.EscapeDataString($"{second.Final!.CallId};to-tag={second.Final.To.Tag};from-tag={second.Final.From.Tag}");
        bia.SendWith(SipMethod.Refer, [("Refer-To", $"<sip:1702@10.0.0.1?Replaces={replaces}>")]);
        _scene.Until(() => ana.Reinvites.Count > 0 && caio.LastIncoming.Reinvites.Count > 0);
        Assert.Equal("<sip:1702@10.0.0.1>", ana.Reinvites[^1].Text(SipHeader.PAssertedIdentity));
        Assert.Equal("<sip:1700@10.0.0.1>", caio.LastIncoming.Reinvites[^1].Text(SipHeader.PAssertedIdentity));
        Assert.Equal("sendrecv", PhoneSdp.Read(ana.Reinvites[^1].Body.Span)!.Direction);
        _scene.Run(5);
        ana.HangUp();
        _scene.End(records: 2);
    }
}
