using XHand.Calls.Facts;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>Reliable provisional responses and PRACK (RFC 3262), and UPDATE before the answer (RFC 3311), both roles.</summary>
public sealed class ReliableProvisionalTests
{
    private static readonly (string Name, string Value)[] _first = [("Require", "100rel"), ("RSeq", "4000")];
    private readonly CallScene _scene = new();

    [Fact] // 4
    public void The_calleds_reliable_responses_get_a_PRACK_each_in_their_order_and_once()
    {
        _scene.Bia.OnIncoming = call =>
        {
            call.ResponseHeaders[180] = _first;
            call.Ring();
        };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180);
        VirtualCall bia = _scene.Bia.LastIncoming;
        Assert.True(bia.Invite!.HasToken(SipHeader.Supported, "100rel"));
        Assert.Equal("4000 1 INVITE", Assert.Single(bia.Requests).Text(SipHeader.RAck));

        bia.Ring();
        bia.ResponseHeaders[183] = [("Require", "100rel"), ("RSeq", "4002")];
        bia.RingWithMedia();
        _scene.Run(0.1);
        // The same again, and one whose forerunner is missing: neither is acknowledged, nor looked at.
        Assert.Single(bia.Requests);
        Assert.Equal(180, ana.LastStatus);

        bia.ResponseHeaders[183] = [("Require", "100rel"), ("RSeq", "4001")];
        bia.RingWithMedia();
        _scene.Until(() => ana.LastStatus == 183);
        Assert.Equal("4001 1 INVITE", bia.Requests[1].Text(SipHeader.RAck));
        bia.Answer();
        _scene.Until(() => ana.IsTalking && bia.AcksReceived == 1);
        Assert.Equal((1u, 3u), (bia.LastAck!.CSeq.Number, bia.Requests[1].CSeq.Number));
        ana.HangUp();
        _scene.Until(() => bia.IsOver);
        Assert.Equal(4u, bia.EndRequest!.CSeq.Number);
        _scene.End();
    }

    [Fact] // 3
    public void A_caller_that_requires_it_gets_responses_that_are_repeated_until_their_PRACK()
    {
        _scene.Ana.InviteHeaders = [("Require", "100rel")];
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Run(4);
        // At 0, 0.5, 1.5 and 3.5 s: the wait doubles.
        Assert.Equal(4, ana.Provisionals.Count);
        Assert.Single(ana.Provisionals.Select(response => response.Text(SipHeader.RSeq)).Distinct());
        Assert.All(ana.Provisionals, response => Assert.Equal("100rel", response.Text(SipHeader.Require)));

        ana.Acknowledge(ana.Progress!, rack: "1 1 INVITE");
        _scene.Run(0.1);
        ana.Acknowledge(ana.Progress!);
        _scene.Run(10);
        Assert.Equal([(SipMethod.Prack, 481), (SipMethod.Prack, 200)], ana.InDialog);
        Assert.Equal(4, ana.Provisionals.Count);
        _scene.Bia.LastIncoming.Answer();
        _scene.Until(() => ana.IsTalking);
        _scene.Run(0.5);
        ana.HangUp();
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Fact] // 3: 64*T1 without a PRACK
    public void A_caller_that_never_acknowledges_is_refused_after_32_seconds()
    {
        _scene.Ana.InviteHeaders = [("Require", "100rel")];
        _scene.Exchange.AddExtension("1701", "Bia", extension => extension with { RingSeconds = 60 });
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Run(31);
        Assert.False(ana.IsOver);
        _scene.Until(() => ana.IsOver, 2);
        Assert.Equal(504, ana.LastStatus);
        _scene.Run(0.1);
        Assert.True(_scene.Bia.LastIncoming.EndedByOther);
        _scene.End();
    }

    [Fact] // 3: an answer in a reliable response comes before the 200
    public void Early_media_goes_reliably_to_a_caller_that_knows_it_and_the_200_waits_for_its_PRACK()
    {
        _scene.Ana.InviteHeaders = [("Supported", "100rel")];
        _scene.Bia.OnIncoming = call => { call.Ring(); call.RingWithMedia(); };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 183);
        Assert.Null(ana.Provisionals[0].Text(SipHeader.RSeq));
        Assert.NotNull(ana.Progress!.Text(SipHeader.RSeq));
        _scene.Bia.LastIncoming.Answer();
        _scene.Run(0.4);
        Assert.Equal(183, ana.LastStatus);
        ana.Acknowledge(ana.Progress);
        _scene.Until(() => ana.IsTalking);
        _scene.Run(0.5);
        Assert.Equal([(SipMethod.Prack, 200)], ana.InDialog);
        ana.HangUp();
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whoever_gives_up_while_the_200_waits_ends_the_call(bool isCaller)
    {
        _scene.Ana.InviteHeaders = [("Supported", "100rel")];
        _scene.Bia.OnIncoming = call => { call.RingWithMedia(); };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 183);
        VirtualCall bia = _scene.Bia.LastIncoming;
        bia.Answer();
        _scene.Run(0.2);
        if (isCaller)
        {
            ana.Cancel();
        }
        else
        {
            bia.HangUp();
        }

        _scene.Until(() => ana.IsOver && bia.IsOver);
        Assert.True(ana.LastStatus >= 400);
        _scene.End();
    }

    [Fact] // 5: the first reliable response to an INVITE without an offer makes the offer
    public void A_late_offer_is_made_in_the_reliable_response_and_answered_in_the_PRACK()
    {
        _scene.Ana.InviteHeaders = [("Require", "100rel")];
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701", offers: false);
        _scene.Until(() => ana.LastStatus == 180);
        PhoneSdp offer = PhoneSdp.Read(ana.Progress!.Body.Span)!;
        Assert.Equal([PhoneSdp.Pcma, PhoneSdp.Pcmu, PhoneSdp.Events], offer.Payloads);
        ana.Acknowledge(ana.Progress, sdp: offer.AnswerFrom(_scene.Ana.Address, 4000, _scene.Ana.Codecs));
        _scene.Run(0.1);
        _scene.Bia.LastIncoming.Answer();
        _scene.Until(() => ana.IsTalking);
        Assert.True(ana.Final!.Body.IsEmpty);
        _scene.Run(1);
        Guid leg = _scene.Exchange.Exchange.Live.Calls()[0].Legs[0].LegId;
        Assert.NotNull(_scene.Exchange.Media.BridgedWith(leg));
        Assert.Equal("10.1.0.1", _scene.Exchange.Media.RemoteOf(leg)!.Remote!.Address.ToString());
        ana.HangUp();
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Fact]
    public void Reliable_responses_survive_a_lossy_network()
    {
        _scene.Ana.InviteHeaders = [("Require", "100rel")];
        _scene.Exchange.Network.Faults = _scene.Exchange.Network.Faults with { Loss = 0.2, Duplication = 0.2 };
        _scene.Bia.OnIncoming = call => { call.Ring(); };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180, 20);
        ana.Acknowledge(ana.Progress!);
        _scene.Run(5);
        _scene.Bia.LastIncoming.Answer();
        _scene.Until(() => ana.IsTalking, 31);
        _scene.Run(10);
        ana.HangUp();
        _scene.Until(() => _scene.Bia.LastIncoming.IsOver, 40);
        _scene.Exchange.Network.Faults = XHand.Sip.Transport.MemoryNetworkFaults.None;
        _scene.End();
    }

    [Fact] // RFC 3311 5.2
    public void An_UPDATE_before_our_answer_is_500_and_after_it_is_answered()
    {
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180);
        ana.UpdateEarly(new PhoneSdp(_scene.Ana.Address, 4002, _scene.Ana.Codecs, "sendonly", 2));
        _scene.Until(() => ana.InDialog.Count == 1);
        Assert.Equal((500, true), (ana.InDialog[0].Status, ana.LastInDialog!.Text(SipHeader.RetryAfter) is not null));

        _scene.Bia.LastIncoming.RingWithMedia();
        _scene.Until(() => ana.LastStatus == 183);
        ana.UpdateEarly(new PhoneSdp(_scene.Ana.Address, 4002, _scene.Ana.Codecs, "sendonly", 2));
        _scene.Until(() => ana.InDialog.Count == 2);
        Assert.Equal(200, ana.InDialog[1].Status);
        Assert.Equal("recvonly", PhoneSdp.Read(ana.LastInDialog!.Body.Span)!.Direction);
        ana.Cancel();
        _scene.End();
    }

    [Fact] // RFC 3311 5.1: the called, before it has answered
    public void The_called_may_move_its_audio_by_UPDATE_in_the_early_dialog()
    {
        _scene.Bia.OnIncoming = call =>
        {
            call.ResponseHeaders[183] = _first;
            call.RingWithMedia();
        };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 183);
        VirtualCall bia = _scene.Bia.LastIncoming;
        bia.UpdateEarly(new PhoneSdp(_scene.Bia.Address, 4444, [PhoneSdp.Pcma, PhoneSdp.Events], Version: 3));
        _scene.Until(() => bia.InDialog.Count == 1);
        Assert.Equal((SipMethod.Update, 200), bia.InDialog[0]);
        Guid leg = _scene.Exchange.Exchange.Live.Calls()[0].Legs[1].LegId;
        Assert.Equal(4444, _scene.Exchange.Media.RemoteOf(leg)!.Remote!.Port);
        bia.Answer(new PhoneSdp(_scene.Bia.Address, 4444, [PhoneSdp.Pcma, PhoneSdp.Events], Version: 3));
        _scene.Until(() => ana.IsTalking);
        _scene.Run(0.5);
        ana.HangUp();
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Theory] // RFC 3311 5.2
    [InlineData("sendonly", "recvonly")]
    [InlineData("inactive", "inactive")]
    public void Hold_by_UPDATE_reaches_the_other_side_like_a_reinvite(string hold, string mirrored)
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        ana.SendWith(SipMethod.Update, [], new PhoneSdp(_scene.Ana.Address, 4000, _scene.Ana.Codecs, hold, 2));
        _scene.Until(() => ana.InDialog.Count == 1);
        Assert.Equal((SipMethod.Update, 200), ana.InDialog[0]);
        Assert.Equal(mirrored, PhoneSdp.Read(ana.LastInDialog!.Body.Span)!.Direction);
        Assert.Equal(hold, PhoneSdp.Read(bia.Reinvites.Single().Body.Span)!.Direction);
        ana.HangUp();
        CallRecord record = _scene.End();
        CallScene.Says(record, "answered", "caller", 200, 16);
    }

    [Fact]
    public void An_UPDATE_that_crosses_our_own_offer_is_491()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        bia.OnReinvite = (_, _) => { };
        ana.Reinvite("sendonly");
        _scene.Until(() => bia.Reinvites.Count == 1);
        bia.SendWith(SipMethod.Update, [], new PhoneSdp(_scene.Bia.Address, 4000, _scene.Bia.Codecs, "sendonly", 2));
        _scene.Until(() => bia.InDialog.Count == 1);
        Assert.Equal((SipMethod.Update, 491), bia.InDialog[0]);
        ana.HangUp();
        _scene.End();
    }
}
