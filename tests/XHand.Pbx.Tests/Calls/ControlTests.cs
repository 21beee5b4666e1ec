using XHand.Calls.Facts;
using XHand.Calls.Live;
using XHand.Media;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>Calls placed and ended from outside.</summary>
public sealed class ControlTests
{
    private readonly CallScene _scene = new();

    private ICallControl Control => _scene.Exchange.Exchange.Control;

    [Fact]
    public async Task A_call_rings_who_is_to_call_and_then_the_other()
    {
        _scene.Ana.OnIncoming = call => call.Ring();
        _scene.Bia.OnIncoming = call => call.Ring();
        Task<CallControlResult> asked = Control.CallAsync(VirtualExchange.Company, "1700", "1701", default);
        _scene.Until(() => _scene.Ana.Incoming.Count == 1);
        CallControlResult result = await asked;
        Assert.Null(result.Refusal);
        VirtualCall ana = _scene.Ana.LastIncoming;
        Assert.Equal("\"Bia\" <sip:1701@10.0.0.1>", ana.Invite!.From.ToString().Split(";tag")[0]);
        Assert.Empty(_scene.Bia.Incoming);
        _scene.Run(2);
        ana.Answer();
        _scene.Until(() => _scene.Bia.Incoming.Count == 1);
        Assert.Equal("1700", _scene.Bia.LastIncoming.Invite!.From.Uri.User);
        _scene.Run(0.1);
        CallView view = Assert.Single(_scene.Exchange.Exchange.Live.Calls());
        Assert.Equal(result.CallId, view.CallId);
        Assert.Equal(Tone.Ringback, _scene.Exchange.Media.ToneOf(view.Legs[0].LegId));
        _scene.Bia.LastIncoming.Answer();
        _scene.Run(10);
        Assert.Equal(view.Legs[1].LegId, _scene.Exchange.Media.BridgedWith(view.Legs[0].LegId));
        ana.HangUp();
        CallRecord record = _scene.End();
        CallScene.Says(record, "answered", "caller", 200, 16);
        Assert.InRange(record.TalkMs, 9_900, 10_100);
        Assert.Equal(["originating", "terminating"], record.Legs.Select(leg => leg.Side));
    }

    [Fact]
    public void Who_is_to_call_may_not_answer_or_not_want_to()
    {
        _scene.Ana.OnIncoming = call => call.Refuse(486);
        _ = Control.CallAsync(VirtualExchange.Company, "1700", "1701", default);
        CallRecord record = _scene.End();
        CallScene.Says(record, "busy", "caller", 486, 17);
        Assert.Empty(_scene.Bia.Incoming);
        _scene.Ana.OnIncoming = call => call.Ring();
        _ = Control.CallAsync(VirtualExchange.Company, "1700", "1701", default);
        Assert.Equal("noAnswer", _scene.End(2).Result);
    }

    [Fact]
    public void The_other_side_is_busy_and_who_called_is_released()
    {
        _scene.Ana.OnIncoming = call => call.Answer();
        _scene.Bia.OnIncoming = call => call.Refuse(486);
        _ = Control.CallAsync(VirtualExchange.Company, "1700", "1701", default);
        CallRecord record = _scene.End();
        CallScene.Says(record, "busy", "callee", 486, 17);
        Assert.Null(record.AnsweredAt);
        Assert.True(_scene.Ana.LastIncoming.EndedByOther);
    }

    [Theory]
    [InlineData("1799", "1701", "There is no extension 1799")]
    [InlineData("1702", "1701", "No phone of 1702 is registered")]
    public async Task What_cannot_be_placed_is_refused_with_a_reason(string from, string to, string why)
    {
        _scene.Exchange.AddExtension("1702");
        Task<CallControlResult> asked = Control.CallAsync(VirtualExchange.Company, from, to, default);
        _scene.Run(0.1);
        Assert.Equal(why, (await asked).Refusal);
        Assert.Empty(_scene.Exchange.Records);
    }

    [Fact]
    public async Task A_call_to_nowhere_is_refused_before_anybody_rings()
    {
        Task<CallControlResult> asked = Control.CallAsync(VirtualExchange.Company, "1700", "1999", default);
        _scene.Run(0.1);
        Assert.NotNull((await asked).Refusal);
        Assert.Empty(_scene.Ana.Incoming);
    }

    [Fact]
    public void An_announcement_is_played_to_who_was_called_for_it()
    {
        _scene.Ana.OnIncoming = call => call.Answer();
        _ = Control.CallAsync(VirtualExchange.Company, "1700", "1790", default);
        CallRecord record = _scene.End();
        CallScene.Says(record, "answered", "system", 200, 16);
        Assert.InRange(record.TalkMs, 2_990, 3_050);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_is_ended_by_command(bool isAnswered)
    {
        _scene.Bia.OnIncoming = call =>
        {
            call.Ring();
            if (isAnswered)
            {
                call.Answer();
            }
        };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Run(1);
        Guid callId = _scene.Exchange.Exchange.Live.Calls()[0].CallId;
        Task<CallControlResult> wrong = Control.HangUpAsync(VirtualExchange.OtherCompany, callId, default);
        _scene.Run(0.1);
        Assert.NotNull((await wrong).Refusal);
        Task<CallControlResult> right = Control.HangUpAsync(VirtualExchange.Company, callId, default);
        _scene.Until(() => ana.IsOver && _scene.Bia.LastIncoming.IsOver);
        Assert.Equal(callId, (await right).CallId);
        CallRecord record = _scene.End();
        Assert.Equal((isAnswered ? "answered" : "failed", "system", "Ended by command"), (record.Result, record.EndedBy, record.Reason));
    }

    [Fact]
    public async Task An_ordered_call_is_ended_by_command_while_its_caller_rings()
    {
        _scene.Ana.OnIncoming = call => call.Ring();
        Task<CallControlResult> asked = Control.CallAsync(VirtualExchange.Company, "1700", "1701", default);
        _scene.Until(() => _scene.Ana.Incoming.Count == 1);
        _ = Control.HangUpAsync(VirtualExchange.Company, (await asked).CallId!.Value, default);
        _scene.Until(() => _scene.Ana.LastIncoming.IsOver);
        Assert.Equal("failed", _scene.End().Result);
    }

    [Fact]
    public void Draining_refuses_new_calls_waits_for_live_ones_and_then_ends_them()
    {
        (VirtualCall ana, _) = _scene.Talk();
        Task drained = Control.DrainAsync(TimeSpan.FromSeconds(30));
        _scene.Run(10);
        VirtualCall refused = _scene.Bia.Call("1700");
        _scene.Until(() => refused.IsOver);
        Assert.Equal(503, refused.LastStatus);
        Assert.False(drained.IsCompleted);
        Assert.True(ana.IsTalking);
        _scene.Run(21);
        Assert.True(ana.EndedByOther);
        _scene.Run(1);
        Assert.True(drained.IsCompletedSuccessfully);
        CallRecord record = _scene.End();
        Assert.Equal(("answered", "system", "The system was stopped"), (record.Result, record.EndedBy, record.Reason));
    }

    [Fact]
    public void Draining_is_over_as_soon_as_the_last_call_ends()
    {
        (VirtualCall ana, _) = _scene.Talk();
        Task drained = Control.DrainAsync(TimeSpan.FromMinutes(5));
        _scene.Run(1);
        ana.HangUp();
        _scene.Run(1);
        Assert.True(drained.IsCompletedSuccessfully);
        _scene.End();
    }
}
