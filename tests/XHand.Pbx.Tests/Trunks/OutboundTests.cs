using System.Text;
using XHand.Calls.Facts;
using XHand.Calls.Live;
using XHand.Sip.Messages;
using XHand.Site;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Trunks;

/// <summary>Calls out: what the operator sees, which way they take, and how they end for caller and record.</summary>
public sealed class OutboundTests
{
    [Fact]
    [Trait("Feature", "TRK-07")]
    public void The_operator_is_called_at_its_host_and_sees_the_extension_at_the_from_domain()
    {
        TrunkScene scene = new(first: trunk => trunk with { FromDomain = "pbx.example" });
        (VirtualCall ana, VirtualCall far) = scene.Talk();
        SipRequest invite = far.Invite!;
        Assert.Equal("sip:36521777@10.9.0.1", invite.Uri.ToString());
        Assert.Equal("<sip:1700@pbx.example>", invite.From.ToString().Split(";tag")[0]);
        Assert.Equal("<sip:1700@pbx.example>", invite.Text(SipHeader.PAssertedIdentity));
        Assert.Equal(69u, invite.Number(SipHeader.MaxForwards));
        CallView live = Assert.Single(scene.Exchange.Exchange.Live.Calls());
        Assert.Equal(("outbound", "alfa", "talking"), (live.Direction, live.Trunk, live.State));
        Assert.Equal(1, scene.View("alfa").Calls);
        scene.Run(30);
        ana.HangUp();
        scene.Until(() => far.IsOver);

        CallRecord record = scene.End();
        Assert.Equal(("answered", "caller", 200, 16), (record.Result, record.EndedBy, record.SipStatus, record.Q850Cause));
        Assert.Equal(("outbound", "alfa", "all", "", "local"), (record.Direction, record.Trunk, record.Route, record.Tag, record.Class));
        Assert.Equal(("1700", "36521777", "36521777"), (record.From, record.Dialled, record.To));
        Assert.Equal(0, scene.View("alfa").Calls);
    }

    [Fact]
    [Trait("Feature", "TRK-09")]
    public void The_trunks_caller_id_stands_in_From_and_asserted_identity()
    {
        TrunkScene scene = new(first: trunk => trunk with { CallerId = "1136520000" });
        (VirtualCall ana, VirtualCall far) = scene.Talk();
        Assert.Equal("<sip:1136520000@10.9.0.1>", far.Invite!.From.ToString().Split(";tag")[0]);
        Assert.Equal("<sip:1136520000@10.9.0.1>", far.Invite.Text(SipHeader.PAssertedIdentity));
        Assert.DoesNotContain("Ana", Encoding.UTF8.GetString(far.Invite.Buffer.Span), StringComparison.Ordinal);
        ana.HangUp();
        scene.End();
    }

    [Fact]
    [Trait("Feature", "TRK-11")]
    public void Codecs_are_offered_in_the_trunks_order()
    {
        TrunkScene scene = new(first: trunk => trunk with { Codecs = ["PCMU", "PCMA"] });
        scene.Operator.Line.Codecs = [PhoneSdp.Pcma, PhoneSdp.Pcmu, PhoneSdp.Events];
        (VirtualCall ana, VirtualCall far) = scene.Talk();
        Assert.Equal([PhoneSdp.Pcmu, PhoneSdp.Pcma, PhoneSdp.Events], PhoneSdp.Read(far.Invite!.Body.Span)!.Payloads);
        ana.HangUp();
        CallRecord record = scene.End();
        Assert.All(record.Legs, leg => Assert.Equal("PCMU", leg.Codec));
    }

    [Fact]
    public void A_codec_that_the_trunk_does_not_have_is_not_offered()
    {
        TrunkScene scene = new(first: trunk => trunk with { Codecs = ["PCMU"] });
        (VirtualCall ana, VirtualCall far) = scene.Talk();
        Assert.Equal([PhoneSdp.Pcmu, PhoneSdp.Events], PhoneSdp.Read(far.Invite!.Body.Span)!.Payloads);
        ana.HangUp();
        scene.End();
    }

    [Fact]
    public void A_challenge_is_answered_with_the_trunks_login_twice_and_then_no_more()
    {
        TrunkScene scene = new(first: trunk => trunk with { Login = "acme", Password = "right" });
        int asked = 0;
        scene.Operator.Line.OnIncoming = call => { asked++; call.Challenge(); };
        scene.Other.Line.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => ana.IsTalking);
        Assert.Equal(3, asked);
        string signed = scene.Operator.Line.LastIncoming.Invite!.Text(SipHeader.ProxyAuthorization)!;
        Assert.Contains("username=\"acme\"", signed, StringComparison.Ordinal);
        Assert.Contains("uri=\"sip:36521777@10.9.0.1\"", signed, StringComparison.Ordinal);
        ana.HangUp();
        Assert.Equal("beta", scene.End().Trunk);
    }

    [Fact]
    public void A_challenge_left_over_is_no_challenge_for_the_caller()
    {
        TrunkScene scene = new(route: route => route with { Trunks = ["alfa"] });
        scene.Operator.Line.OnIncoming = call => call.Challenge();
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => ana.IsOver);
        Assert.Equal(503, ana.LastStatus);
        CallRecord record = scene.End();
        Assert.Equal(("failed", "system", 503, 21), (record.Result, record.EndedBy, record.SipStatus, record.Q850Cause));
    }

    // What the caller hears and what the record says of it; the second trunk is not tried for what the called or its number means.
    [Theory]
    [InlineData(404, null, "unknownNumber", "callee", 404, 1)]
    [InlineData(484, null, "unknownNumber", "callee", 484, 28)]
    [InlineData(410, null, "unknownNumber", "callee", 410, 22)]
    [InlineData(604, null, "unknownNumber", "callee", 604, 1)]
    [InlineData(486, null, "busy", "callee", 486, 17)]
    [InlineData(600, null, "busy", "callee", 600, 17)]
    [InlineData(480, null, "noAnswer", "callee", 480, 18)]
    [InlineData(480, "Q.850;cause=31;text=\"x\"", "refused", "callee", 480, 31)]
    [InlineData(480, "SIP;cause=480, Q.850;cause=19", "noAnswer", "callee", 480, 19)]
    [InlineData(403, null, "refused", "callee", 403, 21)]
    [InlineData(603, null, "refused", "callee", 603, 21)]
    [InlineData(488, null, "failed", "system", 488, 58)]
    [InlineData(487, null, "refused", "callee", 480, 16)]
    public void The_calleds_word_ends_the_call(int status, string? reason, string result, string endedBy, int heard, int q850)
    {
        TrunkScene scene = new();
        scene.Operator.Line.OnIncoming = call => call.Refuse(status, reason);
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => ana.IsOver);
        Assert.Equal(heard, ana.LastStatus);
        Assert.StartsWith($"Q.850;cause={q850};", ana.Final!.Text(SipHeader.Reason), StringComparison.Ordinal);
        Assert.Empty(scene.Other.Line.Incoming);
        CallRecord record = scene.End();
        Assert.Equal((result, endedBy, heard, q850), (record.Result, record.EndedBy, record.SipStatus, record.Q850Cause));
        Assert.Equal(("outbound", "alfa"), (record.Direction, record.Trunk));
    }

    // The way's word: the second trunk takes the call, and where both say so the caller hears it.
    [Theory]
    [Trait("Feature", "RTE-13")]
    [InlineData(500, null, 500, 41)]
    [InlineData(502, null, 502, 38)]
    [InlineData(503, null, 503, 41)]
    [InlineData(504, null, 504, 102)]
    [InlineData(408, null, 504, 102)]
    [InlineData(400, null, 400, 41)]
    [InlineData(302, null, 503, 41)]
    [InlineData(480, "Q.850;cause=34", 480, 34)]
    [InlineData(404, "Q.850;cause=38", 404, 38)]
    [InlineData(486, "Q.850;cause=42", 503, 42)]
    [InlineData(486, "Q.850;cause=44", 503, 44)]
    public void The_ways_word_leads_to_the_next_trunk_at_once(int status, string? reason, int heard, int q850)
    {
        TrunkScene scene = new();
        scene.Operator.Line.OnIncoming = call => call.Refuse(status, reason);
        scene.Other.Line.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => ana.IsTalking, 1);
        ana.HangUp();
        CallRecord record = scene.End();
        Assert.Equal(("answered", "beta", 3), (record.Result, record.Trunk, record.Legs.Count));

        scene.Other.Line.OnIncoming = call => call.Refuse(status, reason);
        VirtualCall again = scene.Ana.Call("36521778");
        scene.Until(() => again.IsOver);
        Assert.Equal(heard, again.LastStatus);
        Assert.StartsWith($"Q.850;cause={q850};", again.Final!.Text(SipHeader.Reason), StringComparison.Ordinal);
        CallRecord failed = scene.End(2);
        Assert.Equal((heard, q850, "beta"), (failed.SipStatus, failed.Q850Cause, failed.Trunk));
    }

    [Fact]
    public void Once_the_called_rang_an_operators_timeout_is_no_answer_and_nobody_rings_again()
    {
        TrunkScene scene = new();
        scene.Operator.Line.OnIncoming = call => call.Ring();
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => ana.LastStatus == 180);
        scene.Run(20);
        scene.Operator.Line.LastIncoming.Refuse(408);
        scene.Until(() => ana.IsOver);
        Assert.Equal(408, ana.LastStatus);
        Assert.Empty(scene.Other.Line.Incoming);
        Assert.Equal("noAnswer", scene.End().Result);
    }

    [Fact]
    public void A_silent_operator_is_left_after_its_time_and_asked_whether_it_lives()
    {
        TrunkScene scene = new(first: trunk => trunk with { TimeoutSeconds = 2 });
        scene.Exchange.Network.Detach(scene.Operator.Line.Transport.Local);
        scene.Other.Line.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => ana.IsTalking, 2.2);
        Assert.Equal(TrunkState.Unreachable, scene.View("alfa").State);

        // The next call does not wait for it.
        VirtualCall second = scene.Ana.Call("36521778");
        scene.Until(() => second.IsTalking, 0.2);
        ana.HangUp();
        second.HangUp();
        CallRecord record = scene.End(2);
        Assert.Equal(("beta", 2), (record.Trunk, record.Legs.Count));
        Assert.Contains(FactType.TrunkSkipped, scene.Exchange.CallFacts);
    }

    [Fact]
    public void A_100_alone_is_enough_to_be_waited_for()
    {
        TrunkScene scene = new();
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => scene.Operator.Line.Incoming.Count == 1);
        scene.Run(10);
        Assert.Empty(scene.Other.Line.Incoming);
        scene.Operator.Line.LastIncoming.Answer();
        scene.Until(() => ana.IsTalking);
        ana.HangUp();
        Assert.Equal("alfa", scene.End().Trunk);
    }

    [Fact]
    [Trait("Feature", "TRK-08")]
    public void The_call_beyond_the_limit_overflows_to_the_next_trunk_and_beyond_both_is_refused()
    {
        TrunkScene scene = new(first: trunk => trunk with { MaxCalls = 2 }, second: trunk => trunk with { MaxCalls = 1 });
        scene.Operator.Line.OnIncoming = scene.Other.Line.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall[] calls = [.. Enumerable.Range(0, 3).Select(i => scene.Ana.Call($"3652177{i}"))];
        scene.Until(() => calls.All(call => call.IsTalking));
        Assert.Equal((2, 1), (scene.Operator.Line.Incoming.Count, scene.Other.Line.Incoming.Count));
        VirtualCall refused = scene.Ana.Call("36521779");
        scene.Until(() => refused.IsOver, 0.5);
        Assert.Equal(503, refused.LastStatus);
        Assert.StartsWith("Q.850;cause=34;", refused.Final!.Text(SipHeader.Reason), StringComparison.Ordinal);

        // A place that is given back is there for the next.
        calls[0].HangUp();
        scene.Run(0.1);
        VirtualCall next = scene.Ana.Call("36521780");
        scene.Until(() => next.IsTalking);
        Assert.Equal(3, scene.Operator.Line.Incoming.Count);
        foreach (VirtualCall call in (IEnumerable<VirtualCall>)[calls[1], calls[2], next])
        {
            call.HangUp();
        }

        scene.End(5);
    }

    [Fact]
    public void An_emergency_call_passes_every_limit()
    {
        TrunkScene scene = new(first: trunk => trunk with { MaxCalls = 1 }, second: trunk => trunk with { MaxCalls = 1 });
        scene.Exchange.AddExtension("1701", "Bia", extension => extension with { MaxCalls = 1 });
        scene.Operator.Line.OnIncoming = scene.Other.Line.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall[] busy = [scene.Ana.Call("36521777"), scene.Ana.Call("36521778")];
        VirtualCall internalCall = scene.Bia.Call("1700");
        scene.Until(() => busy.All(call => call.IsTalking));
        VirtualCall emergency = scene.Bia.Call("190");
        scene.Until(() => emergency.IsTalking, 1);
        Assert.Equal("190", scene.Operator.Line.LastIncoming.Invite!.Uri.User);
        internalCall.Cancel();
        foreach (VirtualCall call in (IEnumerable<VirtualCall>)[.. busy, emergency])
        {
            call.HangUp();
        }

        scene.End(4);
        Assert.Contains(scene.Exchange.Records, record => record is { Class: "emergency", Result: "answered" });
    }

    [Fact]
    public void An_emergency_call_tries_a_trunk_that_is_down_when_no_other_is_left()
    {
        TrunkScene scene = new(second: trunk => trunk with { Enabled = false });
        scene.Operator.OptionsStatus = 503;
        scene.Until(() => scene.View("alfa").State == TrunkState.Unreachable, 40);
        scene.Operator.Line.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall ordinary = scene.Ana.Call("36521777");
        scene.Until(() => ordinary.IsOver);
        Assert.Equal(503, ordinary.LastStatus);
        Assert.StartsWith("Q.850;cause=38;", ordinary.Final!.Text(SipHeader.Reason), StringComparison.Ordinal);
        VirtualCall emergency = scene.Ana.Call("193");
        scene.Until(() => emergency.IsTalking);
        emergency.HangUp();
        scene.End(2);
    }

    [Fact]
    [Trait("Feature", "RTE-08")]
    public void False_ringback_is_heard_before_the_operator_says_anything()
    {
        TrunkScene scene = new(route: route => route with { FalseRingback = true });
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => ana.LastStatus == 180, 0.1);
        Assert.Equal(0, scene.Operator.Line.Incoming.Count(call => call.Statuses.Count > 0));
        ana.Cancel();
        scene.End();
    }

    [Fact]
    public void Early_media_of_the_operator_reaches_the_caller_also_from_the_second_choice()
    {
        TrunkScene scene = new();
        scene.Operator.Line.OnIncoming = call => { call.RingWithMedia(); call.Refuse(503); };
        scene.Other.Line.OnIncoming = call => call.RingWithMedia();
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => scene.Other.Line.Incoming.Count == 1 && ana.LastStatus == 183);
        scene.Run(0.1);
        Assert.Equal(183, ana.LastStatus);
        Assert.NotNull(ana.RemoteSdp);
        scene.Other.Line.LastIncoming.Answer();
        scene.Until(() => ana.IsTalking);
        ana.HangUp();
        CallRecord record = scene.End();
        Assert.Equal("beta", record.Trunk);
    }

    [Fact]
    public void The_caller_gives_up_and_the_operator_is_told_why()
    {
        TrunkScene scene = new();
        scene.Operator.Line.OnIncoming = call => call.Ring();
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => ana.LastStatus == 180);
        ana.Cancel();
        scene.Until(() => ana.IsOver && scene.Operator.Line.LastIncoming.IsOver);
        Assert.Equal(SipMethod.Cancel, scene.Operator.Line.LastIncoming.EndRequest!.Method);
        Assert.Empty(scene.Other.Line.Incoming);
        CallRecord record = scene.End();
        Assert.Equal(("cancelled", "alfa"), (record.Result, record.Trunk));
    }

    [Fact]
    public void CANCEL_and_200_cross_and_the_operator_is_released()
    {
        TrunkScene scene = new();
        scene.Operator.Line.OnIncoming = call => { call.Ring(); call.OnCancelled = cancelled => cancelled.Answer(); };
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => ana.LastStatus == 180);
        ana.Cancel();
        VirtualCall far = scene.Operator.Line.LastIncoming;
        scene.Until(() => far.IsOver);
        Assert.Equal((1, 1), (far.AcksReceived, far.ByesReceived));
        Assert.Equal("cancelled", scene.End().Result);
    }

    [Fact]
    public void An_operator_that_answers_after_it_was_left_for_silence_is_released()
    {
        TrunkScene scene = new(first: trunk => trunk with { TimeoutSeconds = 1 });
        // Its 100 and its 200 come after our patience; the INVITE came through at once.
        scene.Exchange.Network.Faults = scene.Exchange.Network.Faults with { MinDelay = TimeSpan.FromSeconds(1.2), MaxDelay = TimeSpan.FromSeconds(1.2) };
        scene.Operator.Line.OnIncoming = call => call.Answer();
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => scene.Operator.Line.Incoming.Count > 0 && scene.Operator.Line.LastIncoming.ByesReceived == 1, 20);
        scene.Exchange.Network.Faults = scene.Exchange.Network.Faults with { MinDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) };
        ana.Cancel();
        scene.Until(() => ana.IsOver, 60);
        scene.End();
    }

    [Fact]
    public void The_operators_BYE_brings_its_cause_to_phone_and_record()
    {
        TrunkScene scene = new();
        (VirtualCall ana, VirtualCall far) = scene.Talk();
        scene.Run(3);
        far.Send(SipMethod.Bye, null, null);
        scene.Until(() => ana.IsOver);
        CallRecord record = scene.End();
        Assert.Equal(("answered", "callee", 16), (record.Result, record.EndedBy, record.Q850Cause));
    }

    [Fact]
    public void Hold_by_the_operator_works_as_by_a_phone()
    {
        TrunkScene scene = new();
        (VirtualCall ana, VirtualCall far) = scene.Talk();
        far.Reinvite("sendonly");
        scene.Until(() => ana.Reinvites.Count == 1 && far.InDialog.Count == 1);
        Assert.Equal("sendonly", ana.RemoteSdp!.Direction);
        Assert.Equal("held", Assert.Single(scene.Exchange.Exchange.Live.Calls()).State);
        far.Reinvite("sendrecv");
        scene.Until(() => ana.Reinvites.Count == 2);
        ana.HangUp();
        scene.End();
    }

    [Fact]
    public void A_trunk_that_is_deleted_keeps_its_calls_and_gets_no_new_ones()
    {
        TrunkScene scene = new();
        (VirtualCall ana, VirtualCall far) = scene.Talk();
        scene.Exchange.AddRoute(new Route { Id = new Guid(1, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0), Name = "all", Pattern = "X.", Trunks = ["beta"] });
        scene.Exchange.RemoveTrunk("alfa");
        scene.Run(1);
        Assert.True(ana.IsTalking);
        Assert.DoesNotContain(scene.Exchange.Exchange.Live.Trunks(), trunk => trunk.Name == "alfa");
        far.HangUp();
        scene.Until(() => ana.IsOver);
        Assert.Equal("alfa", scene.End().Trunk);
    }

    [Fact]
    public void A_call_placed_by_command_goes_out_too()
    {
        TrunkScene scene = new();
        scene.Ana.OnIncoming = call => call.Answer();
        scene.Operator.Line.OnIncoming = call => { call.Ring(); call.Answer(); };
        _ = scene.Exchange.Exchange.Control.CallAsync(VirtualExchange.Company, "1700", "36521777", CancellationToken.None);
        scene.Until(() => scene.Operator.Line.Incoming.Count == 1 && scene.Operator.Line.LastIncoming.AcksReceived == 1);
        scene.Run(1);
        scene.Ana.LastIncoming.HangUp();
        CallRecord record = scene.End();
        Assert.Equal(("answered", "outbound", "alfa"), (record.Result, record.Direction, record.Trunk));
    }

    [Theory]
    [InlineData("36521777#", "36521777", "local")]
    [InlineData("0152136521777#", "0152136521777", "longDistance")]
    [InlineData("0015110088899990#", "0015110088899990", "international")]
    [Trait("Feature", "BAS-02")]
    [Trait("Feature", "BAS-03")]
    [Trait("Feature", "BAS-04")]
    public void Number_and_hash_goes_out_in_its_class(string dialled, string sent, string callClass)
    {
        TrunkScene scene = new();
        scene.Operator.Line.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall ana = scene.Ana.Call(dialled);
        scene.Until(() => ana.IsTalking, 1);
        Assert.Equal(sent, scene.Operator.Line.LastIncoming.Invite!.Uri.User);
        ana.HangUp();
        CallRecord record = scene.End();
        Assert.Equal((callClass, sent), (record.Class, record.To));
    }

    [Fact]
    public void A_class_that_is_not_allowed_sends_nothing_to_the_operator()
    {
        TrunkScene scene = new();
        VirtualCall bia = scene.Bia.Call("36521777");
        scene.Until(() => bia.IsOver);
        Assert.Equal(403, bia.LastStatus);
        Assert.Empty(scene.Operator.Line.Incoming);
        CallRecord record = scene.End();
        Assert.Equal(("outbound", "refused", ""), (record.Direction, record.Result, record.Trunk));
    }
}
