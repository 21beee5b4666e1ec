using XHand.Calls.Facts;
using XHand.Sip.Messages;
using XHand.Sip.Transport;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>Extension to extension: each way in which a call can go, what the phones see and what the record says.</summary>
public sealed class ExtensionCallTests
{
    private readonly CallScene _scene = new();

    [Fact]
    [Trait("Feature", "BAS-01")]
    public void A_call_is_answered_and_ended_by_the_caller()
    {
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180, 0.3);
        VirtualCall bia = _scene.Bia.LastIncoming;
        Assert.Equal("\"Ana\" <sip:1700@10.0.0.1>", bia.Invite!.From.ToString().Split(";tag")[0]);
        Assert.Equal("<sip:1701@10.0.0.1>", bia.Invite.To.ToString());
        Assert.Equal("sip:1701@10.1.0.2:5060", bia.Invite.Uri.ToString());
        Assert.Equal(69u, bia.Invite.Number(SipHeader.MaxForwards));
        _scene.Run(3);
        bia.Answer();
        _scene.Until(() => ana.IsTalking && bia.AcksReceived == 1);
        Assert.Equal("talking", Assert.Single(_scene.Exchange.Exchange.Live.Calls()).State);
        _scene.Run(60);
        ana.HangUp();
        _scene.Until(() => bia.IsOver);

        CallRecord record = _scene.End();

        CallScene.Says(record, "answered", "caller", 200, 16);
        Assert.Equal(("1700", "Ana", "1701", "1701", "Bia", "internal"), (record.From, record.FromName, record.Dialled, record.To, record.ToName, record.Class));
        Assert.InRange(record.TalkMs, 59_990, 60_010);
        Assert.InRange(record.TotalMs, 63_000, 63_100);
        Assert.InRange((record.AnsweredAt - record.RingingAt)!.Value.TotalSeconds, 2.99, 3.05);
        Assert.Equal(["originating", "terminating"], record.Legs.Select(leg => leg.Side));
        Assert.Equal(["1700", "1701"], record.Legs.Select(leg => leg.Number));
        Assert.Equal(["10.1.0.1:5060", "10.1.0.2:5060"], record.Legs.Select(leg => leg.RemoteAddress));
        Assert.All(record.Legs, leg => Assert.Equal(("PCMA", 200, "VirtualPhone/1"), (leg.Codec, leg.SipStatus, leg.UserAgent)));
        Assert.All(record.Legs, leg => Assert.InRange(leg.PacketsReceived, 2995, 3005));
        Assert.NotEmpty(record.PlanReasons);
        Assert.Equal("Q.850;cause=16;text=\"Normal call clearing\"", CallScene.ReasonOf(bia.EndRequest));
        Assert.Equal(
            [FactType.CallStarted, FactType.CallPlanned, FactType.LegDialled, FactType.LegRinging, FactType.LegAnswered, FactType.LegAnswered, FactType.LegsBridged, FactType.LegEnded, FactType.LegEnded, FactType.CallEnded],
            _scene.Exchange.CallFacts);
    }

    [Theory]
    [InlineData("1701#")]
    [InlineData("1701%23")]
    [Trait("Feature", "BAS-01")]
    public void A_number_may_end_with_a_hash(string dialled)
    {
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call(dialled.Replace("%23", "#", StringComparison.Ordinal));
        _scene.Until(() => ana.LastStatus == 180, 0.3);
        ana.Cancel();
        CallRecord record = _scene.End();
        Assert.Equal(("1701#", "1701"), (record.Dialled, record.To));
    }

    [Fact]
    public void The_called_hangs_up()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        _scene.Run(5);
        bia.HangUp();
        _scene.Until(() => ana.IsOver);
        Assert.True(ana.EndedByOther);
        CallScene.Says(_scene.End(), "answered", "callee", 200, 16);
    }

    [Fact]
    public void Both_hang_up_at_once_and_there_is_one_record()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        ana.HangUp();
        bia.HangUp();
        _scene.Run(1);
        Assert.Equal([(SipMethod.Bye, 200)], ana.InDialog);
        Assert.Equal([(SipMethod.Bye, 200)], bia.InDialog);
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Fact]
    public void Busy_callee_gives_caller_486_and_no_bridge()
    {
        _scene.Bia.OnIncoming = call => call.Refuse(486);
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsOver);
        Assert.Equal(486, ana.LastStatus);
        Assert.Equal("Q.850;cause=17;text=\"User busy\"", CallScene.ReasonOf(ana.Final));
        CallRecord record = _scene.End();
        CallScene.Says(record, "busy", "callee", 486, 17);
        Assert.Null(record.AnsweredAt);
        Assert.Equal(0, record.TalkMs);
        Assert.Equal([486, 486], record.Legs.Select(leg => leg.SipStatus));
        Assert.DoesNotContain(FactType.LegsBridged, _scene.Exchange.CallFacts);
    }

    [Fact]
    public void Nobody_answers_in_the_ringing_time()
    {
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsOver, 25);
        Assert.Equal(408, ana.LastStatus);
        Assert.True(_scene.Bia.LastIncoming.EndedByOther);
        CallRecord record = _scene.End();
        CallScene.Says(record, "noAnswer", "system", 408, 19);
        Assert.InRange(record.TotalMs, 20_000, 20_050);
        Assert.NotNull(record.RingingAt);
        Assert.Equal([408, 487], record.Legs.Select(leg => leg.SipStatus));
    }

    [Fact]
    public void An_unknown_number_is_404()
    {
        VirtualCall ana = _scene.Ana.Call("1999");
        _scene.Until(() => ana.IsOver);
        Assert.Equal(404, ana.LastStatus);
        CallRecord record = _scene.End();
        CallScene.Says(record, "unknownNumber", "system", 404, 1);
        Assert.Single(record.Legs);
    }

    [Fact]
    public void An_extension_without_a_phone_is_480()
    {
        _scene.Exchange.AddExtension("1702", "Caio");
        VirtualCall ana = _scene.Ana.Call("1702");
        _scene.Until(() => ana.IsOver);
        Assert.Equal(480, ana.LastStatus);
        CallRecord record = _scene.End();
        CallScene.Says(record, "notRegistered", "system", 480, 20);
        Assert.Equal("Caio", record.ToName);
    }

    [Fact]
    public void The_caller_gives_up_while_it_rings()
    {
        _scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180);
        _scene.Run(4);
        ana.Cancel();
        _scene.Until(() => ana.IsOver && _scene.Bia.LastIncoming.IsOver);
        Assert.Equal(487, ana.LastStatus);
        CallRecord record = _scene.End();
        CallScene.Says(record, "cancelled", "caller", 487, 16);
        Assert.NotNull(record.RingingAt);
        Assert.Equal([487, 487], record.Legs.Select(leg => leg.SipStatus));
    }

    [Fact]
    public void The_caller_gives_up_before_anything_rings()
    {
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => _scene.Bia.Incoming.Count == 1);
        ana.Cancel();
        _scene.Until(() => ana.IsOver && _scene.Bia.LastIncoming.IsOver);
        CallRecord record = _scene.End();
        CallScene.Says(record, "cancelled", "caller", 487, 16);
        Assert.Null(record.RingingAt);
    }

    [Fact]
    public void The_called_answers_as_the_caller_gives_up_and_is_released()
    {
        _scene.Bia.OnIncoming = call =>
        {
            call.Ring();
            // CANCEL and 200 cross: the phone answers although it is cancelled.
            call.OnCancelled = cancelled => cancelled.Answer();
        };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.LastStatus == 180);
        ana.Cancel();
        _scene.Until(() => _scene.Bia.LastIncoming.IsOver);
        VirtualCall bia = _scene.Bia.LastIncoming;
        Assert.Equal((SipMethod.Cancel, 1, 1), (bia.EndRequest!.Method, bia.AcksReceived, bia.ByesReceived));
        Assert.Equal(487, ana.LastStatus);
        CallScene.Says(_scene.End(), "cancelled", "caller", 487, 16);
    }

    [Fact]
    public void A_declined_call_is_603_for_the_caller()
    {
        _scene.Bia.OnIncoming = call => call.Refuse(603);
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsOver);
        Assert.Equal(603, ana.LastStatus);
        CallScene.Says(_scene.End(), "refused", "callee", 603, 21);
    }

    [Fact]
    public void A_phone_that_asks_for_a_password_is_a_refusal_and_no_challenge_for_the_caller()
    {
        _scene.Bia.OnIncoming = call => call.Refuse(401);
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsOver);
        Assert.Equal(480, ana.LastStatus);
        CallScene.Says(_scene.End(), "refused", "callee", 480, 21);
    }

    [Fact]
    public void A_phone_that_is_gone_is_unreachable_after_32_seconds()
    {
        _scene.Exchange.AddExtension("1701", "Bia", extension => extension with { RingSeconds = 60 });
        _scene.Exchange.Network.Detach(_scene.Bia.Transport.Local);
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsOver, 40);
        Assert.Equal(480, ana.LastStatus);
        CallRecord record = _scene.End();
        CallScene.Says(record, "failed", "system", 480, 27);
        Assert.InRange(record.TotalMs, 32_000, 32_100);
        Assert.Equal(408, record.Legs[1].SipStatus);
    }

    [Fact]
    public void The_call_limit_of_the_called_makes_it_busy()
    {
        _scene.Exchange.AddExtension("1701", "Bia", extension => extension with { MaxCalls = 1 });
        _scene.Exchange.AddExtension("1702");
        VirtualPhone third = _scene.Exchange.RegisteredPhone("1702");
        (VirtualCall ana, _) = _scene.Talk();
        VirtualCall refused = third.Call("1701");
        _scene.Until(() => refused.IsOver);
        Assert.Equal(486, refused.LastStatus);
        CallScene.Says(_scene.Exchange.Records[0], "busy", "system", 486, 17);
        ana.HangUp();
        _scene.End(2);
        VirtualCall later = third.Call("1701");
        _scene.Until(() => later.IsTalking);
    }

    [Fact]
    public void The_call_limit_of_the_caller_holds_too()
    {
        _scene.Exchange.AddExtension("1700", "Ana", extension => extension with { MaxCalls = 1 });
        _scene.Exchange.AddExtension("1702");
        (VirtualCall ana, _) = _scene.Talk();
        VirtualCall second = _scene.Ana.Call("1702");
        _scene.Until(() => second.IsOver);
        Assert.Equal(486, second.LastStatus);
        ana.HangUp();
        _scene.End(2);
    }

    [Fact]
    public void Nobody_calls_as_somebody_else()
    {
        VirtualPhone intruder = _scene.Exchange.Phone("1700");
        intruder.Password = "guess";
        VirtualCall call = intruder.Call("1701");
        _scene.Until(() => call.IsOver);
        Assert.Equal(401, call.LastStatus);
        Assert.Empty(_scene.Bia.Incoming);
        Assert.Empty(_scene.Exchange.Exchange.Live.Calls());
        Assert.Empty(_scene.Exchange.CallFacts);
    }

    [Fact]
    public void Both_sides_on_TCP()
    {
        _scene.Exchange.AddExtension("1702");
        _scene.Exchange.AddExtension("1703");
        VirtualPhone caller = _scene.Exchange.RegisteredPhone("1702", protocol: SipProtocol.Tcp);
        VirtualPhone called = _scene.Exchange.RegisteredPhone("1703", protocol: SipProtocol.Tcp);
        called.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall call = caller.Call("1703");
        _scene.Until(() => call.IsTalking && called.LastIncoming.AcksReceived == 1);
        Assert.Equal("tcp", called.LastIncoming.Invite!.Addresses(SipHeader.Contact)[0].Uri.Parameters["transport"]);
        called.LastIncoming.HangUp();
        _scene.Until(() => call.IsOver);
        CallScene.Says(_scene.End(), "answered", "callee", 200, 16);
    }

    [Fact]
    public void Extensions_of_two_companies_do_not_reach_each_other()
    {
        _scene.Exchange.AddOtherExtension("1750", "Outra");
        VirtualPhone other = _scene.Exchange.RegisteredPhone("1750", "filial.example");
        VirtualCall call = other.Call("1701");
        _scene.Until(() => call.IsOver);
        Assert.Equal(404, call.LastStatus);
        Assert.Empty(_scene.Bia.Incoming);
        Assert.Equal(VirtualExchange.OtherCompany, _scene.End().Company);
    }
}
