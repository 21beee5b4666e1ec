using System.Text;
using XHand.Calls.Facts;
using XHand.Media;
using XHand.Sip.Messages;
using XHand.Site;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>REFER inside a call (RFC 3515), blind and with Replaces (RFC 3891), from the caller and from the called.</summary>
public sealed class TransferTests
{
    private readonly CallScene _scene = new();
    private readonly VirtualPhone _caio;

    public TransferTests()
    {
        _scene.Exchange.AddExtension("1702", "Caio");
        _caio = _scene.Exchange.RegisteredPhone("1702");
        _caio.OnIncoming = call => call.Ring();
    }

    [Fact]
    public void The_called_transfers_the_caller_blind_and_hears_how_it_goes()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        bia.Reinvite("sendonly");
        _scene.Until(() => bia.InDialog.Count == 1);
        Refer(bia, "<sip:1702@10.0.0.1>");
        _scene.Until(() => _caio.Incoming.Count == 1);
        Assert.Equal((SipMethod.Refer, 202), bia.InDialog[^1]);
        Assert.Equal("1700", _caio.LastIncoming.Invite!.From.Uri.User);
        _scene.Run(0.1);
        Guid anaLeg = LegOf("10.1.0.1");
        Assert.Equal(Tone.Ringback, _scene.Exchange.Media.ToneOf(anaLeg));

        _caio.LastIncoming.Answer();
        _scene.Until(() => _caio.LastIncoming.AcksReceived > 0);
        _scene.Run(1);
        Assert.Equal(["SIP/2.0 100 Trying", "SIP/2.0 180 Ringing", "SIP/2.0 200 OK"], Told(bia));
        Assert.Equal(["refer"], bia.Requests.Select(request => request.Text(SipHeader.Event)).Distinct());
        Assert.Equal("terminated;reason=noresource", bia.Requests[^1].Text(SipHeader.SubscriptionState));
        Assert.Equal(LegOf("10.1.0.3"), _scene.Exchange.Media.BridgedWith(anaLeg));
        // The hold of before is taken back on the side that stays, and not handed to the new party.
        Assert.Equal("sendrecv", ana.RemoteSdp!.Direction);
        Assert.Equal("sendrecv", _caio.LastIncoming.RemoteSdp!.Direction);

        // A telephone that says no BYE is hung up.
        _scene.Until(() => bia.IsOver, 4);
        Assert.True(ana.IsTalking && _caio.LastIncoming.IsTalking);
        ana.HangUp();
        _scene.Until(() => _caio.LastIncoming.IsOver);
        CallRecord record = _scene.End();
        CallScene.Says(record, "answered", "caller", 200, 16);
        Assert.Equal(["1700", "1701", "1702"], record.Legs.Select(leg => leg.Number));
        Assert.Single(_scene.Exchange.CallFacts, fact => fact == FactType.CallTransferred);
    }

    [Fact]
    public void The_caller_transfers_the_called_and_says_goodbye_at_once()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        ana.OnInDialogFinal = (call, method, status) =>
        {
            if ((method, status) == (SipMethod.Refer, 202))
            {
                call.HangUp();
            }
        };
        Refer(ana, "<sip:1702@10.0.0.1>");
        _scene.Until(() => _caio.Incoming.Count == 1 && ana.IsOver);
        Assert.Equal("1701", _caio.LastIncoming.Invite!.From.Uri.User);
        Assert.True(bia.IsTalking);
        _caio.LastIncoming.Answer();
        _scene.Until(() => _caio.LastIncoming.AcksReceived > 0);
        _scene.Run(5);
        Assert.Equal(LegOf("10.1.0.3"), _scene.Exchange.Media.BridgedWith(LegOf("10.1.0.2")));
        _caio.LastIncoming.HangUp();
        _scene.Until(() => bia.IsOver);
        CallScene.Says(_scene.End(), "answered", "callee", 200, 16);
    }

    [Fact]
    public void A_transfer_that_nobody_takes_gives_the_party_back()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        _caio.OnIncoming = call => call.Refuse(486);
        Refer(bia, "<sip:1702@10.0.0.1>");
        _scene.Until(() => Told(bia).Count == 3);
        Assert.Equal("SIP/2.0 486 Busy Here", Told(bia)[^1]);
        _scene.Run(5);
        Assert.True(ana.IsTalking && bia.IsTalking);
        Assert.Equal(LegOf("10.1.0.2"), _scene.Exchange.Media.BridgedWith(LegOf("10.1.0.1")));
        Assert.Null(_scene.Exchange.Media.ToneOf(LegOf("10.1.0.1")));

        // And may be tried again: the next subscription is told apart (RFC 3515 2.4.6).
        _caio.OnIncoming = call => call.Answer();
        Refer(bia, "<sip:1702@10.0.0.1>");
        _scene.Until(() => Told(bia)[^1] == "SIP/2.0 200 OK");
        Assert.StartsWith("refer;id=", bia.Requests[^1].Text(SipHeader.Event), StringComparison.Ordinal);
        _scene.Run(1);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void The_referrer_that_left_does_not_come_back_and_the_call_ends_when_nobody_takes_it()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        Refer(bia, "<sip:1702@10.0.0.1>");
        _scene.Until(() => _caio.Incoming.Count == 1);
        bia.HangUp();
        _scene.Run(1);
        Assert.True(ana.IsTalking);
        _scene.Until(() => ana.IsOver, 25);
        _scene.End();
    }

    [Fact]
    public void The_party_that_gives_up_while_the_target_rings_ends_everything()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        Refer(bia, "<sip:1702@10.0.0.1>");
        _scene.Until(() => _caio.Incoming.Count == 1);
        ana.HangUp();
        _scene.Until(() => _caio.LastIncoming.IsOver && bia.IsOver);
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Fact]
    public void Two_calls_of_one_telephone_are_joined()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        bia.Reinvite("sendonly");
        _scene.Until(() => bia.InDialog.Count == 1);
        _caio.OnIncoming = call => call.Answer();
        VirtualCall second = _scene.Bia.Call("1702");
        _scene.Until(() => second.IsTalking && _caio.LastIncoming.AcksReceived > 0);
        _scene.Run(0.5);
        Refer(bia, $"<sip:1702@10.0.0.1?Replaces={Replaces(second)}&From=sip%3Aevil%40example.com>");
        _scene.Until(() => bia.InDialog.Count == 2);
        Assert.Equal((SipMethod.Refer, 202), bia.InDialog[1]);
        _scene.Run(1);
        Assert.Equal(["SIP/2.0 200 OK"], Told(bia));
        Assert.Equal(LegOf("10.1.0.3"), _scene.Exchange.Media.BridgedWith(LegOf("10.1.0.1")));
        Assert.Equal("sendrecv", ana.RemoteSdp!.Direction);
        _scene.Until(() => bia.IsOver && second.IsOver, 4);
        Assert.True(ana.IsTalking && _caio.LastIncoming.IsTalking);

        // Hold still works through the joint.
        ana.Reinvite("sendonly");
        _scene.Until(() => _caio.LastIncoming.Reinvites.Any(request => PhoneSdp.Read(request.Body.Span)!.Direction == "sendonly"));
        ana.HangUp();
        _scene.Until(() => _caio.LastIncoming.IsOver);
        _scene.End(records: 2);
        Assert.All(_scene.Exchange.Records, record => Assert.Equal("answered", record.Result));
        Assert.Equal(2, _scene.Exchange.CallFacts.Count(fact => fact == FactType.CallTransferred));
    }

    [Fact]
    public void A_consultation_that_still_rings_is_called_anew_for_the_party()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        VirtualCall second = _scene.Bia.Call("1702");
        _scene.Until(() => second.LastStatus == 180);
        Refer(bia, $"<sip:1702@10.0.0.1?Replaces={Replaces(second)}>");
        _scene.Until(() => _caio.Incoming.Count == 2 && second.IsOver);
        Assert.True(_caio.Incoming[0].IsOver);
        _caio.LastIncoming.Answer();
        _scene.Until(() => _caio.LastIncoming.AcksReceived > 0);
        _scene.Run(5);
        Assert.Equal(LegOf("10.1.0.3"), _scene.Exchange.Media.BridgedWith(LegOf("10.1.0.1")));
        ana.HangUp();
        _scene.End(records: 2);
    }

    [Theory]
    [InlineData("<sip:9999@10.0.0.1>", 404)]
    [InlineData("<sip:1702@10.0.0.1;method=BYE>", 403)]
    [InlineData("<http://example.com/1702>", 416)]
    [InlineData("<sip:1702@10.0.0.1>, <sip:1703@10.0.0.1>", 400)]
    [InlineData("<sip:1702@10.0.0.1?Replaces=nonsense>", 400)]
    [InlineData("<sip:1702@10.0.0.1?Replaces=other%40call%3Bto-tag%3Da%3Bfrom-tag%3Db>", 481)]
    [InlineData("<sip:0152136521777@10.0.0.1>", 403)]
    public void What_the_referrer_may_not_dial_or_cannot_mean_is_refused_and_the_call_goes_on(string target, int status)
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        Refer(bia, target);
        _scene.Until(() => bia.InDialog.Count == 1);
        Assert.Equal((SipMethod.Refer, status), bia.InDialog[0]);
        _scene.Run(1);
        Assert.Empty(bia.Requests);
        Assert.True(ana.IsTalking && bia.IsTalking);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void Somebody_elses_call_is_not_to_be_had_by_its_dialog()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        _scene.Exchange.AddExtension("1703");
        VirtualPhone eva = _scene.Exchange.RegisteredPhone("1703");
        eva.OnIncoming = call => call.Answer();
        VirtualCall theirs = _caio.Call("1703");
        _scene.Until(() => theirs.IsTalking && eva.LastIncoming.AcksReceived > 0);
        Refer(bia, $"<sip:1702@10.0.0.1?Replaces={Replaces(theirs)}>");
        _scene.Until(() => bia.InDialog.Count == 1);
        Assert.Equal((SipMethod.Refer, 481), bia.InDialog[0]);
        Assert.True(theirs.IsTalking && ana.IsTalking);
        ana.HangUp();
        theirs.HangUp();
        _scene.End(records: 2);
    }

    [Fact] // RFC 4488
    public void A_referrer_that_wants_to_hear_nothing_hears_nothing()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        bia.SendWith(SipMethod.Refer, [("Refer-To", "<sip:1702@10.0.0.1>"), ("Refer-Sub", "false"), ("Supported", "norefersub")]);
        _scene.Until(() => _caio.Incoming.Count == 1);
        Assert.Equal("false", bia.LastInDialog!.Text("Refer-Sub"));
        _caio.LastIncoming.Answer();
        _scene.Run(1);
        Assert.Empty(bia.Requests);
        _scene.Until(() => bia.IsOver, 4);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_referrer_that_refuses_the_NOTIFY_hears_no_more_and_is_transferred_all_the_same()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        bia.OnInDialogRequest = request => new OutgoingResponse(request, 481);
        Refer(bia, "<sip:1702@10.0.0.1>");
        _scene.Until(() => _caio.Incoming.Count == 1);
        _scene.Run(0.5);
        _caio.LastIncoming.Answer();
        _scene.Until(() => bia.IsOver, 5);
        Assert.True(ana.IsTalking);
        Assert.DoesNotContain("SIP/2.0 200 OK", Told(bia));
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_transfer_survives_a_lossy_network()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        _scene.Exchange.Network.Faults = _scene.Exchange.Network.Faults with { Loss = 0.2, Duplication = 0.2 };
        _caio.OnIncoming = call => call.Answer();
        Refer(bia, "<sip:1702@10.0.0.1>");
        _scene.Until(() => _caio.Incoming.Count == 1 && _caio.LastIncoming.AcksReceived > 0, 40);
        _scene.Run(40);
        ana.HangUp();
        _scene.Until(() => _caio.LastIncoming.IsOver, 40);
        _scene.Exchange.Network.Faults = XHand.Sip.Transport.MemoryNetworkFaults.None;
        _scene.End();
    }

    private static void Refer(VirtualCall call, string target) => call.SendWith(SipMethod.Refer, [("Refer-To", target)]);

    private static List<string> Told(VirtualCall call) =>
        [.. call.Requests.Where(request => request.Method == SipMethod.Notify).Select(request => Encoding.ASCII.GetString(request.Body.Span).TrimEnd())];

    // As the telephone sees its dialog: our tag is the to-tag (RFC 3891 3).
    private static string Replaces(VirtualCall call)
    {
        SipMessage said = call.Final ?? call.Progress!;
        return Uri.EscapeDataString($"{said.CallId};to-tag={said.To.Tag};from-tag={said.From.Tag}");
    }

    private Guid LegOf(string address) => _scene.Exchange.Exchange.Live.Calls()
        .SelectMany(call => call.Legs)
        .Single(leg => leg.RemoteAddress.StartsWith(address + ":", StringComparison.Ordinal)).LegId;
}
