using XHand.Calls.Facts;
using XHand.Sip.Messages;
using XHand.Sip.Transport;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>What is lost, late, crossing or missing: the call ends properly all the same and gives everything back.</summary>
public sealed class LostMessageTests
{
    private readonly CallScene _scene = new();

    [Fact]
    public void An_answer_that_is_never_acknowledged_is_repeated_for_32_seconds_and_then_ended()
    {
        _scene.Bia.OnIncoming = call => call.Answer();
        VirtualCall ana = _scene.Ana.Call("1701");
        ana.Acknowledges = false;
        _scene.Until(() => ana.IsOver, 33);
        // RFC 3261 13.3.1.4: after 0.5, 1.5, 3.5, 7.5, 11.5 ... 31.5 s.
        Assert.Equal(11, ana.OksReceived);
        Assert.True(ana.EndedByOther);
        Assert.Equal("Q.850;cause=102;text=\"The answer was not acknowledged\"", CallScene.ReasonOf(ana.EndRequest));
        CallRecord record = _scene.End();
        CallScene.Says(record, "answered", "system", 200, 102);
        Assert.Equal("The answer was not acknowledged", record.Reason);
        Assert.InRange(record.TalkMs, 31_900, 32_100);
    }

    [Fact]
    public void A_lost_ACK_is_repaired_by_the_repeated_answer()
    {
        _scene.Bia.OnIncoming = call => call.Answer();
        VirtualCall ana = _scene.Ana.Call("1701");
        ana.Acknowledges = false;
        _scene.Until(() => ana.OksReceived == 2);
        ana.Acknowledges = true;
        ana.Acknowledge();
        _scene.Run(60);
        Assert.Equal(2, ana.OksReceived);
        Assert.True(ana.IsTalking);
        ana.HangUp();
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Fact]
    public void The_caller_hangs_up_before_its_ACK()
    {
        _scene.Bia.OnIncoming = call => call.Answer();
        VirtualCall ana = _scene.Ana.Call("1701");
        ana.Acknowledges = false;
        _scene.Until(() => ana.OksReceived == 1);
        ana.HangUp();
        _scene.Until(() => _scene.Bia.LastIncoming.IsOver);
        _scene.Run(5);
        Assert.Equal(1, ana.OksReceived);
        Assert.Equal([(SipMethod.Bye, 200)], ana.InDialog);
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Fact]
    public void The_called_hangs_up_before_the_callers_ACK_and_the_BYE_waits_for_it()
    {
        _scene.Bia.OnIncoming = call => call.Answer();
        VirtualCall ana = _scene.Ana.Call("1701");
        ana.Acknowledges = false;
        _scene.Until(() => ana.OksReceived == 1);
        _scene.Bia.LastIncoming.HangUp();
        _scene.Run(0.4);
        // RFC 3261 15: no BYE from the called side before the ACK.
        Assert.Equal(0, ana.ByesReceived);
        ana.Acknowledge();
        _scene.Until(() => ana.IsOver, 0.1);
        CallScene.Says(_scene.End(), "answered", "callee", 200, 16);
    }

    [Fact]
    public void A_BYE_instead_of_a_CANCEL_ends_a_ringing_call()
    {
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180);
        ana.ByeEarly();
        _scene.Until(() => ana.IsOver && _scene.Bia.LastIncoming.IsOver);
        Assert.Equal(487, ana.LastStatus);
        CallScene.Says(_scene.End(), "cancelled", "caller", 487, 16);
    }

    [Fact]
    public void The_called_hangs_up_in_the_moment_of_its_answer()
    {
        _scene.Bia.OnIncoming = call =>
        {
            call.Answer();
            call.HangUp();
        };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsOver);
        _scene.End();
        Assert.Single(_scene.Exchange.Records);
    }

    [Fact]
    public void A_call_without_audio_is_ended_and_says_whose()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        _scene.Run(70);
        Assert.True(_scene.Exchange.Media.TimeOut(_scene.Exchange.Exchange.Live.Calls()[0].Legs[1].LegId));
        _scene.Until(() => ana.IsOver && bia.IsOver);
        CallRecord record = _scene.End();
        CallScene.Says(record, "answered", "system", 200, 41);
        Assert.Equal("1701: no audio came from it", record.Reason);
        Assert.InRange(record.TalkMs, 70_000, 70_300);
        Assert.Equal("Q.850;cause=41;text=\"No audio from the other side\"", CallScene.ReasonOf(ana.EndRequest));
    }

    [Fact]
    public void A_silence_of_before_the_hold_does_not_end_the_call()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        Guid leg = _scene.Exchange.Exchange.Live.Calls()[0].Legs[0].LegId;
        ana.Reinvite("sendonly");
        _scene.Until(() => ana.InDialog.Count == 1);
        // Queued before the hold was agreed, delivered after it.
        _scene.Exchange.Exchange.MediaEvents.OnMediaEvent(new XHand.Media.RtpTimedOut(new XHand.Media.MediaLeg(leg, 1)));
        _scene.Run(1);
        Assert.True(ana.IsTalking && bia.IsTalking);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_media_engine_that_takes_no_commands_refuses_the_call()
    {
        _scene.Bia.OnIncoming = call => call.Answer();
        _scene.Exchange.Media.AcceptsCommands = false;
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsOver);
        _scene.Exchange.Media.AcceptsCommands = true;
        Assert.Equal(503, ana.LastStatus);
        CallScene.Says(_scene.End(), "failed", "system", 503, 34);
    }

    [Fact]
    public void Without_a_free_port_the_caller_gets_503_and_there_is_a_record()
    {
        CallScene scene = new(pairs: 2);
        (VirtualCall ana, _) = scene.Talk();
        scene.Exchange.AddExtension("1702");
        VirtualPhone third = scene.Exchange.RegisteredPhone("1702");
        VirtualCall refused = third.Call("1701");
        scene.Until(() => refused.IsOver);
        Assert.Equal(503, refused.LastStatus);
        Assert.Equal("5", refused.Final!.Text(SipHeader.RetryAfter));
        ana.HangUp();
        scene.End(2);
        CallScene.Says(scene.Exchange.Records[0], "failed", "system", 503, 34);
    }

    [Fact]
    public void Without_a_free_port_for_the_called_the_caller_gets_503()
    {
        CallScene scene = new(pairs: 1);
        VirtualCall ana = scene.Ana.Call("1701");
        scene.Until(() => ana.IsOver);
        Assert.Equal(503, ana.LastStatus);
        CallScene.Says(scene.End(), "failed", "system", 503, 34);
    }

    [Fact]
    public void A_call_without_an_offer_is_offered_in_the_answer()
    {
        _scene.Bia.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall ana = _scene.Ana.Call("1701", offers: false);
        _scene.Until(() => ana.IsTalking);
        // More than what the called has taken: the caller may choose, and the bridge brings both together.
        Assert.Equal([PhoneSdp.Pcma, PhoneSdp.Pcmu, PhoneSdp.Events], ana.RemoteSdp!.Payloads);
        _scene.Run(1);
        Guid leg = _scene.Exchange.Exchange.Live.Calls()[0].Legs[0].LegId;
        Assert.Equal("10.1.0.1", _scene.Exchange.Media.RemoteOf(leg)!.Remote!.Address.ToString());
        Assert.NotNull(_scene.Exchange.Media.BridgedWith(leg));
        ana.HangUp();
        CallRecord record = _scene.End();
        CallScene.Says(record, "answered", "caller", 200, 16);
        Assert.Equal("PCMA", record.Legs[0].Codec);
    }

    [Fact]
    public void A_caller_with_a_late_offer_that_lacks_the_calleds_codec_brings_both_to_its_own()
    {
        _scene.Bia.OnIncoming = call => { call.Ring(); call.Answer(); };
        _scene.Ana.Codecs = [PhoneSdp.Pcmu, PhoneSdp.Events];
        VirtualCall ana = _scene.Ana.Call("1701", offers: false);
        _scene.Until(() => ana.IsTalking);
        _scene.Run(1);
        Assert.Equal(PhoneSdp.Pcmu, PhoneSdp.Read(_scene.Bia.LastIncoming.Reinvites.Single().Body.Span)!.Payloads[0]);
        ana.HangUp();
        Assert.Equal(["PCMU", "PCMU"], _scene.End().Legs.Select(leg => leg.Codec));
    }

    [Fact]
    public void A_BYE_that_overtakes_the_answer_of_its_own_dialog_ends_the_call()
    {
        // Seen as 481, and a call that rang on for nobody (RFC 3261 12.2.2).
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180);
        VirtualCall bia = _scene.Bia.LastIncoming;
        bia.OnCancelled = _ => { };
        bia.ByeBeforeAnswer();
        _scene.Run(0.1);
        Assert.Equal([(SipMethod.Bye, 200)], bia.InDialog);
        bia.Answer();
        _scene.Until(() => ana.IsOver);
        _scene.Run(1);
        Assert.Equal(1, bia.AcksReceived);
        Assert.Equal(0, bia.ByesReceived);
        CallRecord record = _scene.End();
        CallScene.Says(record, "failed", "system", 480, 16);
        Assert.Equal(0, record.TalkMs);
    }

    [Fact]
    public void A_BYE_whose_answer_never_comes_leaves_nothing_behind()
    {
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180);
        _scene.Bia.LastIncoming.OnCancelled = _ => { };
        _scene.Bia.LastIncoming.ByeBeforeAnswer();
        _scene.Until(() => ana.IsOver);
        _scene.Run(40);
        _scene.End();
    }

    [Fact]
    public void A_hold_that_overtakes_the_answer_to_a_late_offer_is_491_and_the_call_goes_on()
    {
        _scene.Bia.OnIncoming = call => call.Answer();
        VirtualCall ana = _scene.Ana.Call("1701", offers: false);
        ana.Acknowledges = false;
        _scene.Until(() => ana.OksReceived == 1);
        ana.Reinvite("sendonly");
        _scene.Until(() => ana.InDialog.Count == 1);
        Assert.Equal((SipMethod.Invite, 491), ana.InDialog[0]);
        ana.Acknowledges = true;
        ana.Acknowledge();
        _scene.Run(1);
        ana.Reinvite("sendonly");
        _scene.Until(() => ana.InDialog.Count == 2);
        Assert.Equal((SipMethod.Invite, 200), ana.InDialog[1]);
        Assert.Equal("recvonly", ana.RemoteSdp!.Direction);
        ana.HangUp();
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Fact]
    public void An_offer_without_a_codec_of_ours_is_488()
    {
        _scene.Ana.Codecs = [9, 18];
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsOver);
        Assert.Equal(488, ana.LastStatus);
        Assert.Empty(_scene.Bia.Incoming);
        CallScene.Says(_scene.End(), "failed", "system", 488, 88);
    }

    [Fact]
    public void The_called_is_offered_the_callers_codecs_and_its_choice_is_the_callers_answer()
    {
        _scene.Ana.Codecs = [9, PhoneSdp.Pcmu, PhoneSdp.Pcma];
        _scene.Bia.Codecs = [PhoneSdp.Pcma, PhoneSdp.Events];
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        Assert.Equal([PhoneSdp.Pcmu, PhoneSdp.Pcma, PhoneSdp.Events], PhoneSdp.Read(bia.Invite!.Body.Span)!.Payloads);
        Assert.Equal([PhoneSdp.Pcma], PhoneSdp.Read(ana.Final!.Body.Span)!.Payloads);
        Assert.Equal("10.0.0.1", ana.RemoteSdp!.Address);
        Assert.NotEqual(ana.RemoteSdp.Port, bia.RemoteSdp!.Port);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void The_200_to_the_caller_waits_for_its_fact()
    {
        VirtualExchange exchange = _scene.Exchange;
        _scene.Bia.OnIncoming = call => call.Answer();
        int factsAtOk = 0;
        exchange.Network.Tap = (flow, message) =>
        {
            if (flow.Local.Equals(VirtualExchange.Address) && flow.Remote.Equals(_scene.Ana.Transport.Local)
                && System.Text.Encoding.ASCII.GetString(message.Span).StartsWith("SIP/2.0 200", StringComparison.Ordinal) && factsAtOk == 0)
            {
                factsAtOk = exchange.CallFacts.Count(fact => fact == FactType.LegAnswered);
            }
        };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsTalking);
        Assert.Equal(2, factsAtOk);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void New_calls_are_refused_while_the_journal_takes_none_and_live_ones_go_on()
    {
        (VirtualCall ana, _) = _scene.Talk();
        _scene.Exchange.Journal.AcceptsNewCalls = false;
        VirtualCall refused = _scene.Bia.Call("1700");
        _scene.Until(() => refused.IsOver);
        Assert.Equal(503, refused.LastStatus);
        Assert.Equal("5", refused.Final!.Text(SipHeader.RetryAfter));
        Assert.True(ana.IsTalking);
        ana.HangUp();
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Theory]
    [InlineData(0.05, 1)]
    [InlineData(0.2, 2)]
    [InlineData(0.2, 3)]
    public void Every_call_ends_with_one_record_on_a_lossy_network(double loss, ulong seed)
    {
        VirtualExchange exchange = new(seed);
        exchange.AddExtension("1700");
        exchange.AddExtension("1701");
        VirtualPhone ana = exchange.RegisteredPhone("1700");
        VirtualPhone bia = exchange.RegisteredPhone("1701");
        bia.OnIncoming = call =>
        {
            call.Ring();
            exchange.Loop.StartTimer(TimeSpan.FromSeconds(2), "answer", call.Answer);
        };
        exchange.Network.Faults = new MemoryNetworkFaults { Loss = loss, Duplication = 0.1, MinDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(60) };
        List<VirtualCall> calls = [];
        for (int i = 0; i < 50; i++)
        {
            VirtualCall call = ana.Call("1701");
            calls.Add(call);
            call.OnTalking = _ => exchange.Loop.StartTimer(TimeSpan.FromSeconds(5), "hang-up", call.HangUp);
            exchange.Loop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(exchange.Loop.RunUntil(() => calls.TrueForAll(call => call.IsOver), TimeSpan.FromMinutes(5)));
        exchange.Network.Faults = MemoryNetworkFaults.None;
        Assert.Empty(exchange.Leaks());
        Assert.InRange(exchange.Records.Count, 48, 50);
        Assert.Equal(exchange.Records.Count, exchange.Records.Select(record => record.CallId).Distinct().Count());
        Assert.True(exchange.Records.Count(record => record.Result == "answered") >= 45);
    }
}
