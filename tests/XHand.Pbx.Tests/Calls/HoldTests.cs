using System.Text;
using XHand.Calls.Facts;
using XHand.Media;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>re-INVITE through the bridge: hold, resume, codec change, and everything that can cross (RFC 3261 14, RFC 3264 8).</summary>
public sealed class HoldTests
{
    private readonly CallScene _scene = new();
    private readonly List<SetRemote> _remotes = [];

    public HoldTests() => _scene.Exchange.Media.Observer = command =>
    {
        if (command is SetRemote remote)
        {
            _remotes.Add(remote);
        }
    };

    [Theory]
    [InlineData("sendonly", "recvonly")]
    [InlineData("inactive", "inactive")]
    public void Hold_and_resume_reach_the_other_side_and_are_mirrored(string hold, string mirrored)
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        _remotes.Clear();

        ana.Reinvite(hold);
        _scene.Until(() => ana.InDialog.Count == 1);

        Assert.Equal((SipMethod.Invite, 200), ana.InDialog[0]);
        Assert.Equal(hold, PhoneSdp.Read(bia.Reinvites.Single().Body.Span)!.Direction);
        Assert.Equal(mirrored, ana.RemoteSdp!.Direction);
        Assert.Equal("held", Assert.Single(_scene.Exchange.Exchange.Live.Calls()).State);
        SetRemote towardsBia = _remotes.Single(remote => remote.Remote!.Address.ToString() == "10.1.0.2");
        SetRemote towardsAna = _remotes.Single(remote => remote.Remote!.Address.ToString() == "10.1.0.1");
        Assert.Equal((hold == "sendonly", false), (towardsBia.Sends, towardsBia.Receives));
        Assert.Equal((false, hold == "sendonly"), (towardsAna.Sends, towardsAna.Receives));
        Assert.Equal((2, 2), (towardsBia.Leg.Generation, towardsAna.Leg.Generation));

        ana.Reinvite("sendrecv");
        _scene.Until(() => ana.InDialog.Count == 2);
        _scene.Run(1);

        Assert.Equal("sendrecv", ana.RemoteSdp!.Direction);
        Assert.Equal("talking", Assert.Single(_scene.Exchange.Exchange.Live.Calls()).State);
        ana.HangUp();
        CallRecord record = _scene.End();
        CallScene.Says(record, "answered", "caller", 200, 16);
        Assert.Equal(2, _scene.Exchange.CallFacts.Count(fact => fact == FactType.LegHeld));
        Assert.Equal([true, false], Facts(FactType.LegHeld).Select(fact => fact.Contains("\"held\":true", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_called_may_hold_too()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        bia.Reinvite("sendonly");
        _scene.Until(() => bia.InDialog.Count == 1);
        Assert.Equal("recvonly", bia.RemoteSdp!.Direction);
        Assert.Equal("sendonly", ana.RemoteSdp!.Direction);
        bia.HangUp();
        CallScene.Says(_scene.End(), "answered", "callee", 200, 16);
    }

    [Fact]
    public void A_hold_by_address_zero_stops_the_packets()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        _remotes.Clear();
        ana.Reinvite(new PhoneSdp("0.0.0.0", 4000, _scene.Ana.Codecs, Version: 2));
        _scene.Until(() => ana.InDialog.Count == 1);
        Assert.Equal(200, ana.InDialog[0].Status);
        Assert.Null(_remotes.Single(remote => remote.SignallingAddress!.ToString() == "10.1.0.1").Remote);
        Assert.NotEqual("sendrecv", PhoneSdp.Read(bia.Reinvites.Single().Body.Span)!.Direction);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_codec_change_is_agreed_with_the_other_side_first()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        _remotes.Clear();
        bia.Reinvite("sendrecv", PhoneSdp.Pcmu, PhoneSdp.Events);
        _scene.Until(() => bia.InDialog.Count == 1);
        Assert.Equal([PhoneSdp.Pcmu, PhoneSdp.Events], PhoneSdp.Read(ana.Reinvites.Single().Body.Span)!.Payloads);
        Assert.Equal([PhoneSdp.Pcmu, PhoneSdp.Events], bia.RemoteSdp!.Payloads);
        Assert.Equal(["PCMU", "PCMU"], _remotes.Select(remote => remote.Codec));
        bia.HangUp();
        Assert.Equal(["PCMU", "PCMU"], _scene.End().Legs.Select(leg => leg.Codec));
    }

    [Fact]
    public void A_codec_that_the_other_side_does_not_have_is_488_and_the_call_goes_on()
    {
        _scene.Ana.Codecs = [PhoneSdp.Pcma, PhoneSdp.Events];
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        ana.OnReinvite = (call, transaction) => call.AnswerReinvite(transaction, 488);
        bia.Reinvite("sendrecv", PhoneSdp.Pcmu);
        _scene.Until(() => bia.InDialog.Count == 1);
        Assert.Equal(488, bia.InDialog[0].Status);
        bia.Reinvite("sendrecv", 9);
        _scene.Until(() => bia.InDialog.Count == 2);
        Assert.Equal(488, bia.InDialog[1].Status);
        Assert.Single(ana.Reinvites);
        _scene.Run(5);
        Assert.True(ana.IsTalking && bia.IsTalking);
        bia.HangUp();
        _scene.End();
    }

    [Fact]
    public void The_same_description_again_goes_no_further()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        ana.Reinvite(new PhoneSdp(_scene.Ana.Address, 4000, _scene.Ana.Codecs));
        _scene.Until(() => ana.InDialog.Count == 1);
        Assert.Equal(200, ana.InDialog[0].Status);
        Assert.Empty(bia.Reinvites);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void Offers_of_both_sides_that_cross_get_491_and_the_second_try_goes_through()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        // A telephone's own part in a glare: it answers 491 while it waits itself.
        bia.OnReinvite = (call, transaction) => call.AnswerReinvite(transaction, call.InDialog.Count == 0 ? 491 : 200);
        ana.Reinvite("sendonly");
        bia.Reinvite("sendonly");
        _scene.Until(() => ana.InDialog.Count == 1 && bia.InDialog.Count == 1);
        Assert.Equal(491, ana.InDialog[0].Status);
        Assert.Equal(491, bia.InDialog[0].Status);
        _scene.Run(1);
        bia.Reinvite("sendonly");
        _scene.Until(() => bia.InDialog.Count == 2);
        Assert.Equal(200, bia.InDialog[1].Status);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_second_offer_while_the_first_waits_is_500_with_Retry_After()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        ServerTransaction? waiting = null;
        bia.OnReinvite = (_, transaction) => waiting ??= transaction;
        ana.Reinvite("sendonly");
        _scene.Until(() => waiting is not null);
        ana.Reinvite("inactive");
        _scene.Until(() => ana.InDialog.Count == 1);
        Assert.Equal(500, ana.InDialog[0].Status);
        bia.AnswerReinvite(waiting!, 200);
        _scene.Until(() => ana.InDialog.Count == 2);
        Assert.Equal(200, ana.InDialog[1].Status);
        ana.HangUp();
        _scene.End();
    }

    [Theory]
    [InlineData(481)]
    [InlineData(408)]
    public void A_dialog_that_the_other_side_has_lost_ends_the_call(int status)
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        bia.OnReinvite = (call, transaction) => call.AnswerReinvite(transaction, status);
        ana.Reinvite("sendonly");
        _scene.Until(() => ana.IsOver && bia.IsOver);
        Assert.Contains((SipMethod.Invite, 487), ana.InDialog);
        CallRecord record = _scene.End();
        Assert.Equal(("answered", "system"), (record.Result, record.EndedBy));
    }

    [Fact]
    public void A_hold_without_an_answer_ends_the_call_after_32_seconds()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        bia.OnReinvite = (_, _) => { };
        _scene.Exchange.Network.Detach(_scene.Bia.Transport.Local);
        ana.Reinvite("sendonly");
        _scene.Until(() => ana.IsOver, 40);
        Assert.Equal("system", _scene.End().EndedBy);
    }

    [Fact]
    public void A_hold_that_the_other_side_only_thinks_about_is_taken_back_after_30_seconds_and_the_call_goes_on()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        // 100 Trying stops every timer of the transaction: without a limit of ours the hold would wait for ever.
        ServerTransaction? waiting = null;
        bia.OnReinvite = (_, transaction) => waiting ??= transaction;
        ana.Reinvite("sendonly");
        _scene.Until(() => waiting is not null);
        _scene.Run(29);
        Assert.Empty(ana.InDialog);
        _scene.Run(2);
        bia.AnswerReinvite(waiting!, 487);
        _scene.Until(() => ana.InDialog.Count == 1);
        Assert.Equal((SipMethod.Invite, 488), ana.InDialog[0]);
        Assert.True(ana.IsTalking && bia.IsTalking);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_hold_that_is_never_answered_nor_taken_back_ends_the_call()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        bia.OnReinvite = (_, _) => { };
        ana.Reinvite("sendonly");
        _scene.Run(61);
        Assert.False(ana.IsOver);
        _scene.Until(() => ana.IsOver && bia.IsOver, 5);
        Assert.Equal("system", _scene.End().EndedBy);
    }

    [Fact]
    public void In_a_glare_we_wait_the_shorter_time_where_the_Call_ID_is_the_peers()
    {
        // The called answers with the other codec than its early media had; the caller's leg is ours to bring along.
        _scene.Ana.Codecs = [PhoneSdp.Pcma, PhoneSdp.Pcmu, PhoneSdp.Events];
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        ana.OnReinvite = (call, transaction) => call.AnswerReinvite(transaction, call.Reinvites.Count == 1 ? 491 : 200);
        bia.LateDirection = "sendonly";
        bia.ReinviteWithoutOffer();
        _scene.Until(() => ana.Reinvites.Count == 1);
        _scene.Until(() => ana.Reinvites.Count == 2, 2.05);
        _scene.Run(1);
        Assert.Equal("sendonly", PhoneSdp.Read(ana.Reinvites[1].Body.Span)!.Direction);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void Hanging_up_while_a_hold_waits_ends_both()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        bia.OnReinvite = (_, _) => { };
        ana.Reinvite("sendonly");
        _scene.Until(() => bia.Reinvites.Count == 1);
        ana.HangUp();
        _scene.Until(() => bia.IsOver);
        Assert.Contains((SipMethod.Invite, 487), ana.InDialog);
        CallScene.Says(_scene.End(), "answered", "caller", 200, 16);
    }

    [Fact]
    public void A_hold_whose_answer_was_lost_with_the_phone_that_hung_up_leaves_nothing_behind()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        bia.OnReinvite = (_, _) => { };
        ana.Reinvite("sendonly");
        _scene.Until(() => bia.Reinvites.Count == 1);
        _scene.Run(1);
        bia.HangUp();
        CallScene.Says(_scene.End(), "answered", "callee", 200, 16);
    }

    [Fact]
    public void An_offer_that_is_taken_back_leaves_both_sides_as_they_were()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        ServerTransaction? waiting = null;
        bia.OnReinvite = (call, transaction) =>
        {
            if (waiting is null)
            {
                waiting = transaction;
                transaction.Respond(new OutgoingResponse(transaction.Request, 180));
            }
            else
            {
                call.AnswerReinvite(transaction, 200);
            }
        };
        ana.Reinvite("sendonly");
        _scene.Until(() => waiting is not null);
        _scene.Run(0.1);
        ana.CancelReinvite();
        _scene.Until(() => ana.InDialog.Count == 1);
        Assert.Equal(487, ana.InDialog[0].Status);
        // The other side says yes all the same: it is brought back.
        bia.AnswerReinvite(waiting!, 200);
        _scene.Until(() => bia.Reinvites.Count == 2);
        Assert.Equal("sendrecv", PhoneSdp.Read(bia.Reinvites[1].Body.Span)!.Direction);
        _scene.Run(1);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_reinvite_without_an_offer_gets_ours_and_its_answer_counts()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        ana.ReinviteWithoutOffer();
        _scene.Until(() => ana.InDialog.Count == 1);
        Assert.Equal([PhoneSdp.Pcma, PhoneSdp.Events], ana.RemoteSdp!.Payloads);
        Assert.Empty(bia.Reinvites);
        ana.LateDirection = "sendonly";
        ana.ReinviteWithoutOffer();
        _scene.Until(() => bia.Reinvites.Count == 1);
        Assert.Equal("sendonly", PhoneSdp.Read(bia.Reinvites[0].Body.Span)!.Direction);
        _scene.Run(1);
        Assert.Equal("held", Assert.Single(_scene.Exchange.Exchange.Live.Calls()).State);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void Hold_survives_a_lossy_network()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        _scene.Exchange.Network.Faults = _scene.Exchange.Network.Faults with { Loss = 0.3, Duplication = 0.2 };
        ana.Reinvite("sendonly");
        _scene.Until(() => ana.InDialog.Count == 1, 31);
        Assert.Equal(200, ana.InDialog[0].Status);
        _scene.Run(10);
        bia.HangUp();
        _scene.Until(() => ana.IsOver, 31);
        _scene.Exchange.Network.Faults = XHand.Sip.Transport.MemoryNetworkFaults.None;
        CallScene.Says(_scene.End(), "answered", "callee", 200, 16);
    }

    private IEnumerable<string> Facts(FactType type) => _scene.Exchange.Journal.Records
        .Where(record => record.Fact.Type == (ushort)type)
        .Select(record => Encoding.UTF8.GetString(record.Fact.Payload.Span));
}
