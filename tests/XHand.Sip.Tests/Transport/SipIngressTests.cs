using System.Net;
using XHand.Loop;
using XHand.Sip.Messages;
using XHand.Sip.Tests.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transport;

/// <summary>From bytes to the lane of the loop, and what happens when there is no room or too much time has passed.</summary>
public sealed class SipIngressTests : ISipTransport, ISipReceiver
{
    private readonly HeldLoop _loop = new();
    private readonly List<string> _answers = [];
    private readonly List<string> _heard = [];

    [Theory]
    [InlineData("INVITE", "", LoopLane.NewCalls)]
    [InlineData("INVITE", ";tag=ours", LoopLane.InDialog)]
    [InlineData("BYE", ";tag=ours", LoopLane.InDialog)]
    [InlineData("ACK", "", LoopLane.InDialog)]
    [InlineData("CANCEL", "", LoopLane.InDialog)]
    [InlineData("REGISTER", "", LoopLane.Registrations)]
    [InlineData("OPTIONS", "", LoopLane.Registrations)]
    public void A_request_takes_the_lane_of_what_it_can_wait_for(string method, string tag, LoopLane lane)
    {
        Accept(Request(method, tag));
        Assert.Equal(lane, Assert.Single(_loop.Held).Lane);
        _loop.RunAfter(TimeSpan.Zero);
        Assert.Equal([$"message {method}"], _heard);
    }

    [Fact]
    public void A_response_takes_the_lane_of_running_calls()
    {
        Accept(Request("INVITE", "").Replace("INVITE sip:pbx.example SIP/2.0", "SIP/2.0 180 Ringing", StringComparison.Ordinal));
        Assert.Equal(LoopLane.InDialog, Assert.Single(_loop.Held).Lane);
    }

    [Theory]
    [InlineData(400, "message INVITE")]
    [InlineData(501, "late INVITE")]
    public void An_invite_that_waited_500_ms_is_handed_over_as_late(int milliseconds, string expected)
    {
        Accept(Request("INVITE", ""));
        _loop.RunAfter(TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal([expected], _heard);
    }

    [Fact]
    public void A_copy_of_a_refused_invite_is_refused_for_32_s_and_becomes_no_call()
    {
        // Seen under overload: the first was refused as too old, its copy behind it was young enough, and a phone rang for nobody.
        SipIngress ingress = new(_loop, this, this, TimeSpan.FromMilliseconds(500));
        ingress.Accept(Wire.Bytes(Request("INVITE", "")), TransactionBench.Udp);
        _loop.RunAfter(TimeSpan.FromMilliseconds(501));
        ingress.Accept(Wire.Bytes(Request("INVITE", "")), TransactionBench.Udp);
        ingress.Accept(Wire.Bytes(Request("INVITE", "").Replace("z9hG4bKone", "z9hG4bKtwo", StringComparison.Ordinal)), TransactionBench.Udp);
        _loop.RunAfter(TimeSpan.FromMilliseconds(10));
        Assert.Equal(["late INVITE", "message INVITE"], _heard);
        Assert.Equal(["SIP/2.0 503 Service Unavailable"], _answers);

        ingress.Accept(Wire.Bytes(Request("INVITE", "")), TransactionBench.Udp);
        _loop.RunAfter(TimeSpan.FromSeconds(32));
        Assert.Equal(["late INVITE", "message INVITE", "late INVITE"], _heard);
    }

    [Fact]
    public void A_re_invite_that_waited_belongs_to_a_running_call_and_is_never_late()
    {
        Accept(Request("INVITE", ";tag=ours"));
        _loop.RunAfter(TimeSpan.FromSeconds(3));
        Assert.Equal(["message INVITE"], _heard);
    }

    [Theory]
    [InlineData("INVITE", "", 1)]
    [InlineData("INVITE", ";tag=ours", 0)]
    [InlineData("REGISTER", "", 0)]
    [InlineData("ACK", "", 0)]
    public void A_full_lane_answers_new_invites_alone(string method, string tag, int answers)
    {
        new SipIngress(new HeldLoop { IsFull = true }, this, this, TimeSpan.FromMilliseconds(500)).Accept(Wire.Bytes(Request(method, tag)), TransactionBench.Udp);
        Assert.Equal(answers, _answers.Count);
        Assert.All(_answers, answer => Assert.Equal("SIP/2.0 503 Service Unavailable", answer));
    }

    [Fact]
    public void A_call_for_help_takes_the_lane_of_running_calls_when_its_own_is_full_and_is_never_late()
    {
        _loop.FullLane = LoopLane.NewCalls;
        Accept(Emergency);
        Assert.Equal(LoopLane.InDialog, Assert.Single(_loop.Held).Lane);
        Accept(Request("INVITE", "").Replace("z9hG4bKone", "z9hG4bKtwo", StringComparison.Ordinal));
        Assert.Equal(["SIP/2.0 503 Service Unavailable"], _answers);
        _loop.RunAfter(TimeSpan.FromSeconds(2));
        Assert.Equal(["message INVITE"], _heard);

        _loop.FullLane = null;
        Accept(Emergency.Replace("z9hG4bKone", "z9hG4bKthree", StringComparison.Ordinal));
        _loop.RunAfter(TimeSpan.FromSeconds(2));
        Assert.Equal(["message INVITE", "message INVITE"], _heard);
    }

    [Fact]
    public void A_copy_of_an_invite_that_runs_is_never_refused_when_its_lane_is_full()
    {
        SipIngress ingress = new(_loop, this, this, TimeSpan.FromMilliseconds(500));
        ingress.Accept(Wire.Bytes(Request("INVITE", "")), TransactionBench.Udp);
        _loop.RunAfter(TimeSpan.FromMilliseconds(10));
        _loop.FullLane = LoopLane.NewCalls;
        ingress.Accept(Wire.Bytes(Request("INVITE", "")), TransactionBench.Udp);
        Assert.Empty(_answers);

        // Nor later, when it waited long: its transaction answers it.
        _loop.FullLane = null;
        ingress.Accept(Wire.Bytes(Request("INVITE", "")), TransactionBench.Udp);
        _loop.RunAfter(TimeSpan.FromMilliseconds(800));
        Assert.Equal(["message INVITE", "message INVITE"], _heard);
        Assert.Empty(_answers);
    }

    [Fact]
    public void One_that_was_refused_while_it_waited_for_its_turn_gets_the_same_answer_then()
    {
        SipIngress ingress = new(_loop, this, this, TimeSpan.FromMilliseconds(500));
        ingress.Accept(Wire.Bytes(Request("INVITE", "")), TransactionBench.Udp);
        _loop.FullLane = LoopLane.NewCalls;
        ingress.Accept(Wire.Bytes(Request("INVITE", "")), TransactionBench.Udp);
        _loop.RunAfter(TimeSpan.FromMilliseconds(10));
        Assert.Empty(_heard);
        Assert.Equal(2, _answers.Count);
        Assert.All(_answers, answer => Assert.Equal("SIP/2.0 503 Service Unavailable", answer));
    }

    [Fact]
    public void A_repeated_refusal_has_the_same_tag()
    {
        List<string?> tags = [];
        for (int i = 0; i < 2; i++)
        {
            tags.Add(Wire.Message(StatelessAnswer.Write(Wire.Request(Request("INVITE", "")), 503)!).To.Tag);
        }

        Assert.NotNull(tags[0]);
        Assert.Equal(tags[0], tags[1]);
    }

    [Fact]
    public void An_ack_with_a_fault_is_never_answered()
    {
        Accept(Request("ACK", "").Replace("CSeq: 5", "CSeq: x", StringComparison.Ordinal));
        Accept(Request("INFO", "").Replace("CSeq: 5", "CSeq: x", StringComparison.Ordinal));
        Assert.StartsWith("SIP/2.0 400", Assert.Single(_answers), StringComparison.Ordinal);
        Assert.Empty(_loop.Held);
    }

    void ISipTransport.Send(SipFlow flow, ReadOnlyMemory<byte> message) => _answers.Add(Wire.StartLine(message));

    SipFlow ISipTransport.FlowTo(SipProtocol protocol, IPEndPoint remote) => TransactionBench.Udp;

    (string Host, int Port) ISipTransport.SentBy(SipFlow flow) => ("192.0.2.10", 5060);

    void ISipReceiver.OnMessage(SipMessage message, SipFlow flow) => _heard.Add($"message {message.CSeq.MethodName}");

    bool ISipReceiver.IsUrgent(SipRequest invite) => invite.Uri.User == "193";

    bool ISipReceiver.RefusesLateInvite(SipRequest invite, SipFlow flow)
    {
        _heard.Add($"late {invite.MethodName}");
        return true;
    }

    void ISipReceiver.OnTransportError(SipFlow flow, string reason) => _heard.Add($"error {reason}");

    private void Accept(string text) => new SipIngress(_loop, this, this, TimeSpan.FromMilliseconds(500)).Accept(Wire.Bytes(text), TransactionBench.Udp);

    private static string Emergency => Request("INVITE", "").Replace("INVITE sip:pbx", "INVITE sip:193@pbx", StringComparison.Ordinal);

    private static string Request(string method, string toTag) => $"""
        {method} sip:pbx.example SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.99:5070;branch=z9hG4bKone;rport
        Max-Forwards: 70
        From: <sip:1700@pbx.example>;tag=phone
        To: <sip:pbx.example>{toTag}
        Call-ID: abc@phone
        CSeq: 5 {method}
        Content-Length: 0
        """;
}
