using XHand.Calls.Facts;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>Session timers (RFC 4028), both roles on both sides of a call, each leg for itself.</summary>
public sealed class SessionTimerTests
{
    private readonly CallScene _scene = new();

    [Fact] // 9, table 2: a caller that knows timers refreshes, unless it asks us to.
    public void A_caller_with_timers_is_answered_and_watched()
    {
        _scene.Ana.InviteHeaders = [("Supported", "timer"), ("Session-Expires", "300")];
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        Assert.Equal("300;refresher=uac", ana.Final!.Text(SipHeader.SessionExpires));
        Assert.Equal("timer", ana.Final.Text(SipHeader.Require));
        Assert.Equal("1800", bia.Invite!.Text(SipHeader.SessionExpires));

        // It does not refresh: 32 s before the end the session is over (10).
        _scene.Run(267);
        Assert.False(ana.IsOver);
        _scene.Until(() => ana.IsOver && bia.IsOver, 2);
        CallRecord record = _scene.End();
        Assert.Equal(("answered", "system", 102), (record.Result, record.EndedBy, record.Q850Cause));
    }

    [Theory] // 7.4
    [InlineData(SipMethod.Update)]
    [InlineData(SipMethod.Invite)]
    public void A_caller_that_refreshes_keeps_its_call_and_the_other_side_hears_nothing_of_it(SipMethod method)
    {
        _scene.Ana.InviteHeaders = [("Supported", "timer"), ("Session-Expires", "300;refresher=uac")];
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        for (int i = 0; i < 4; i++)
        {
            _scene.Run(150);
            if (method == SipMethod.Update)
            {
                ana.SendWith(SipMethod.Update, [("Supported", "timer"), ("Session-Expires", "300;refresher=uac")]);
            }
            else
            {
                ana.ReinviteHeaders = [("Supported", "timer"), ("Session-Expires", "300;refresher=uac")];
                ana.Reinvite(new PhoneSdp(_scene.Ana.Address, 4000, _scene.Ana.Codecs));
            }
        }

        _scene.Run(10);
        Assert.Equal([.. Enumerable.Repeat((method, 200), 4)], ana.InDialog);
        Assert.Equal("300;refresher=uac", ana.LastInDialog!.Text(SipHeader.SessionExpires));
        Assert.Empty(bia.Reinvites);
        Assert.True(ana.IsTalking && bia.IsTalking);
        ana.HangUp();
        _scene.End();
    }

    [Fact] // 9: the smallest interval, where the caller understands the refusal.
    public void Too_short_an_interval_is_422_and_a_caller_without_timers_is_spared()
    {
        _scene.Ana.InviteHeaders = [("Supported", "timer"), ("Session-Expires", "60")];
        VirtualCall refused = _scene.Ana.Call("1701");
        _scene.Until(() => refused.IsOver);
        Assert.Equal((422, "90"), (refused.LastStatus, refused.Final!.Text(SipHeader.MinSe)));
        Assert.Empty(_scene.Exchange.CallFacts);

        _scene.Ana.InviteHeaders = [("Session-Expires", "60")];
        (VirtualCall ana, _) = _scene.Talk();
        Assert.Null(ana.Final!.Text(SipHeader.SessionExpires));
        Assert.Null(ana.Final.Text(SipHeader.Require));
        ana.HangUp();
        _scene.End();
    }

    [Fact] // 7.3
    public void A_422_of_the_called_raises_our_interval_and_the_call_goes_on()
    {
        int invites = 0;
        _scene.Bia.OnIncoming = call =>
        {
            if (++invites == 1)
            {
                call.ResponseHeaders[422] = [("Min-SE", "3600")];
                call.Refuse(422);
            }
            else
            {
                call.ResponseHeaders[200] = [("Session-Expires", "3600;refresher=uas"), ("Require", "timer"), ("Supported", "timer")];
                call.Answer();
            }
        };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsTalking);
        SipRequest second = _scene.Bia.LastIncoming.Invite!;
        Assert.Equal(("3600", "3600"), (second.Text(SipHeader.SessionExpires), second.Text(SipHeader.MinSe)));
        Assert.Equal((_scene.Bia.Incoming[0].CallId, 2u), (second.CallId, second.CSeq.Number));
        _scene.Run(1);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_called_that_asks_for_ever_longer_is_given_up()
    {
        int minimum = 1800;
        _scene.Bia.OnIncoming = call =>
        {
            call.ResponseHeaders[422] = [("Min-SE", (++minimum).ToString(System.Globalization.CultureInfo.InvariantCulture))];
            call.Refuse(422);
        };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsOver);
        Assert.Equal(4, _scene.Bia.Incoming.Count);
        _scene.End();
    }

    [Fact] // 7.2, 10: the called leaves it to us.
    public void We_refresh_by_UPDATE_at_half_the_time_where_the_called_takes_it()
    {
        (VirtualCall ana, VirtualCall bia) = TalkTo([("Session-Expires", "600;refresher=uac"), ("Supported", "timer"), ("Allow", "INVITE, ACK, BYE, CANCEL, UPDATE")]);
        bia.OnInDialogRequest = request => new OutgoingResponse(request, 200).Add("Session-Expires", request.Text(SipHeader.SessionExpires)!);
        _scene.Run(301);
        SipRequest update = Assert.Single(bia.Requests);
        Assert.Equal((SipMethod.Update, "600;refresher=uac"), (update.Method, update.Text(SipHeader.SessionExpires)));
        Assert.True(update.Body.IsEmpty);
        _scene.Run(301);
        Assert.Equal(2, bia.Requests.Count);
        Assert.True(ana.IsTalking);
        ana.HangUp();
        _scene.End();
    }

    [Fact] // 10: on behalf of one that has no timers.
    public void A_called_without_timers_is_asked_by_a_reinvite_that_changes_nothing_and_found_gone()
    {
        (VirtualCall ana, VirtualCall bia) = TalkTo([]);
        PhoneSdp first = PhoneSdp.Read(bia.Invite!.Body.Span)!;
        _scene.Run(901);
        SipRequest refresh = Assert.Single(bia.Reinvites);
        Assert.Null(refresh.Text(SipHeader.SessionExpires));
        Assert.Equal(first with { Payloads = [] }, PhoneSdp.Read(refresh.Body.Span)! with { Payloads = [] });
        Assert.True(ana.IsTalking && bia.IsTalking);

        _scene.Exchange.Network.Detach(_scene.Bia.Transport.Local);
        _scene.Until(() => ana.IsOver, 940);
        Assert.Equal("system", _scene.End().EndedBy);
    }

    [Fact]
    public void A_called_that_is_to_refresh_and_does_not_is_hung_up()
    {
        (VirtualCall ana, VirtualCall bia) = TalkTo([("Session-Expires", "120;refresher=uas"), ("Supported", "timer")]);
        _scene.Run(87);
        Assert.True(ana.IsTalking);
        _scene.Until(() => ana.IsOver && bia.IsOver, 2);
        Assert.Equal(1, bia.ByesReceived);
        _scene.End();
    }

    [Fact]
    public void A_refresh_that_is_refused_is_tried_again_until_the_time_is_over()
    {
        (VirtualCall ana, VirtualCall bia) = TalkTo([("Session-Expires", "120;refresher=uac"), ("Supported", "timer"), ("Allow", "UPDATE")]);
        bia.OnInDialogRequest = request => new OutgoingResponse(request, bia.Requests.Count < 2 ? 500 : 200).Add("Session-Expires", "120;refresher=uac");
        _scene.Run(75);
        Assert.Equal(2, bia.Requests.Count);
        Assert.True(ana.IsTalking);
        bia.OnInDialogRequest = request => new OutgoingResponse(request, 500);
        _scene.Until(() => ana.IsOver, 1000);
        _scene.End();
    }

    private (VirtualCall Ana, VirtualCall Bia) TalkTo((string Name, string Value)[] answer)
    {
        _scene.Bia.OnIncoming = call =>
        {
            call.ResponseHeaders[200] = answer;
            call.Answer();
        };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsTalking && _scene.Bia.LastIncoming.AcksReceived > 0);
        _scene.Run(0.1);
        return (ana, _scene.Bia.LastIncoming);
    }
}
