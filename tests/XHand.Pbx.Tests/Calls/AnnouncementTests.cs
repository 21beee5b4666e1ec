using XHand.Calls.Facts;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

public sealed class AnnouncementTests
{
    private readonly CallScene _scene = new();

    [Fact]
    public void The_prompt_is_played_and_the_system_hangs_up()
    {
        VirtualCall ana = _scene.Ana.Call("1790");
        _scene.Until(() => ana.IsTalking);
        Assert.Equal("playing", Assert.Single(_scene.Exchange.Exchange.Live.Calls()).State);
        _scene.Until(() => ana.IsOver, 4);
        Assert.True(ana.EndedByOther);
        CallRecord record = _scene.End();
        CallScene.Says(record, "answered", "system", 200, 16);
        Assert.InRange(record.TalkMs, 2_990, 3_050);
        Assert.Equal(("1790", "welcome"), (record.To, record.ToName));
        Assert.Contains(FactType.PromptPlayed, _scene.Exchange.CallFacts);
        Assert.Single(record.Legs);
    }

    [Fact]
    public void The_caller_hangs_up_while_it_plays()
    {
        VirtualCall ana = _scene.Ana.Call("1790");
        _scene.Until(() => ana.IsTalking);
        _scene.Run(1);
        ana.HangUp();
        CallRecord record = _scene.End();
        CallScene.Says(record, "answered", "caller", 200, 16);
        Assert.InRange(record.TalkMs, 990, 1_050);
    }

    [Fact]
    public void A_prompt_that_is_missing_ends_the_call_and_says_so()
    {
        _scene.Exchange.AddAnnouncement("1791", "missing");
        VirtualCall ana = _scene.Ana.Call("1791");
        _scene.Until(() => ana.IsOver);
        CallRecord record = _scene.End();
        CallScene.Says(record, "answered", "system", 200, 41);
        Assert.Contains("missing", record.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_offer_it_plays_once_the_ACK_has_said_where_to()
    {
        VirtualCall ana = _scene.Ana.Call("1790", offers: false);
        ana.Acknowledges = false;
        _scene.Until(() => ana.OksReceived == 1);
        _scene.Run(5);
        Assert.NotEqual("playing", Assert.Single(_scene.Exchange.Exchange.Live.Calls()).State);
        ana.Acknowledge();
        _scene.Until(() => ana.IsOver, 4);
        CallScene.Says(_scene.End(), "answered", "system", 200, 16);
    }

    [Fact]
    public void A_hold_during_the_prompt_is_answered_by_us()
    {
        VirtualCall ana = _scene.Ana.Call("1790");
        _scene.Until(() => ana.IsTalking);
        ana.Reinvite("sendonly");
        _scene.Until(() => ana.InDialog.Count == 1);
        Assert.Equal((200, "recvonly"), (ana.InDialog[0].Status, ana.RemoteSdp!.Direction));
        _scene.Until(() => ana.IsOver, 4);
        _scene.End();
    }
}
