using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Tests.Transactions;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Dialogs;

/// <summary>The 2xx of an INVITE and its ACK, which belong to the dialog and not to the transaction (RFC 3261 13.2.2.4, 13.3.1.4).</summary>
public sealed class InviteOkTests
{
    private const string Invite = """
        INVITE sip:1701@pbx.example SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.99:5070;branch=z9hG4bKone;rport
        Max-Forwards: 70
        From: <sip:1700@pbx.example>;tag=phone
        To: <sip:1701@pbx.example>
        Call-ID: abc@phone
        CSeq: 30 INVITE
        Contact: <sip:1700@192.0.2.99:5070>
        Content-Length: 0
        """;

    private readonly TransactionBench _bench = new();
    private int _gaveUp;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_2xx_without_ack_is_repeated_up_to_T2_for_64_T1_and_then_given_up(bool tcp)
    {
        using InviteOkRetransmitter repeating = AnswerWith200(tcp ? TransactionBench.Tcp : TransactionBench.Udp);
        _bench.Sent.RemoveAt(0);
        _bench.Loop.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5], _bench.SentAt);
        Assert.All(_bench.Sent, sent => Assert.Equal(_bench.Sent[0].Bytes.ToArray(), sent.Bytes.ToArray()));
        Assert.Equal(1, _gaveUp);
        Assert.False(repeating.IsWaiting);
        Assert.Equal(0, _bench.Table.Count);
        Assert.Equal(0, _bench.Loop.Time.TimersPending);
    }

    [Fact]
    public void The_ack_with_the_same_CSeq_stops_it()
    {
        using InviteOkRetransmitter repeating = AnswerWith200(TransactionBench.Udp);
        _bench.Loop.Advance(TimeSpan.FromSeconds(2));
        Assert.False(repeating.Acknowledge(29));
        Assert.True(repeating.Acknowledge(30));
        _bench.Loop.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([0, 0, 0.5, 1.5], _bench.SentAt);
        Assert.Equal(0, _gaveUp);
    }

    [Fact]
    public void An_invite_that_was_not_answered_2xx_has_nothing_to_repeat()
    {
        _bench.Receive(Invite);
        Assert.Throws<ArgumentException>(() => new InviteOkRetransmitter(_bench.Loop, _bench.Requests[0], () => { }));
    }

    [Fact]
    public void A_repeated_2xx_gets_the_same_ack_again_and_that_of_another_invite_does_not()
    {
        OutgoingRequest invite = TransactionBench.Outgoing(SipMethod.Invite).Add("Proxy-Authorization", "Digest username=\"1700\"");
        _bench.Table.Send(invite, TransactionBench.Udp, _bench);
        _bench.Answer(SipMethod.Invite, 200, extra: "Contact: <sip:1701@192.0.2.99:5070>\n");
        SipDialog dialog = SipDialog.FromResponse(invite, _bench.Responses[0], TransactionBench.Udp, SipUri.Sip("1700", "192.0.2.10"));
        InviteAcknowledger acknowledger = new(_bench.Table, _bench);
        Assert.False(acknowledger.TryRepeat(_bench.Responses[0]));
        acknowledger.Acknowledge(dialog, invite);
        SipRequest ack = _bench.LastRequest(SipMethod.Ack);
        Assert.Equal($"""
            ACK sip:1701@192.0.2.99:5070 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.10:5060;rport;branch={ack.TopVia.Branch}
            Max-Forwards: 70
            From: "Ana" <sip:1700@pbx.example>;tag=ours
            To: <sip:1701@pbx.example>;tag=peer
            Call-ID: call-1@pbx.example
            CSeq: 17 ACK
            Proxy-Authorization: Digest username="1700"
            Content-Length: 0
            """.ReplaceLineEndings("\n"), _bench.LastSent);
        Assert.NotEqual(_bench.LastRequest(SipMethod.Invite).TopVia.Branch, ack.TopVia.Branch);

        _bench.Answer(SipMethod.Invite, 200, extra: "Contact: <sip:1701@192.0.2.99:5070>\n");
        Assert.True(acknowledger.TryRepeat(_bench.Responses[1]));
        Assert.Equal(_bench.Sent[^2].Bytes.ToArray(), _bench.Sent[^1].Bytes.ToArray());
        Assert.False(acknowledger.TryRepeat(Wire.Response("""
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKold
            From: "Ana" <sip:1700@pbx.example>;tag=ours
            To: <sip:1701@pbx.example>;tag=peer
            Call-ID: call-1@pbx.example
            CSeq: 16 INVITE
            """)));
    }

    private InviteOkRetransmitter AnswerWith200(SipFlow flow)
    {
        _bench.Receive(Invite, flow);
        ServerTransaction transaction = _bench.Requests[0];
        transaction.Respond(new OutgoingResponse(transaction.Request, 200));
        return new InviteOkRetransmitter(_bench.Loop, transaction, () => _gaveUp++);
    }
}
