using XHand.Calls.Facts;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>Several phones of one extension, and several answers to one INVITE.</summary>
public sealed class ForkTests
{
    private readonly CallScene _scene = new();
    private readonly VirtualPhone _second;

    public ForkTests() => _second = _scene.Exchange.RegisteredPhone("1701");

    [Fact]
    public void All_phones_ring_and_the_one_that_answers_gets_the_call()
    {
        _scene.Bia.OnIncoming = call => call.Ring();
        _second.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => _second.Incoming.Count == 1 && _scene.Bia.Incoming.Count == 1);
        _scene.Run(2);
        Assert.Equal([180], ana.Statuses);
        _second.LastIncoming.Answer();
        _scene.Until(() => ana.IsTalking && _scene.Bia.LastIncoming.IsOver);

        Assert.Equal(SipMethod.Cancel, _scene.Bia.LastIncoming.EndRequest!.Method);
        Assert.Equal("SIP;cause=200;text=\"Call completed elsewhere\"", CallScene.ReasonOf(_scene.Bia.LastIncoming.EndRequest));
        ana.HangUp();
        CallRecord record = _scene.End();
        CallScene.Says(record, "answered", "caller", 200, 16);
        Assert.Equal([200, 487, 200], record.Legs.Select(leg => leg.SipStatus));
        Assert.Equal([true, false, true], record.Legs.Select(leg => leg.AnsweredAt is not null));
    }

    [Fact]
    public void Both_answer_at_once_and_the_later_is_released()
    {
        _scene.Bia.OnIncoming = call => { call.Ring(); call.Answer(); };
        _second.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsTalking && (_scene.Bia.LastIncoming.IsOver || _second.LastIncoming.IsOver));
        _scene.Run(1);
        Assert.True(_scene.Bia.LastIncoming.IsTalking ^ _second.LastIncoming.IsTalking);
        VirtualCall loser = _scene.Bia.LastIncoming.IsOver ? _scene.Bia.LastIncoming : _second.LastIncoming;
        Assert.Equal((1, 1), (loser.AcksReceived, loser.ByesReceived));
        ana.HangUp();
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Fact]
    public void One_busy_phone_does_not_stop_the_other()
    {
        _scene.Bia.OnIncoming = call => call.Refuse(486);
        _second.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180);
        _scene.Run(5);
        _second.LastIncoming.Answer();
        _scene.Until(() => ana.IsTalking);
        ana.HangUp();
        Assert.Equal([200, 486, 200], _scene.End().Legs.Select(leg => leg.SipStatus));
    }

    [Fact]
    public void All_busy_is_busy()
    {
        _scene.Bia.OnIncoming = call => call.Refuse(486);
        _second.OnIncoming = call => call.Refuse(480);
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsOver);
        Assert.Equal(486, ana.LastStatus);
        CallScene.Says(_scene.End(), "busy", "callee", 486, 17);
    }

    [Fact]
    public void A_decline_on_one_phone_speaks_for_all()
    {
        _scene.Bia.OnIncoming = call => call.Ring();
        _second.OnIncoming = call => call.Refuse(603);
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsOver && _scene.Bia.LastIncoming.IsOver);
        Assert.Equal(603, ana.LastStatus);
        CallScene.Says(_scene.End(), "refused", "callee", 603, 21);
    }

    [Fact]
    public void The_caller_gives_up_and_every_phone_stops()
    {
        _scene.Bia.OnIncoming = call => call.Ring();
        _second.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180);
        ana.Cancel();
        _scene.Until(() => _scene.Bia.LastIncoming.IsOver && _second.LastIncoming.IsOver);
        CallScene.Says(_scene.End(), "cancelled", "caller", 487, 16);
    }

    [Theory]
    [InlineData("SIP;cause=200;text=\"Call completed elsewhere\"", "SIP;cause=200;text=\"Call completed elsewhere\"")]
    [InlineData("SIP ;cause=487", "Q.850;cause=16;text=\"Normal call clearing\"")]
    public void A_caller_that_was_answered_elsewhere_leaves_no_missed_call_behind(string said, string heard)
    {
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180);
        ana.Cancel(said);
        _scene.Until(() => _scene.Bia.LastIncoming.IsOver);
        Assert.Equal(heard, CallScene.ReasonOf(_scene.Bia.LastIncoming.EndRequest));
        _scene.End();
    }

    [Fact]
    public void Each_further_answer_of_a_forked_INVITE_is_acknowledged_and_ended()
    {
        _scene.Exchange.AddExtension("1702");
        RawPeer proxy = Bound("1702");
        VirtualCall ana = _scene.Ana.Call("1702");
        _scene.Until(() => proxy.Received.OfType<SipRequest>().Any(request => request.Method == SipMethod.Invite));
        SipRequest invite = proxy.Received.OfType<SipRequest>().First(request => request.Method == SipMethod.Invite);
        for (int fork = 0; fork < 50; fork++)
        {
            proxy.Send(Ok(invite, $"fork{fork}"));
        }

        _scene.Until(() => ana.IsTalking);
        _scene.Run(1);
        List<SipRequest> heard = [.. proxy.Received.OfType<SipRequest>()];
        Assert.Equal(50, heard.Where(request => request.Method == SipMethod.Ack).Select(request => request.To.Tag).Distinct().Count());
        List<string?> ended = [.. heard.Where(request => request.Method == SipMethod.Bye).Select(request => request.To.Tag).Distinct()];
        Assert.Equal(49, ended.Count);
        Assert.DoesNotContain("fork0", ended);

        // The first again: the same ACK again, no BYE.
        int acks = heard.Count(request => request.Method == SipMethod.Ack);
        proxy.Send(Ok(invite, "fork0"));
        _scene.Run(0.1);
        Assert.Equal(acks + 1, proxy.Received.OfType<SipRequest>().Count(request => request.Method == SipMethod.Ack));
        ana.HangUp();
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Fact]
    public void An_answer_that_comes_when_the_call_is_long_over_is_acknowledged_and_ended()
    {
        _scene.Exchange.AddExtension("1702");
        RawPeer proxy = Bound("1702");
        VirtualCall ana = _scene.Ana.Call("1702");
        _scene.Until(() => proxy.Received.Count > 0);
        SipRequest invite = (SipRequest)proxy.Received[0];
        proxy.Send(Ok(invite, "first"));
        _scene.Until(() => ana.IsTalking);
        ana.HangUp();
        _scene.Run(60);
        int before = proxy.Received.Count;
        proxy.Send(Ok(invite, "late"));
        _scene.Run(0.1);
        Assert.Equal([(SipMethod.Ack, "late"), (SipMethod.Bye, "late")], proxy.Received.Skip(before).OfType<SipRequest>().Select(request => (request.Method, request.To.Tag)));

        // One that we never asked for is dropped.
        proxy.Send(Ok(invite, "stranger").Replace(invite.From.Tag!, "somebody", StringComparison.Ordinal));
        _scene.Run(0.1);
        Assert.DoesNotContain(proxy.Received.OfType<SipRequest>(), request => request.To.Tag == "stranger");
        _scene.End();
    }

    [Fact]
    public void An_answer_without_a_description_is_ended_and_refused()
    {
        _scene.Exchange.AddExtension("1702");
        RawPeer phone = Bound("1702");
        VirtualCall ana = _scene.Ana.Call("1702");
        _scene.Until(() => phone.Received.Count > 0);
        phone.Send(Ok((SipRequest)phone.Received[0], "x", withBody: false));
        _scene.Until(() => ana.IsOver);
        Assert.Equal(488, ana.LastStatus);
        _scene.Run(0.1);
        Assert.Equal(
            [SipMethod.Invite, SipMethod.Ack, SipMethod.Bye], phone.Received.OfType<SipRequest>().Select(request => request.Method).Distinct());
        Assert.Equal("failed", _scene.End().Result);
    }

    [Fact]
    public void Early_media_of_the_only_phone_reaches_the_caller()
    {
        _second.Register(0);
        _scene.Run(1);
        _scene.Bia.OnIncoming = call => call.RingWithMedia();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 183);
        byte[] early = ana.Progress!.Body.ToArray();
        Assert.Equal(_scene.Exchange.Exchange.Live.Calls()[0].Legs[1].LegId, _scene.Exchange.Media.BridgedWith(_scene.Exchange.Exchange.Live.Calls()[0].Legs[0].LegId));
        _scene.Bia.LastIncoming.Answer();
        _scene.Until(() => ana.IsTalking);
        // RFC 3261 13.2.1: the answer in the 200 is the one given early.
        Assert.Equal(early, ana.Final!.Body.ToArray());
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void Another_codec_in_the_answer_than_in_the_early_media_is_agreed_again()
    {
        _second.Register(0);
        _scene.Run(1);
        _scene.Bia.OnIncoming = call => call.RingWithMedia();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 183);
        VirtualCall bia = _scene.Bia.LastIncoming;
        bia.Answer(new PhoneSdp(_scene.Bia.Address, 4000, [PhoneSdp.Pcmu, PhoneSdp.Events]));
        _scene.Until(() => bia.Reinvites.Count == 1);
        Assert.Equal([PhoneSdp.Pcma, PhoneSdp.Events], PhoneSdp.Read(bia.Reinvites[0].Body.Span)!.Payloads);
        _scene.Run(1);
        Assert.True(ana.IsTalking && bia.IsTalking);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void Our_own_offer_that_crosses_with_theirs_is_tried_again_by_the_timers_of_the_RFC()
    {
        _second.Register(0);
        _scene.Run(1);
        _scene.Bia.OnIncoming = call => call.RingWithMedia();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 183);
        VirtualCall bia = _scene.Bia.LastIncoming;
        bia.OnReinvite = (call, transaction) => call.AnswerReinvite(transaction, call.Reinvites.Count == 1 ? 491 : 200);
        bia.Answer(new PhoneSdp(_scene.Bia.Address, 4000, [PhoneSdp.Pcmu]));
        _scene.Until(() => bia.Reinvites.Count == 1);
        // The Call-ID is ours: between 2.1 and 4 s.
        _scene.Run(2.05);
        Assert.Single(bia.Reinvites);
        _scene.Until(() => bia.Reinvites.Count == 2, 2);
        _scene.Run(1);
        Assert.True(ana.IsTalking && bia.IsTalking);
        ana.HangUp();
        _scene.End();
    }

    private RawPeer Bound(string number)
    {
        // Registered by a phone, then taken over by a peer that does as it is told.
        VirtualPhone phone = _scene.Exchange.RegisteredPhone(number);
        _scene.Exchange.Network.Detach(phone.Transport.Local);
        return new RawPeer(_scene.Exchange.Network, phone.Transport.Local);
    }

    private static string Ok(SipRequest invite, string tag, bool withBody = true)
    {
        string body = withBody ? "v=0\r\no=- 1 1 IN IP4 10.2.0.1\r\ns=-\r\nc=IN IP4 10.2.0.1\r\nt=0 0\r\nm=audio 7000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n" : "";
        return $"""
            SIP/2.0 200 OK
            Via: {invite.Text(SipHeader.Via)}
            From: {invite.Text(SipHeader.From)}
            To: {invite.Text(SipHeader.To)};tag={tag}
            Call-ID: {invite.CallId}
            CSeq: {invite.CSeq.Number} INVITE
            Contact: <sip:{tag}@10.2.0.1>
            Content-Type: application/sdp
            Content-Length: {body.Length}


            """.ReplaceLineEndings("\r\n") + body;
    }
}
