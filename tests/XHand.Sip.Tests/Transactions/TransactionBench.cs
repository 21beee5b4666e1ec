using System.Globalization;
using System.Net;
using System.Text;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transactions;

/// <summary>A transaction table on virtual time over a transport that only writes down what is sent and when.</summary>
internal sealed class TransactionBench : ISipTransport, ITransactionUser, IClientTransactionUser
{
    public static readonly IPEndPoint Us = IPEndPoint.Parse("192.0.2.10:5060");
    public static readonly IPEndPoint Phone = IPEndPoint.Parse("192.0.2.99:5070");
    public static readonly SipFlow Udp = new(SipProtocol.Udp, Us, Phone);
    public static readonly SipFlow Tcp = new(SipProtocol.Tcp, Us, Phone, 7);

    public TransactionBench()
    {
        Loop = new VirtualLoop(DateTimeOffset.UnixEpoch);
        Table = new TransactionTable(Loop, this, this, new SeededRandom(1));
    }

    public VirtualLoop Loop { get; }

    public TransactionTable Table { get; }

    /// <summary>What was sent: seconds since the start, way, bytes.</summary>
    public List<(double At, SipFlow Flow, ReadOnlyMemory<byte> Bytes)> Sent { get; } = [];

    /// <summary>What the users heard, one line each.</summary>
    public List<string> Heard { get; } = [];

    public List<ServerTransaction> Requests { get; } = [];

    public List<SipResponse> Responses { get; } = [];

    public List<SipFlow> Trusted { get; } = [];

    /// <summary>Runs inside OnRequest.</summary>
    public Action<ServerTransaction>? OnRequestDo { get; set; }

    public IEnumerable<double> SentAt => Sent.Select(sent => Math.Round(sent.At, 3));

    public IEnumerable<string> SentLines => Sent.Select(sent => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(sent.At, 3)} {Wire.StartLine(sent.Bytes)}"));

    public string LastSent => Wire.Text(Sent[^1].Bytes);

    private double Now => Loop.Time.Elapsed.TotalSeconds;

    public void Receive(string text, SipFlow? flow = null) => Receive(Wire.Bytes(text), flow);

    public void Receive(ReadOnlyMemory<byte> bytes, SipFlow? flow = null)
    {
        flow ??= Udp;
        SipMessage message = Wire.Message(bytes);
        if (message is SipRequest request)
        {
            SipMessageReceived.Stamp(request, flow.Remote);
        }

        Loop.TryPost(LoopLane.InDialog, "test", () => Table.OnMessage(message, flow));
        Loop.RunUntilIdle();
    }

    /// <summary>Answers our last request of <paramref name="method"/> as the peer would.</summary>
    public void Answer(SipMethod method, int status, string toTag = "peer", string extra = "")
    {
        SipRequest request = LastRequest(method);
        string to = status == 100 || request.To.Tag is not null ? request.Text(SipHeader.To)! : $"{request.Text(SipHeader.To)};tag={toTag}";
        Receive($"""
            SIP/2.0 {status} Whatever
            Via: {request.Text(SipHeader.Via)}
            From: {request.Text(SipHeader.From)}
            To: {to}
            Call-ID: {request.CallId}
            CSeq: {request.Text(SipHeader.CSeq)}
            {extra}Content-Length: 0
            """, Sent.Last(sent => Wire.Message(sent.Bytes) is SipRequest).Flow);
    }

    public SipRequest LastRequest(SipMethod method) => Sent.Select(sent => Wire.Message(sent.Bytes)).OfType<SipRequest>().Last(request => request.Method == method);

    public ClientTransaction SendInvite(SipFlow? flow = null) =>
        Table.Send(Outgoing(SipMethod.Invite).Add("Contact", "<sip:1700@192.0.2.10>").WithBody("application/sdp", Encoding.ASCII.GetBytes("v=0\r\n")), flow ?? Udp, this);

    public ClientTransaction SendOptions(SipFlow? flow = null) => Table.Send(Outgoing(SipMethod.Options), flow ?? Udp, this);

    public static OutgoingRequest Outgoing(SipMethod method) =>
        new(
            method,
            SipUri.Sip("1701", "192.0.2.99", 5070),
            new SipNameAddress("Ana", SipUri.Sip("1700", "pbx.example"), SipParameters.Empty.With("tag", "ours")),
            new SipNameAddress(null, SipUri.Sip("1701", "pbx.example"), SipParameters.Empty),
            "call-1@pbx.example",
            17);

    public void Send(SipFlow flow, ReadOnlyMemory<byte> message) => Sent.Add((Now, flow, message));

    public SipFlow FlowTo(SipProtocol protocol, IPEndPoint remote) => new(protocol, Us, remote);

    public (string Host, int Port) SentBy(SipFlow flow) => (flow.Local.Address.ToString(), flow.Local.Port);

    public void Trust(SipFlow flow) => Trusted.Add(flow);

    public void OnRequest(ServerTransaction transaction)
    {
        Heard.Add($"request {transaction.Request.MethodName}");
        Requests.Add(transaction);
        OnRequestDo?.Invoke(transaction);
    }

    public void OnAck(SipRequest ack, SipFlow flow) => Heard.Add($"ack {ack.CSeq.Number}");

    public void OnCancel(ServerTransaction invite, SipRequest cancel)
    {
        Heard.Add("cancel");
        invite.Respond(new OutgoingResponse(invite.Request, 487));
    }

    public void OnStrayResponse(SipResponse response, SipFlow flow) => Heard.Add($"stray {response.StatusCode}");

    public void OnResponse(ClientTransaction transaction, SipResponse response)
    {
        Heard.Add($"response {response.StatusCode}");
        Responses.Add(response);
    }

    public void OnFailure(ClientTransaction transaction, int statusCode, string reason) => Heard.Add(string.Create(CultureInfo.InvariantCulture, $"failure {statusCode} at {Now}"));
}
