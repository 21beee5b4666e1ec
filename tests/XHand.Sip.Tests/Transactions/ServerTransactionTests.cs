using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transactions;

/// <summary>The server transactions on virtual time, wire text and all (RFC 3261 17.2, 9.2; RFC 6026).</summary>
public sealed class ServerTransactionTests
{
    private const string Invite = """
        INVITE sip:1701@pbx.example SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.99:5070;branch=z9hG4bKone;rport
        Max-Forwards: 70
        From: <sip:1700@pbx.example>;tag=phone
        To: <sip:1701@pbx.example>
        Call-ID: abc@phone
        CSeq: 1 INVITE
        Contact: <sip:1700@192.0.2.99:5070>
        Content-Length: 0
        """;

    private const string Options = """
        OPTIONS sip:pbx.example SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.99:5070;branch=z9hG4bKopt;rport
        Max-Forwards: 70
        From: <sip:1700@pbx.example>;tag=phone
        To: <sip:pbx.example>
        Call-ID: opt@phone
        CSeq: 5 OPTIONS
        Content-Length: 0
        """;

    private readonly TransactionBench _bench = new();

    [Fact]
    public void An_invite_gets_100_before_its_user_sees_it()
    {
        int sentWhenSeen = -1;
        _bench.OnRequestDo = _ => sentWhenSeen = _bench.Sent.Count;
        _bench.Receive(Invite);
        Assert.Equal(1, sentWhenSeen);
        Assert.Equal("""
            SIP/2.0 100 Trying
            Via: SIP/2.0/UDP 192.0.2.99:5070;branch=z9hG4bKone;rport=5070;received=192.0.2.99
            From: <sip:1700@pbx.example>;tag=phone
            To: <sip:1701@pbx.example>
            Call-ID: abc@phone
            CSeq: 1 INVITE
            Content-Length: 0
            """.ReplaceLineEndings("\n"), _bench.LastSent);
    }

    [Fact]
    public void A_repeated_invite_is_absorbed_and_gets_the_last_provisional_again()
    {
        _bench.Receive(Invite);
        _bench.Receive(Invite);
        Respond(180);
        _bench.Receive(Invite);
        Assert.Equal(["request INVITE"], _bench.Heard);
        Assert.Equal(["0 SIP/2.0 100 Trying", "0 SIP/2.0 100 Trying", "0 SIP/2.0 180 Ringing", "0 SIP/2.0 180 Ringing"], _bench.SentLines);
        Assert.Equal(_bench.Sent[2].Bytes.ToArray(), _bench.Sent[3].Bytes.ToArray());
    }

    [Fact]
    public void All_responses_but_100_carry_the_same_tag_of_ours()
    {
        _bench.Receive(Invite);
        Respond(180);
        Respond(486);
        string? tag = Wire.Message(_bench.Sent[1].Bytes).To.Tag;
        Assert.Null(Wire.Message(_bench.Sent[0].Bytes).To.Tag);
        Assert.Equal(_bench.Requests[0].LocalTag, tag);
        Assert.Equal(tag, Wire.Message(_bench.Sent[2].Bytes).To.Tag);
    }

    [Fact]
    public void An_unacknowledged_failure_is_repeated_by_timer_G_until_timer_H()
    {
        _bench.Receive(Invite);
        Respond(486);
        Respond(200);
        _bench.Loop.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([0, 0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5], _bench.SentAt);
        Assert.Equal(0, _bench.Table.Count);
        Assert.Equal(0, _bench.Loop.Time.TimersPending);
    }

    [Fact]
    public void On_tcp_a_failure_is_sent_once_and_waits_for_its_ack_until_timer_H()
    {
        _bench.Receive(Invite, TransactionBench.Tcp);
        Respond(486);
        _bench.Loop.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(2, _bench.Sent.Count);
        Assert.Equal(1, _bench.Table.Count);
        _bench.Loop.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, _bench.Table.Count);
    }

    [Fact]
    public void The_ack_of_a_failure_stops_it_and_is_not_shown_to_the_user()
    {
        _bench.Receive(Invite);
        Respond(486);
        _bench.Loop.Advance(TimeSpan.FromSeconds(1));
        _bench.Receive(Ack("z9hG4bKone"));
        _bench.Receive(Ack("z9hG4bKone"));
        _bench.Loop.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal([0, 0, 0.5], _bench.SentAt);
        Assert.Equal(1, _bench.Table.Count);
        _bench.Loop.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(0, _bench.Table.Count);
        Assert.Equal(["request INVITE"], _bench.Heard);
    }

    [Fact]
    public void On_tcp_the_ack_of_a_failure_ends_the_transaction_at_once()
    {
        _bench.Receive(Invite, TransactionBench.Tcp);
        Respond(486);
        _bench.Receive(Ack("z9hG4bKone"), TransactionBench.Tcp);
        Assert.Equal(0, _bench.Table.Count);
    }

    [Fact]
    public void After_a_2xx_a_repeated_invite_is_swallowed_and_the_ack_goes_to_the_user_until_timer_L()
    {
        _bench.Receive(Invite);
        Respond(200);
        _bench.Receive(Invite);
        _bench.Receive(Ack("z9hG4bKanother"));
        Assert.Equal(2, _bench.Sent.Count);
        Assert.Equal(["request INVITE", "ack 1"], _bench.Heard);
        _bench.Loop.Advance(TimeSpan.FromSeconds(31));
        _bench.Receive(Invite);
        Assert.Equal(2, _bench.Heard.Count);
        _bench.Loop.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, _bench.Table.Count);
    }

    [Fact]
    public void A_repeated_options_gets_its_answer_again_for_timer_J()
    {
        _bench.Receive(Options);
        _bench.Receive(Options);
        Assert.Empty(_bench.Sent);
        Respond(200);
        _bench.Loop.Advance(TimeSpan.FromSeconds(31));
        _bench.Receive(Options);
        Assert.Equal([0, 31], _bench.SentAt);
        _bench.Loop.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, _bench.Table.Count);
        _bench.Receive(Options);
        Assert.Equal(["request OPTIONS", "request OPTIONS"], _bench.Heard);
    }

    [Fact]
    public void A_request_that_is_never_answered_is_forgotten_after_64_T1_without_a_408()
    {
        _bench.Receive(Options);
        _bench.Loop.Advance(TimeSpan.FromSeconds(33));
        Assert.Equal(0, _bench.Table.Count);
        Respond(200);
        Assert.Empty(_bench.Sent);
    }

    [Fact]
    public void A_stateless_answer_leaves_nothing_behind()
    {
        _bench.OnRequestDo = transaction => transaction.RespondStateless(new OutgoingResponse(transaction.Request, 401).Add("WWW-Authenticate", "Digest realm=\"x\""));
        _bench.Receive(Options);
        _bench.Receive(Options);
        Assert.Equal(["0 SIP/2.0 401 Unauthorized", "0 SIP/2.0 401 Unauthorized"], _bench.SentLines);
        Assert.Equal(0, _bench.Table.Count);
        Assert.Equal(0, _bench.Loop.Time.TimersPending);
    }

    [Fact]
    public void A_cancel_is_answered_200_and_its_invite_487_by_the_user()
    {
        _bench.Receive(Invite);
        Respond(180);
        _bench.Receive(Cancel("z9hG4bKone"));
        Assert.Equal(["request INVITE", "cancel"], _bench.Heard);
        Assert.Equal(["0 SIP/2.0 100 Trying", "0 SIP/2.0 180 Ringing", "0 SIP/2.0 200 OK", "0 SIP/2.0 487 Request Terminated"], _bench.SentLines);
        Assert.Equal(SipMethod.Cancel, Wire.Message(_bench.Sent[2].Bytes).CSeq.Method);
        Assert.Equal(Wire.Message(_bench.Sent[1].Bytes).To.Tag, Wire.Message(_bench.Sent[2].Bytes).To.Tag);
        _bench.Receive(Cancel("z9hG4bKone"));
        Assert.Equal(2, _bench.Heard.Count);
        Assert.Equal("SIP/2.0 200 OK", Wire.StartLine(_bench.Sent[^1].Bytes));
    }

    [Fact]
    public void A_cancel_after_the_final_response_changes_nothing()
    {
        _bench.Receive(Invite);
        Respond(200);
        _bench.Receive(Cancel("z9hG4bKone"));
        Assert.Equal(["request INVITE"], _bench.Heard);
        Assert.Equal("SIP/2.0 200 OK", Wire.StartLine(_bench.Sent[^1].Bytes));
        Assert.Equal(SipMethod.Cancel, Wire.Message(_bench.Sent[^1].Bytes).CSeq.Method);
    }

    [Fact]
    public void A_cancel_for_nothing_gets_481()
    {
        _bench.Receive(Cancel("z9hG4bKunknown"));
        Assert.Equal(["0 SIP/2.0 481 Call/Transaction Does Not Exist"], _bench.SentLines);
        Assert.Empty(_bench.Heard);
    }

    [Fact]
    public void A_cancel_from_another_sent_by_does_not_match()
    {
        _bench.Receive(Invite);
        _bench.Receive(Cancel("z9hG4bKone").Replace("192.0.2.99:5070;branch", "192.0.2.98:5070;branch", StringComparison.Ordinal));
        Assert.Equal("SIP/2.0 481 Call/Transaction Does Not Exist", Wire.StartLine(_bench.Sent[^1].Bytes));
        Assert.Equal(["request INVITE"], _bench.Heard);
    }

    [Fact]
    public void A_peer_of_RFC_2543_is_matched_without_the_cookie()
    {
        string invite = Invite.Replace(";branch=z9hG4bKone;rport", ";branch=1", StringComparison.Ordinal);
        _bench.Receive(invite);
        _bench.Receive(invite);
        _bench.Receive(invite.Replace("abc@phone", "other@phone", StringComparison.Ordinal));
        Assert.Equal(["request INVITE", "request INVITE"], _bench.Heard);
        Respond(486, 0);
        _bench.Receive(Ack("z9hG4bKone").Replace(";branch=z9hG4bKone;rport", ";branch=1", StringComparison.Ordinal));
        _bench.Loop.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(2, _bench.Heard.Count);
        Assert.Equal(1, _bench.Table.Count);
    }

    [Fact]
    public void The_same_invite_by_another_way_is_a_loop_and_gets_482()
    {
        _bench.Receive(Invite);
        _bench.Receive(Invite.Replace("z9hG4bKone", "z9hG4bKtwo", StringComparison.Ordinal));
        Assert.Equal(["request INVITE"], _bench.Heard);
        Assert.Equal("SIP/2.0 482 Loop Detected", Wire.StartLine(_bench.Sent[^1].Bytes));
        Respond(486);
        _bench.Receive(Invite.Replace("z9hG4bKone", "z9hG4bKthree", StringComparison.Ordinal).Replace("CSeq: 1", "CSeq: 2", StringComparison.Ordinal));
        Assert.Equal(2, _bench.Heard.Count);
    }

    [Fact]
    public void Responses_go_to_the_source_and_port_that_asked_with_rport()
    {
        SipFlow natted = TransactionBench.Udp with { Remote = System.Net.IPEndPoint.Parse("198.51.100.7:40001") };
        _bench.Receive(Invite.Replace("192.0.2.99:5070", "10.0.0.5:5060", StringComparison.Ordinal), natted);
        Assert.Equal(natted, _bench.Sent[0].Flow);
        Assert.Contains("Via: SIP/2.0/UDP 10.0.0.5:5060;branch=z9hG4bKone;rport=40001;received=198.51.100.7", _bench.LastSent, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_rport_responses_go_to_the_sent_by_port_unless_a_nat_is_seen()
    {
        SipFlow elsewhere = TransactionBench.Udp with { Remote = System.Net.IPEndPoint.Parse("192.0.2.99:33333") };
        string plain = Invite.Replace(";rport", "", StringComparison.Ordinal);
        _bench.Receive(plain, elsewhere);
        Assert.Equal("192.0.2.99:5070", _bench.Sent[0].Flow.Remote.ToString());

        _bench.Receive(plain.Replace("192.0.2.99:5070;branch=z9hG4bKone", "10.0.0.5;branch=z9hG4bKnat", StringComparison.Ordinal).Replace("abc@", "nat@", StringComparison.Ordinal), elsewhere);
        Assert.Equal("192.0.2.99:33333", _bench.Sent[1].Flow.Remote.ToString());
    }

    [Fact]
    public void A_late_invite_is_refused_unless_it_is_known()
    {
        SipRequest late = Wire.Request(Invite);
        Assert.True(_bench.Table.RefusesLateInvite(late, TransactionBench.Udp));
        Assert.Equal(0, _bench.Table.Count);
        Assert.Equal("SIP/2.0 503 Service Unavailable", Wire.StartLine(_bench.Sent[0].Bytes));
        Assert.Contains("\nRetry-After: 5\n", _bench.LastSent, StringComparison.Ordinal);
        Assert.NotNull(Wire.Message(_bench.Sent[0].Bytes).To.Tag);

        _bench.Receive(Invite);
        Assert.False(_bench.Table.RefusesLateInvite(late, TransactionBench.Udp));
        Assert.Equal(["0 SIP/2.0 503 Service Unavailable", "0 SIP/2.0 100 Trying", "0 SIP/2.0 100 Trying"], _bench.SentLines);
    }

    [Fact]
    public void A_peer_on_tcp_is_trusted_once_it_has_been_let_in_and_not_for_options()
    {
        _bench.Receive(Options, TransactionBench.Tcp);
        Respond(200);
        Assert.Empty(_bench.Trusted);
        _bench.Receive(Options.Replace("OPTIONS", "REGISTER", StringComparison.Ordinal), TransactionBench.Tcp);
        Respond(401, 1);
        Assert.Empty(_bench.Trusted);
        _bench.Receive(Invite, TransactionBench.Tcp);
        Respond(180, 2);
        Assert.Equal([TransactionBench.Tcp], _bench.Trusted);
    }

    [Fact]
    public void A_user_that_throws_on_a_request_leaves_a_transaction_that_absorbs_its_repetition()
    {
        _bench.OnRequestDo = _ => throw new InvalidOperationException("a fault above");
        Assert.Throws<InvalidOperationException>(() => _bench.Receive(Invite));
        _bench.Receive(Invite);
        Assert.Equal(["request INVITE"], _bench.Heard);
    }

    private void Respond(int status, int request = -1)
    {
        ServerTransaction transaction = _bench.Requests[request < 0 ? ^1 : request];
        transaction.Respond(new OutgoingResponse(transaction.Request, status));
    }

    private static string Ack(string branch) => $"""
        ACK sip:1701@pbx.example SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.99:5070;branch={branch};rport
        Max-Forwards: 70
        From: <sip:1700@pbx.example>;tag=phone
        To: <sip:1701@pbx.example>;tag=whatever
        Call-ID: abc@phone
        CSeq: 1 ACK
        Content-Length: 0
        """;

    private static string Cancel(string branch) => $"""
        CANCEL sip:1701@pbx.example SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.99:5070;branch={branch};rport
        Max-Forwards: 70
        From: <sip:1700@pbx.example>;tag=phone
        To: <sip:1701@pbx.example>
        Call-ID: abc@phone
        CSeq: 1 CANCEL
        Content-Length: 0
        """;
}
