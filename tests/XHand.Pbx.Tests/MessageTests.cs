using System.Text;
using XHand.Pbx.Tests.Calls;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests;

/// <summary>MESSAGE between extensions (RFC 3428).</summary>
public sealed class MessageTests
{
    private readonly CallScene _scene = new();

    [Fact]
    public void A_text_reaches_every_phone_of_the_other_extension_from_who_the_password_proves()
    {
        VirtualPhone second = _scene.Exchange.RegisteredPhone("1701");
        _scene.Ana.Ask(SipMethod.Message, "1701", [], "text/plain;charset=UTF-8", "Olá, já ligo");
        Answered(200);
        foreach (VirtualPhone phone in (VirtualPhone[])[_scene.Bia, second])
        {
            SipRequest message = Assert.Single(phone.Others);
            Assert.Equal(("1700", "Ana"), (message.From.Uri.User, message.From.DisplayName));
            Assert.Equal("Olá, já ligo", Encoding.UTF8.GetString(message.Body.Span));
            Assert.Equal(("text/plain;charset=UTF-8", "69"), (message.Text(SipHeader.ContentType), message.Text(SipHeader.MaxForwards)));
        }

        Assert.Empty(_scene.Exchange.Leaks());
    }

    [Fact]
    public void One_phone_that_takes_it_is_enough_and_a_phone_that_does_not_is_heard_when_it_is_alone()
    {
        VirtualPhone second = _scene.Exchange.RegisteredPhone("1701");
        second.OnOther = transaction => transaction.Respond(new OutgoingResponse(transaction.Request, 405));
        _scene.Ana.Ask(SipMethod.Message, "1701", [], "text/plain", "one");
        Answered(200);
        _scene.Bia.Register(0);
        _scene.Run(1);
        _scene.Ana.Ask(SipMethod.Message, "1701", [], "text/plain", "two");
        Answered(405);
    }

    [Theory]
    [InlineData("1799", "text", 404)]
    [InlineData("1702", "text", 480)]
    [InlineData("1701", "", 400)]
    [InlineData("36521777", "text", 404)]
    public void What_cannot_be_delivered_says_so(string to, string body, int status)
    {
        _scene.Exchange.AddExtension("1702");
        _scene.Ana.Ask(SipMethod.Message, to, [], "text/plain", body);
        Answered(status);
        Assert.Empty(_scene.Bia.Others);
    }

    [Fact]
    public void A_text_longer_than_the_RFC_allows_is_413_and_nobody_writes_as_another()
    {
        _scene.Ana.Ask(SipMethod.Message, "1701", [], "text/plain", new string('x', 1301));
        Answered(413);
        _scene.Ana.CallsAs = "1701";
        _scene.Ana.Ask(SipMethod.Message, "1701", [], "text/plain", "I am Bia");
        Answered(403);
        Assert.Empty(_scene.Bia.Others);
    }

    [Fact]
    public void A_company_does_not_reach_another()
    {
        _scene.Exchange.AddOtherExtension("1701");
        VirtualPhone other = _scene.Exchange.RegisteredPhone("1701", "filial.example");
        _scene.Ana.Ask(SipMethod.Message, "1701", [], "text/plain", "for Bia");
        Answered(200);
        Assert.Empty(other.Others);
        Assert.Single(_scene.Bia.Others);
    }

    private void Answered(int status)
    {
        _scene.Until(() => _scene.Ana.Answers.Count > 0);
        Assert.Equal(status, _scene.Ana.Answers[^1].StatusCode);
        _scene.Ana.Answers.Clear();
    }
}
