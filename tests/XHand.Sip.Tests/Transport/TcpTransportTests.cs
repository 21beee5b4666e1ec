using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop;
using XHand.Sip.Messages;
using XHand.Sip.Tests.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transport;

/// <summary>TCP on real loopback sockets; the clock is virtual, so idle limits pass at once.</summary>
public sealed class TcpTransportTests : IDisposable
{
    private const string Options = """
        OPTIONS sip:pbx.example SIP/2.0
        Via: SIP/2.0/TCP 10.1.1.1:5070;branch=z9hG4bKopt;rport
        Max-Forwards: 70
        From: <sip:1700@pbx.example>;tag=phone
        To: <sip:pbx.example>
        Call-ID: opt@phone
        CSeq: 5 OPTIONS
        Content-Length: 0
        """;

    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly VirtualLoop _loop = new(DateTimeOffset.UnixEpoch);
    private readonly List<(SipMessage Message, SipFlow Flow)> _messages = [];
    private readonly List<(SipFlow Flow, string Reason)> _errors = [];
    private readonly List<IDisposable> _opened = [];
    private SipTransportHub _hub;
    private IPEndPoint _local;

    public TcpTransportTests() => (_hub, _local) = NewHub(new SipTransportOptions());

    public void Dispose()
    {
        foreach (IDisposable opened in _opened)
        {
            opened.Dispose();
        }
    }

    [Fact]
    public void A_stream_is_cut_into_messages_wherever_it_was_torn()
    {
        Socket phone = Connect();
        byte[] two = [.. Wire.Bytes(Options), .. Wire.Bytes(Options.Replace("opt@phone", "second@phone", StringComparison.Ordinal))];
        phone.Send(two.AsSpan(0, 100));
        phone.Send(two.AsSpan(100));
        Wait(() => _messages.Count == 2);
        Assert.Equal(["opt@phone", "second@phone"], _messages.Select(m => m.Message.CallId));
        Assert.Equal((SipProtocol.Tcp, _local, (IPEndPoint)phone.LocalEndPoint!), (_messages[0].Flow.Protocol, _messages[0].Flow.Local, _messages[0].Flow.Remote));
        Assert.NotEqual(0, _messages[0].Flow.Connection);
        Assert.Equal("127.0.0.1", _messages[0].Message.TopVia.Parameters["received"]);

        _hub.Send(_messages[0].Flow, "back"u8.ToArray());
        Assert.Equal("back", Read(phone, 4));
    }

    [Fact]
    public void A_keep_alive_gets_its_pong()
    {
        Socket phone = Connect();
        phone.Send("\r\n\r\n"u8);
        Assert.Equal("\r\n", Read(phone, 2));
    }

    [Fact]
    public void A_connection_that_we_open_is_used_again_and_carries_the_answers()
    {
        using Socket peer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        peer.Bind(AnyPort);
        peer.Listen();
        SipFlow flow = _hub.FlowTo(SipProtocol.Tcp, (IPEndPoint)peer.LocalEndPoint!);
        _hub.Send(flow, "first "u8.ToArray());
        _hub.Send(flow, "second"u8.ToArray());
        using Socket accepted = peer.Accept();
        Assert.Equal("first second", Read(accepted, 12));
        Assert.Equal(1, _hub.ConnectionCount);
        accepted.Send(Wire.Bytes(Options));
        Wait(() => _messages.Count == 1);
        Assert.Equal(flow with { Connection = _messages[0].Flow.Connection }, _messages[0].Flow);

        accepted.Dispose();
        Wait(() => _errors.Count == 2);
        Assert.Equal([_messages[0].Flow, flow], _errors.Select(error => error.Flow));
        Assert.Equal(0, _hub.ConnectionCount);
    }

    [Fact]
    public void A_refused_connection_is_reported_for_the_flow_that_was_used()
    {
        using Socket gone = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        gone.Bind(AnyPort);
        IPEndPoint closed = (IPEndPoint)gone.LocalEndPoint!;
        gone.Close();
        SipFlow flow = _hub.FlowTo(SipProtocol.Tcp, closed);
        _hub.Send(flow, Wire.Bytes(Options));
        Wait(() => _errors.Any(error => error.Flow == flow));
        Assert.Equal(0, _hub.ConnectionCount);
    }

    [Fact]
    public void Sending_on_a_connection_that_has_gone_is_reported()
    {
        Socket phone = Connect();
        phone.Send(Wire.Bytes(Options));
        Wait(() => _messages.Count == 1);
        phone.Dispose();
        Wait(() => _errors.Count == 1);
        SipFlow flow = _messages[0].Flow;
        _hub.Send(flow, Wire.Bytes(Options));
        Wait(() => _errors.Count == 2);
        Assert.Equal((flow, "the connection is gone"), _errors[1]);
    }

    [Fact]
    public void A_stranger_that_sends_no_message_for_10_s_is_closed_and_pings_do_not_help()
    {
        Socket phone = Connect();
        _loop.Advance(TimeSpan.FromSeconds(9));
        phone.Send("\r\n\r\n"u8);
        Assert.Equal("\r\n", Read(phone, 2));
        Assert.Equal(1, _hub.ConnectionCount);
        _loop.Advance(TimeSpan.FromSeconds(3));
        AssertClosed(phone);
    }

    [Fact]
    public void A_peer_that_was_let_in_may_stay_idle_but_not_leave_a_message_unfinished()
    {
        Socket phone = Connect();
        phone.Send(Wire.Bytes(Options));
        Wait(() => _messages.Count == 1);
        _hub.Trust(_messages[0].Flow);
        _loop.Advance(TimeSpan.FromHours(1));
        phone.Send("\r\n\r\n"u8);
        Assert.Equal("\r\n", Read(phone, 2));
        phone.Send(Wire.Bytes(Options).AsSpan(0, 50));
        phone.Send("\r\n\r\n"u8);
        Assert.Equal(1, _hub.ConnectionCount);
        WaitUntilClosed(phone, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void A_stream_that_is_no_SIP_is_closed()
    {
        Socket phone = Connect();
        phone.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8);
        AssertClosed(phone);
    }

    [Fact]
    public void A_cap_per_address_closes_the_oldest_stranger_and_keeps_who_was_let_in()
    {
        (_hub, _local) = NewHub(new SipTransportOptions { MaxConnectionsPerAddress = 2 });
        Socket first = Connect();
        first.Send(Wire.Bytes(Options));
        Wait(() => _messages.Count == 1);
        _hub.Trust(_messages[0].Flow);
        Socket second = Connect();
        Socket third = Connect(expectedCount: 2);
        AssertClosed(second);
        first.Send("\r\n\r\n"u8);
        third.Send("\r\n\r\n"u8);
        Assert.Equal("\r\n\r\n", Read(first, 2) + Read(third, 2));
        Assert.Equal(2, _hub.ConnectionCount);

        third.Send(Wire.Bytes(Options));
        Wait(() => _messages.Count == 2);
        _hub.Trust(_messages[1].Flow);
        AssertClosed(Connect(expectedCount: 2));
        Assert.Equal(2, _hub.ConnectionCount);
    }

    [Fact]
    public void A_total_cap_closes_the_oldest_stranger_of_any_address()
    {
        (_hub, _local) = NewHub(new SipTransportOptions { MaxConnections = 2 });
        Socket first = Connect();
        Socket second = Connect();
        Socket third = Connect(expectedCount: 2);
        AssertClosed(first);
        second.Send("\r\n\r\n"u8);
        third.Send("\r\n\r\n"u8);
        Assert.Equal("\r\n\r\n", Read(second, 2) + Read(third, 2));
    }

    [Fact]
    public void A_peer_that_reads_nothing_is_closed_when_its_queue_is_full()
    {
        Socket phone = Connect();
        phone.Send(Wire.Bytes(Options));
        Wait(() => _messages.Count == 1);
        byte[] large = new byte[60_000];
        for (int i = 0; i < 1_000 && _hub.ConnectionCount == 1; i++)
        {
            _hub.Send(_messages[0].Flow, large);
        }

        Wait(() => _errors.Count > 0);
        Assert.Equal(0, _hub.ConnectionCount);
        Assert.Equal("send queue full", _errors[0].Reason);
    }

    [Fact]
    public void A_thousand_idle_strangers_are_gone_after_10_s_and_a_new_phone_gets_in_meanwhile()
    {
        (_hub, _local) = NewHub(new SipTransportOptions { MaxConnectionsPerAddress = 200 });
        List<Socket> idle = [];
        for (int i = 0; i < 1_000; i++)
        {
            idle.Add(Connect(expectedCount: -1));
        }

        Socket phone = Connect(expectedCount: -1);
        phone.Send(Wire.Bytes(Options));
        Wait(() => _messages.Count == 1);
        Assert.InRange(_hub.ConnectionCount, 1, 200);
        _hub.Trust(_messages[0].Flow);
        Wait(() => _hub.ConnectionCount <= 200);
        _loop.Advance(TimeSpan.FromSeconds(12));
        Wait(() => _hub.ConnectionCount == 1);
    }

    private (SipTransportHub Hub, IPEndPoint Local) NewHub(SipTransportOptions options)
    {
        SipTransportHub hub = new(_loop, options, NullLogger<SipTransportHub>.Instance);
        _opened.Add(hub);
        IPEndPoint local = hub.Listen(SipProtocol.Tcp, AnyPort);
        hub.Start(new Recorder(_messages, _errors));
        return (hub, local);
    }

    private Socket Connect(int? expectedCount = null)
    {
        int before = _hub.ConnectionCount;
        Socket phone = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 10_000, NoDelay = true };
        _opened.Add(phone);
        phone.Connect(_local);
        if (expectedCount != -1)
        {
            Wait(() => _hub.ConnectionCount == (expectedCount ?? before + 1));
        }

        return phone;
    }

    private void Wait(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                _loop.RunUntilIdle();
                return condition();
            },
            Limit), "It did not happen in 10 s.");

    private void WaitUntilClosed(Socket phone, TimeSpan step)
    {
        byte[] buffer = new byte[100];
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                _loop.Advance(step);
                return phone.Poll(0, SelectMode.SelectRead) && Received(phone, buffer) == 0;
            },
            Limit), "It was not closed.");
    }

    private static void AssertClosed(Socket phone)
    {
        byte[] buffer = new byte[100];
        Assert.Equal(0, Received(phone, buffer));
    }

    private static int Received(Socket phone, byte[] buffer)
    {
        try
        {
            return phone.Receive(buffer);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }

    private static string Read(Socket socket, int count)
    {
        byte[] buffer = new byte[count];
        for (int read = 0; read < count;)
        {
            int length = socket.Receive(buffer.AsSpan(read));
            Assert.NotEqual(0, length);
            read += length;
        }

        return Encoding.ASCII.GetString(buffer);
    }

    private sealed class Recorder(List<(SipMessage Message, SipFlow Flow)> messages, List<(SipFlow Flow, string Reason)> errors) : ISipReceiver
    {
        public void OnMessage(SipMessage message, SipFlow flow) => messages.Add((message, flow));

        public void OnTransportError(SipFlow flow, string reason) => errors.Add((flow, reason));
    }
}
