using System.Text;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transactions;

/// <summary>What a finished transaction keeps for its 32 s (ARCHITECTURE.md, rules of the loop, 6), and that nothing grows.</summary>
[Collection(MeasuresMemory.Name)]
public sealed class FinishedTransactionMemoryTests
{
    private const int Calls = 2_000;
    private static readonly string LargeBody = new('x', 2_000);

    [Theory]
    [InlineData("INVITE", 200)]
    [InlineData("INVITE", 486)]
    [InlineData("REGISTER", 200)]
    public void A_finished_server_transaction_keeps_at_most_1_KB(string method, int status)
    {
        Quiet quiet = new(status);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int call = 0; call < Calls; call++)
        {
            quiet.Table.OnMessage(Wire.Message(Request(method, call)), TransactionBench.Udp);
        }

        quiet.Last = null;
        long kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / Calls;
        Assert.Equal(Calls, quiet.Table.Count);
        Assert.InRange(kept, 0, 1_024);
        quiet.Loop.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(0, quiet.Table.Count);
        Assert.Equal(0, quiet.Loop.Time.TimersPending);
    }

    [Theory]
    [InlineData(SipMethod.Invite, 200)]
    [InlineData(SipMethod.Invite, 486)]
    [InlineData(SipMethod.Bye, 200)]
    public void A_finished_client_transaction_keeps_at_most_1_KB(SipMethod method, int status)
    {
        Quiet quiet = new(status);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int call = 0; call < Calls; call++)
        {
            OutgoingRequest request = new(
                method,
                SipUri.Sip("1701", "192.0.2.99", 5070),
                TransactionBench.Outgoing(method).From,
                TransactionBench.Outgoing(method).To,
                $"call-{call}@pbx.example",
                1);
            request.WithBody("application/sdp", Encoding.ASCII.GetBytes(LargeBody));
            ClientTransaction transaction = quiet.Table.Send(request, TransactionBench.Udp, quiet);
            quiet.AnswerLast(status);
            transaction.Release();
        }

        quiet.Last = null;
        long kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / Calls;
        Assert.Equal(Calls, quiet.Table.Count);
        Assert.InRange(kept, 0, 1_024);
        quiet.Loop.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(0, quiet.Table.Count);
        Assert.Equal(0, quiet.Loop.Time.TimersPending);
    }

    private static byte[] Request(string method, int call) => Wire.Bytes($"""
        {method} sip:1701@pbx.example SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.99:5070;branch=z9hG4bK{call:x12};rport
        Max-Forwards: 70
        From: <sip:1700@pbx.example>;tag=phone
        To: <sip:1701@pbx.example>
        Call-ID: abc{call}@phone
        CSeq: 1 {method}
        Contact: <sip:1700@192.0.2.99:5070>
        Content-Type: application/sdp
        Content-Length: {LargeBody.Length}

        {LargeBody}
        """);

    /// <summary>Answers everything and remembers nothing.</summary>
    private sealed class Quiet : ISipTransport, ITransactionUser, IClientTransactionUser
    {
        private readonly int _status;

        public Quiet(int status)
        {
            _status = status;
            Table = new TransactionTable(Loop, this, this, new SeededRandom(1));
        }

        public VirtualLoop Loop { get; } = new(DateTimeOffset.UnixEpoch);

        public TransactionTable Table { get; }

        public ReadOnlyMemory<byte>? Last { get; set; }

        public void AnswerLast(int status)
        {
            SipRequest request = Assert.IsType<SipRequest>(Wire.Message(Last!.Value));
            Table.OnMessage(Wire.Response($"""
                SIP/2.0 {status} Whatever
                Via: {request.Text(SipHeader.Via)}
                From: {request.Text(SipHeader.From)}
                To: {request.Text(SipHeader.To)};tag=peer
                Call-ID: {request.CallId}
                CSeq: {request.Text(SipHeader.CSeq)}
                Content-Length: 0
                """), TransactionBench.Udp);
        }

        public void Send(SipFlow flow, ReadOnlyMemory<byte> message) => Last = message;

        public SipFlow FlowTo(SipProtocol protocol, System.Net.IPEndPoint remote) => TransactionBench.Udp;

        public (string Host, int Port) SentBy(SipFlow flow) => ("192.0.2.10", 5060);

        public void OnRequest(ServerTransaction transaction) => transaction.Respond(new OutgoingResponse(transaction.Request, _status));

        public void OnAck(SipRequest ack, SipFlow flow)
        {
        }

        public void OnCancel(ServerTransaction invite, SipRequest cancel)
        {
        }

        public void OnStrayResponse(SipResponse response, SipFlow flow)
        {
        }

        public void OnResponse(ClientTransaction transaction, SipResponse response)
        {
        }

        public void OnFailure(ClientTransaction transaction, int statusCode, string reason)
        {
        }
    }
}
