using XHand.Calls.Facts;
using XHand.Calls.Live;
using XHand.Calls.Tracing;
using XHand.Pbx.Tests.Calls;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Tracing;

/// <summary>A call's story, told from the ring.</summary>
public sealed class CallTracingTests
{
    private readonly CallScene _scene = new();

    [Fact]
    public void An_answered_call_is_told_whole()
    {
        CallRecord record = Talk();
        CallTrace trace = Find(record.CallId)!;
        Assert.Equal((true, false, "answered"), (trace.IsComplete, trace.IsLive, trace.Result));
        Assert.Equal([LegSide.Originating, LegSide.Terminating], trace.Parties.Select(party => party.Side));
        Assert.Equal(record.PlanReasons, trace.Decisions);
        Guid caller = trace.Parties[0].LegId;
        Guid called = trace.Parties[1].LegId;
        Assert.Equal(
            ["INVITE", "401 Unauthorized", "ACK", "INVITE", "180 Ringing", "200 OK", "ACK", "BYE", "200 OK"],
            trace.Messages.Where(message => message.LegId == caller && message.Summary != "100 Trying").Select(message => message.Summary));
        Assert.Equal(
            ["INVITE", "180 Ringing", "200 OK", "ACK", "BYE", "200 OK"],
            trace.Messages.Where(message => message.LegId == called && message.Summary != "100 Trying").Select(message => message.Summary));
        Assert.Equal([true, false, false, true], trace.Messages.Take(4).Select(message => message.IsReceived));
        Assert.True(trace.Messages[0].HasSdp);
        Assert.Equal(trace.Messages.OrderBy(message => message.At).Select(message => message.At), trace.Messages.Select(message => message.At));
        Assert.Equal(["callStarted", "callPlanned", "legDialled"], trace.Events.Take(3).Select(told => told.Type));
        Assert.Equal("callEnded", trace.Events[^1].Type);
        Assert.All(trace.Parties, party => Assert.NotNull(party.Media));
    }

    [Fact]
    public void No_password_s_proof_is_told()
    {
        CallTrace trace = Find(Talk().CallId)!;
        TraceMessage signed = trace.Messages.First(message => message.Text.Contains("\nAuthorization:", StringComparison.Ordinal));
        Assert.Contains("response=***", signed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_live_call_is_told_so_far()
    {
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => _scene.Bia.Incoming.Count == 1);
        CallView live = Assert.Single(_scene.Exchange.Exchange.Live.Calls());
        CallTrace trace = Find(live.CallId)!;
        Assert.Equal((true, null), (trace.IsLive, trace.Result));
        Assert.Contains(trace.Messages, message => message.Summary == "INVITE" && !message.IsReceived);
        ana.Cancel();
        _scene.End();
    }

    [Fact]
    public void Another_company_s_call_does_not_exist()
    {
        Guid call = Talk().CallId;
        Assert.NotNull(Find(call));
        Assert.Null(_scene.Exchange.Tracing.Find(VirtualExchange.OtherCompany, call, CallTraceHints.None));
    }

    [Fact]
    public void Other_calls_messages_are_not_mixed_in()
    {
        CallRecord first = Talk();
        VirtualCall second = _scene.Ana.Call("1701");
        _scene.Until(() => _scene.Bia.Incoming.Count == 2);
        second.Cancel();
        _scene.Exchange.Loop.Advance(TimeSpan.FromSeconds(5));
        CallTrace trace = Find(first.CallId)!;
        Assert.DoesNotContain(trace.Messages, message => message.Summary == "CANCEL");
    }

    [Fact]
    public void What_is_older_than_its_time_is_told_from_the_record_without_its_messages()
    {
        CallRecord record = Talk();
        _scene.Exchange.Loop.Advance(TimeSpan.FromMinutes(16));
        Assert.Null(Find(record.CallId));
        CallTrace trace = _scene.Exchange.Tracing.Find(VirtualExchange.Company, record.CallId, new(null, record))!;
        Assert.Equal((false, "answered"), (trace.IsComplete, trace.Result));
        Assert.Empty(trace.Messages);
        Assert.Equal(record.Legs.Select(leg => leg.LegId), trace.Parties.Select(party => party.LegId));
    }

    [Fact]
    public void A_call_whose_beginning_is_too_old_is_told_from_what_is_live()
    {
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => _scene.Bia.Incoming.Count == 1);
        _scene.Bia.LastIncoming.Answer();
        _scene.Until(() => ana.IsTalking);
        _scene.Exchange.Loop.Advance(TimeSpan.FromMinutes(16));
        ana.Reinvite("sendonly", PhoneSdp.Pcma);
        _scene.Exchange.Loop.Advance(TimeSpan.FromSeconds(1));
        CallView live = Assert.Single(_scene.Exchange.Exchange.Live.Calls());
        CallTrace trace = _scene.Exchange.Tracing.Find(VirtualExchange.Company, live.CallId, new(live, null))!;
        Assert.False(trace.IsComplete);
        Assert.Equal(2, trace.Parties.Count);
        Assert.Contains(trace.Messages, message => message.Summary == "INVITE" && message.IsReceived);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_digit_in_INFO_is_told_without_the_digit()
    {
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => _scene.Bia.Incoming.Count == 1);
        _scene.Bia.LastIncoming.Answer();
        _scene.Until(() => ana.IsTalking);
        ana.Send(SipMethod.Info, "application/dtmf-relay", "Signal=7\r\nDuration=160\r\n");
        _scene.Exchange.Loop.Advance(TimeSpan.FromSeconds(1));
        ana.HangUp();
        CallTrace trace = Find(_scene.End().CallId)!;
        Assert.Contains("Signal=*", trace.Messages.First(message => message.Summary == "INFO").Text, StringComparison.Ordinal);
        TraceEvent pressed = Assert.Single(trace.Events, told => told.Type == "digitPressed");
        Assert.Equal(("pressed a digit", "*"), (pressed.Text, pressed.Fields!.Value.GetProperty("digit").GetString()));
    }

    [Fact]
    public void Without_a_ring_the_record_alone_is_told()
    {
        CallRecord record = Talk();
        CallTracing off = new(_scene.Exchange.Loop.Time, 0, TimeSpan.FromMinutes(15));
        Assert.Null(off.Find(VirtualExchange.Company, record.CallId, CallTraceHints.None));
        Assert.Equal(2, off.Find(VirtualExchange.Company, record.CallId, new(null, record))!.Parties.Count);
    }

    private CallTrace? Find(Guid call) => _scene.Exchange.Tracing.Find(VirtualExchange.Company, call, CallTraceHints.None);

    private CallRecord Talk()
    {
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => _scene.Bia.Incoming.Count == 1);
        _scene.Bia.LastIncoming.Ring();
        _scene.Bia.LastIncoming.Answer();
        _scene.Until(() => ana.IsTalking);
        ana.HangUp();
        return _scene.End();
    }
}
