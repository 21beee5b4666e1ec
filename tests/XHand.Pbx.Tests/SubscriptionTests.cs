using System.Globalization;
using System.Text;
using System.Xml.Linq;
using XHand.Pbx.Tests.Calls;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests;

/// <summary>SUBSCRIBE and NOTIFY (RFC 6665): busy lamps (RFC 4235) and presence (RFC 3856).</summary>
public sealed class SubscriptionTests
{
    private readonly CallScene _scene = new();
    private readonly VirtualPhone _eva;

    public SubscriptionTests()
    {
        _scene.Exchange.AddExtension("1709", "Eva");
        _eva = _scene.Exchange.RegisteredPhone("1709");
    }

    [Fact]
    public void A_lamp_follows_the_calls_of_an_extension()
    {
        Subscribe("1701", "dialog");
        Assert.Equal(("200", "3600"), (_eva.Answers[0].StatusCode.ToString(CultureInfo.InvariantCulture), _eva.Answers[0].Text(SipHeader.Expires)));
        SipRequest first = Assert.Single(_eva.Notifies);
        Assert.Equal(("dialog", "application/dialog-info+xml"), (first.Text(SipHeader.Event), first.Text(SipHeader.ContentType)));
        Assert.StartsWith("active;expires=3", first.Text(SipHeader.SubscriptionState), StringComparison.Ordinal);
        Assert.Equal([], Lamp());

        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Run(1);
        Assert.Equal(["recipient early"], Lamp());
        _scene.Bia.LastIncoming.Answer();
        _scene.Until(() => ana.IsTalking);
        _scene.Run(1);
        Assert.Equal(["recipient confirmed"], Lamp());
        ana.HangUp();
        _scene.Run(1);
        Assert.Equal([], Lamp());

        // One document after the other, each with the next version, and never two on their way.
        Assert.Equal(Enumerable.Range(0, _eva.Notifies.Count), _eva.Notifies.Select(notify => int.Parse(Root(notify).Attribute("version")!.Value, CultureInfo.InvariantCulture)));
        Assert.All(_eva.Notifies, notify => Assert.Equal("sip:1701@10.0.0.1", Root(notify).Attribute("entity")!.Value));
        // Nothing by which a watcher could take the call over.
        Assert.DoesNotContain(ana.CallId, Encoding.UTF8.GetString(_eva.Notifies[1].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void The_caller_is_an_initiator_and_a_transferred_party_leaves_its_lamp()
    {
        Subscribe("1700", "dialog");
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        _scene.Run(1);
        Assert.Equal(["initiator confirmed"], Lamp());
        VirtualPhone caio = Caio();
        ana.SendWith(SipMethod.Refer, [("Refer-To", "<sip:1702@10.0.0.1>")]);
        _scene.Until(() => ana.IsOver);
        _scene.Run(1);
        Assert.Equal([], Lamp());
        Assert.True(bia.IsTalking && caio.LastIncoming.IsTalking);
        bia.HangUp();
        _scene.Run(1);
    }

    [Fact]
    public void Presence_follows_registration_and_calls()
    {
        Subscribe("1701", "presence");
        Assert.Equal(("open", ""), Presence());
        (VirtualCall ana, _) = _scene.Talk();
        _scene.Run(1);
        Assert.Equal(("open", "On the phone"), Presence());
        ana.HangUp();
        _scene.Run(1);
        _scene.Bia.Register(0);
        _scene.Run(1);
        Assert.Equal(("closed", ""), Presence());
        _scene.Bia.Register();
        _scene.Run(1);
        Assert.Equal(("open", ""), Presence());
    }

    [Fact]
    public void A_subscription_ends_with_its_time_and_says_so()
    {
        Subscribe("1701", "dialog", expires: 60);
        _scene.Run(61);
        Assert.Equal("terminated;reason=timeout", _eva.Notifies[^1].Text(SipHeader.SubscriptionState));
        Assert.Equal(0, _scene.Exchange.Exchange.Subscriptions);
        int before = _eva.Notifies.Count;
        (VirtualCall ana, _) = _scene.Talk();
        ana.HangUp();
        _scene.Run(1);
        Assert.Equal(before, _eva.Notifies.Count);
    }

    [Fact]
    public void A_watcher_that_is_gone_is_forgotten()
    {
        Subscribe("1701", "dialog");
        _eva.NotifyStatus = 481;
        (VirtualCall ana, _) = _scene.Talk();
        _scene.Run(1);
        Assert.Equal(0, _scene.Exchange.Exchange.Subscriptions);
        ana.HangUp();

        _eva.NotifyStatus = 200;
        Subscribe("1701", "dialog");
        _scene.Exchange.Network.Detach(_eva.Transport.Local);
        _scene.Bia.OnIncoming = call => call.Refuse(486);
        _scene.Ana.Call("1701");
        _scene.Run(35);
        Assert.Equal(0, _scene.Exchange.Exchange.Subscriptions);
    }

    [Fact]
    public void Expires_zero_asks_once()
    {
        Subscribe("1701", "dialog", expires: 0);
        Assert.Single(_eva.Notifies);
        Assert.StartsWith("terminated", _eva.Notifies[0].Text(SipHeader.SubscriptionState), StringComparison.Ordinal);
        Assert.Equal(0, _scene.Exchange.Exchange.Subscriptions);
    }

    [Theory]
    [InlineData("1799", "dialog", 3600, 404)]
    [InlineData("1701", "dialog", 10, 423)]
    [InlineData("1701", "conference", 3600, 489)]
    public void What_cannot_be_watched_says_so(string number, string package, int expires, int status)
    {
        Subscribe(number, package, expires);
        Assert.Equal(status, _eva.Answers[^1].StatusCode);
        Assert.Empty(_eva.Notifies);
    }

    [Fact]
    public void An_extension_of_another_company_is_not_to_be_seen()
    {
        _scene.Exchange.AddOtherExtension("2001");
        Subscribe("2001", "dialog");
        Assert.Equal(404, _eva.Answers[^1].StatusCode);
    }

    [Fact]
    public void Every_pair_of_state_and_input_has_an_end_and_never_two_NOTIFYs_at_once()
    {
        SubscriptionWalk.Check();
    }

    private VirtualPhone Caio()
    {
        _scene.Exchange.AddExtension("1702", "Caio");
        VirtualPhone caio = _scene.Exchange.RegisteredPhone("1702");
        caio.OnIncoming = call => call.Answer();
        return caio;
    }

    private void Subscribe(string number, string package, int expires = 3600)
    {
        int before = _eva.Answers.Count;
        _eva.Ask(SipMethod.Subscribe, number, [("Event", package), ("Expires", expires.ToString(CultureInfo.InvariantCulture))]);
        _scene.Until(() => _eva.Answers.Count > before);
        _scene.Run(0.5);
    }

    private string[] Lamp() => [.. Root(_eva.Notifies[^1]).Elements().Select(dialog => $"{dialog.Attribute("direction")!.Value} {dialog.Elements().First().Value}")];

    private (string Basic, string Note) Presence()
    {
        XElement root = Root(_eva.Notifies[^1]);
        return (root.Descendants().Single(element => element.Name.LocalName == "basic").Value, root.Elements().FirstOrDefault(element => element.Name.LocalName == "note")?.Value ?? "");
    }

    private static XElement Root(SipRequest notify) => XDocument.Parse(Encoding.UTF8.GetString(notify.Body.Span)).Root!;
}
