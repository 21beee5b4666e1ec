using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Sip.Tests.Transactions;

/// <summary>The client transactions on virtual time, wire text and all (RFC 3261 17.1).</summary>
public sealed class ClientTransactionTests
{
    private readonly TransactionBench _bench = new();

    [Fact]
    public void Unanswered_invite_over_udp_is_repeated_by_timer_A_and_fails_with_408_by_timer_B()
    {
        _bench.SendInvite();
        _bench.Loop.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5], _bench.SentAt);
        Assert.All(_bench.Sent, sent => Assert.Equal(_bench.Sent[0].Bytes, sent.Bytes));
        Assert.Equal(["failure 408 at 32"], _bench.Heard);
        Assert.Equal(0, _bench.Table.Count);
        Assert.Equal(0, _bench.Loop.Time.TimersPending);
    }

    [Fact]
    public void Unanswered_invite_over_tcp_is_sent_once_and_fails_with_408()
    {
        _bench.SendInvite(TransactionBench.Tcp);
        _bench.Loop.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([0], _bench.SentAt);
        Assert.Equal(["failure 408 at 32"], _bench.Heard);
        Assert.Equal(0, _bench.Table.Count);
    }

    [Fact]
    public void Unanswered_options_is_repeated_by_timer_E_up_to_T2_and_fails_with_408_by_timer_F()
    {
        _bench.SendOptions();
        _bench.Loop.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5], _bench.SentAt);
        Assert.Equal(["failure 408 at 32"], _bench.Heard);
        Assert.Equal(0, _bench.Table.Count);
    }

    [Fact]
    public void After_a_provisional_a_non_invite_request_is_repeated_every_T2()
    {
        _bench.SendOptions();
        _bench.Loop.Advance(TimeSpan.FromMilliseconds(200));
        _bench.Answer(SipMethod.Options, 100);
        _bench.Loop.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([0, 0.5, 4.5, 8.5, 12.5, 16.5, 20.5, 24.5, 28.5], _bench.SentAt);
        Assert.Equal(["response 100", "failure 408 at 32"], _bench.Heard);
    }

    [Fact]
    public void A_finished_options_absorbs_repeated_answers_for_T4()
    {
        _bench.SendOptions();
        _bench.Answer(SipMethod.Options, 200);
        _bench.Answer(SipMethod.Options, 200);
        Assert.Equal(["response 200"], _bench.Heard);
        _bench.Loop.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(1, _bench.Table.Count);
        _bench.Loop.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(0, _bench.Table.Count);
    }

    [Fact]
    public void On_tcp_a_finished_transaction_is_gone_at_once()
    {
        _bench.SendOptions(TransactionBench.Tcp);
        _bench.Answer(SipMethod.Options, 200);
        _bench.SendInvite(TransactionBench.Tcp);
        _bench.Answer(SipMethod.Invite, 486);
        Assert.Equal(["response 200", "response 486"], _bench.Heard);
        Assert.Equal(0, _bench.Table.Count);
        Assert.Equal(0, _bench.Loop.Time.TimersPending);
    }

    [Fact]
    public void An_invite_that_rings_is_not_repeated_and_waits_for_as_long_as_it_rings()
    {
        _bench.SendInvite();
        _bench.Answer(SipMethod.Invite, 100);
        _bench.Answer(SipMethod.Invite, 180);
        _bench.Loop.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal([0], _bench.SentAt);
        Assert.Equal(["response 100", "response 180"], _bench.Heard);
    }

    [Fact]
    public void The_invite_on_the_wire_has_our_via_with_cookie_and_rport()
    {
        _bench.SendInvite();
        SipRequest invite = _bench.LastRequest(SipMethod.Invite);
        Assert.Equal($"""
            INVITE sip:1701@192.0.2.99:5070 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.10:5060;rport;branch={invite.TopVia.Branch}
            Max-Forwards: 70
            From: "Ana" <sip:1700@pbx.example>;tag=ours
            To: <sip:1701@pbx.example>
            Call-ID: call-1@pbx.example
            CSeq: 17 INVITE
            Contact: <sip:1700@192.0.2.10>
            Content-Type: application/sdp
            Content-Length: 5

            v=0
            """.ReplaceLineEndings("\n"), _bench.LastSent);
        Assert.StartsWith("z9hG4bK", invite.TopVia.Branch, StringComparison.Ordinal);
        Assert.True(invite.TopVia.Branch!.Length >= 19);
    }

    [Fact]
    public void A_failure_is_acknowledged_in_the_transaction_and_again_each_time_it_comes()
    {
        OutgoingRequest invite = TransactionBench.Outgoing(SipMethod.Invite).Add("Authorization", "Digest username=\"1700\"");
        invite.Route = [new SipNameAddress(null, SipUri.Sip(null, "edge.example") with { Parameters = SipParameters.Empty.With("lr", null) }, SipParameters.Empty)];
        _bench.Table.Send(invite, TransactionBench.Udp, _bench);
        string? branch = _bench.LastRequest(SipMethod.Invite).TopVia.Branch;
        _bench.Answer(SipMethod.Invite, 486);
        Assert.Equal($"""
            ACK sip:1701@192.0.2.99:5070 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.10:5060;rport;branch={branch}
            Route: <sip:edge.example;lr>
            Max-Forwards: 70
            From: "Ana" <sip:1700@pbx.example>;tag=ours
            To: <sip:1701@pbx.example>;tag=peer
            Call-ID: call-1@pbx.example
            CSeq: 17 ACK
            Authorization: Digest username="1700"
            Content-Length: 0
            """.ReplaceLineEndings("\n"), _bench.LastSent);

        _bench.Loop.Advance(TimeSpan.FromSeconds(31));
        _bench.Answer(SipMethod.Invite, 486);
        Assert.Equal(["0 INVITE sip:1701@192.0.2.99:5070 SIP/2.0", "0 ACK sip:1701@192.0.2.99:5070 SIP/2.0", "31 ACK sip:1701@192.0.2.99:5070 SIP/2.0"], _bench.SentLines);
        Assert.Equal(["response 486"], _bench.Heard);
        _bench.Loop.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(0, _bench.Table.Count);
    }

    [Fact]
    public void A_2xx_is_passed_on_each_time_for_64_T1_and_after_that_as_a_stray()
    {
        _bench.SendInvite();
        _bench.Answer(SipMethod.Invite, 200);
        _bench.Answer(SipMethod.Invite, 200);
        _bench.Answer(SipMethod.Invite, 200, toTag: "fork");
        _bench.Answer(SipMethod.Invite, 486, toTag: "fork");
        Assert.Equal(["response 200", "response 200", "response 200"], _bench.Heard);
        Assert.Equal("fork", _bench.Responses[^1].To.Tag);
        _bench.Loop.Advance(TimeSpan.FromSeconds(33));
        Assert.Equal(0, _bench.Table.Count);
        _bench.Answer(SipMethod.Invite, 200);
        Assert.Equal("stray 200", _bench.Heard[^1]);
        Assert.Single(_bench.Sent);
    }

    [Fact]
    public void A_released_owner_hears_no_more_and_repeated_2xx_become_strays()
    {
        ClientTransaction invite = _bench.SendInvite();
        _bench.Answer(SipMethod.Invite, 200);
        invite.Release();
        _bench.Answer(SipMethod.Invite, 200);
        Assert.Equal(["response 200", "stray 200"], _bench.Heard);
    }

    [Fact]
    public void An_invite_that_has_not_been_answered_cannot_be_released()
    {
        ClientTransaction invite = _bench.SendInvite();
        invite.Release();
        _bench.Answer(SipMethod.Invite, 200);
        Assert.Equal(["response 200"], _bench.Heard);
    }

    [Fact]
    public void Cancel_goes_out_at_once_when_the_phone_has_answered_provisionally()
    {
        ClientTransaction invite = _bench.SendInvite();
        string? branch = _bench.LastRequest(SipMethod.Invite).TopVia.Branch;
        _bench.Answer(SipMethod.Invite, 180);
        invite.Cancel("SIP;cause=200;text=\"Call completed elsewhere\"");
        Assert.Equal($"""
            CANCEL sip:1701@192.0.2.99:5070 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.10:5060;rport;branch={branch}
            Max-Forwards: 70
            From: "Ana" <sip:1700@pbx.example>;tag=ours
            To: <sip:1701@pbx.example>
            Call-ID: call-1@pbx.example
            CSeq: 17 CANCEL
            Reason: SIP;cause=200;text="Call completed elsewhere"
            Content-Length: 0
            """.ReplaceLineEndings("\n"), _bench.LastSent);
        _bench.Answer(SipMethod.Cancel, 200);
        _bench.Answer(SipMethod.Invite, 487);
        Assert.Equal(["response 180", "response 487"], _bench.Heard);
        Assert.Equal(SipMethod.Ack, Assert.IsType<SipRequest>(Wire.Message(_bench.Sent[^1].Bytes)).Method);
        _bench.Loop.Advance(TimeSpan.FromSeconds(33));
        Assert.Equal(0, _bench.Table.Count);
    }

    [Fact]
    public void Cancel_waits_for_the_first_provisional()
    {
        ClientTransaction invite = _bench.SendInvite();
        invite.Cancel();
        invite.Cancel();
        Assert.Single(_bench.Sent);
        _bench.Loop.Advance(TimeSpan.FromSeconds(1));
        _bench.Answer(SipMethod.Invite, 100);
        Assert.Equal(["0 INVITE", "0.5 INVITE", "1 CANCEL"], _bench.SentLines.Select(line => string.Join(' ', line.Split(' ').Take(2))));
    }

    [Fact]
    public void Cancel_that_meets_an_answer_leaves_the_2xx_to_the_owner()
    {
        ClientTransaction invite = _bench.SendInvite();
        invite.Cancel();
        _bench.Answer(SipMethod.Invite, 200);
        invite.Cancel();
        Assert.Single(_bench.Sent);
        Assert.Equal(["response 200"], _bench.Heard);
    }

    [Fact]
    public void A_cancelled_invite_without_an_end_fails_with_408_after_64_T1()
    {
        ClientTransaction invite = _bench.SendInvite();
        _bench.Answer(SipMethod.Invite, 180);
        _bench.Loop.Advance(TimeSpan.FromSeconds(10));
        invite.Cancel();
        _bench.Answer(SipMethod.Cancel, 200);
        _bench.Loop.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(["response 180", "failure 408 at 42"], _bench.Heard);
        Assert.Equal(0, _bench.Table.Count);
    }

    [Fact]
    public void A_lost_connection_fails_what_waits_on_it_with_503_and_nothing_else()
    {
        _bench.SendInvite(TransactionBench.Tcp);
        _bench.SendOptions(TransactionBench.Tcp);
        _bench.SendOptions(TransactionBench.Tcp with { Connection = 8 });
        _bench.Table.OnTransportError(TransactionBench.Tcp with { }, "reset");
        Assert.Equal(["failure 503 at 0", "failure 503 at 0"], _bench.Heard);
        Assert.Equal(1, _bench.Table.Count);
    }

    [Fact]
    public void A_lost_connection_does_not_end_an_invite_that_rings_but_ends_one_being_cancelled()
    {
        ClientTransaction invite = _bench.SendInvite(TransactionBench.Tcp);
        _bench.Answer(SipMethod.Invite, 180);
        _bench.Table.OnTransportError(TransactionBench.Tcp, "reset");
        Assert.Equal(["response 180"], _bench.Heard);
        invite.Cancel();
        _bench.Table.OnTransportError(TransactionBench.Tcp, "the connection is gone");
        Assert.Equal(["response 180", "failure 408 at 0"], _bench.Heard);
        Assert.Equal(0, _bench.Table.Count);
    }

    [Fact]
    public void A_response_with_a_foreign_branch_or_method_finds_nothing()
    {
        _bench.SendInvite();
        string? branch = _bench.LastRequest(SipMethod.Invite).TopVia.Branch;
        _bench.Receive($"""
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP 192.0.2.10:5060;branch={branch}
            From: <sip:1700@pbx.example>;tag=ours
            To: <sip:1701@pbx.example>;tag=peer
            Call-ID: call-1@pbx.example
            CSeq: 17 OPTIONS
            """);
        _bench.Receive("""
            SIP/2.0 486 Busy Here
            Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKsomeoneelse
            From: <sip:1700@pbx.example>;tag=ours
            To: <sip:1701@pbx.example>;tag=peer
            Call-ID: call-1@pbx.example
            CSeq: 17 INVITE
            """);
        Assert.Empty(_bench.Heard);
    }

    [Fact]
    public void Ack_for_a_2xx_has_a_branch_of_its_own_and_can_be_repeated()
    {
        byte[] ack = _bench.Table.SendAck(TransactionBench.Outgoing(SipMethod.Ack), TransactionBench.Udp);
        Assert.Equal(ack, _bench.Sent[0].Bytes.ToArray());
        Assert.Equal(0, _bench.Table.Count);
        Assert.Throws<ArgumentException>(() => _bench.Table.Send(TransactionBench.Outgoing(SipMethod.Ack), TransactionBench.Udp, _bench));
    }

    [Fact]
    public void An_owner_that_throws_leaves_the_transaction_in_order()
    {
        _bench.Table.Send(TransactionBench.Outgoing(SipMethod.Options), TransactionBench.Udp, new ThrowingOwner());
        Assert.Throws<InvalidOperationException>(() => _bench.Answer(SipMethod.Options, 200));
        Assert.Equal(1, _bench.Table.Count);
        _bench.Loop.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(0, _bench.Table.Count);
    }

    private sealed class ThrowingOwner : IClientTransactionUser
    {
        public void OnResponse(ClientTransaction transaction, SipResponse response) => throw new InvalidOperationException("a fault above");

        public void OnFailure(ClientTransaction transaction, int statusCode, string reason)
        {
        }
    }
}
