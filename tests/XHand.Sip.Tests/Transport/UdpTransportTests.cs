using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Messages;
using XHand.Sip.Tests.Transactions;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transport;

/// <summary>UDP on real loopback sockets.</summary>
public sealed class UdpTransportTests : IDisposable
{
    private const string Options = """
        OPTIONS sip:pbx.example SIP/2.0
        Via: SIP/2.0/UDP 10.1.1.1:5070;branch=z9hG4bKopt;rport
        Max-Forwards: 70
        From: <sip:1700@pbx.example>;tag=phone
        To: <sip:pbx.example>
        Call-ID: opt@phone
        CSeq: 5 OPTIONS
        Content-Length: 0
        """;

    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);
    private readonly SwitchLoop _loop = new(new SwitchLoopOptions(), NullLogger<SwitchLoop>.Instance);
    private readonly ReceivedMessages _received = new();
    private readonly Socket _phone = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
    private readonly SipTransportHub _hub;
    private readonly IPEndPoint _local;

    public UdpTransportTests()
    {
        _loop.Start();
        _hub = NewHub(_loop);
        _local = _hub.Listen(SipProtocol.Udp, AnyPort);
        _phone.Bind(AnyPort);
    }

    public void Dispose()
    {
        _phone.Dispose();
        _hub.Dispose();
        _loop.Dispose();
    }

    [Fact]
    public void A_request_arrives_with_the_source_noted_in_its_via()
    {
        _hub.Start(_received);
        _phone.SendTo(Wire.Bytes(Options), _local);
        (SipMessage message, SipFlow flow) = _received.Take();
        Assert.Equal(new SipFlow(SipProtocol.Udp, _local, PhoneAddress), flow);
        Assert.Equal("127.0.0.1", message.TopVia.Parameters["received"]);
        Assert.Equal($"{PhoneAddress.Port}", message.TopVia.Parameters["rport"]);
    }

    [Fact]
    public void A_transaction_answers_over_the_real_socket()
    {
        AnsweringUser user = new();
        _hub.Start(new TransactionTable(_loop, _hub, user, new SeededRandom(1)));
        _phone.SendTo(Wire.Bytes(Options), _local);
        Assert.Equal("SIP/2.0 200 OK", Wire.StartLine(ReceiveAtPhone()));
    }

    [Fact]
    public void A_request_with_a_fault_is_answered_400_and_rubbish_is_dropped_and_neither_ends_the_receiver()
    {
        _hub.Start(_received);
        _phone.SendTo(Wire.Bytes(Options.Replace("CSeq: 5 OPTIONS", "CSeq: five OPTIONS", StringComparison.Ordinal)), _local);
        Assert.StartsWith("SIP/2.0 400 ", Wire.StartLine(ReceiveAtPhone()), StringComparison.Ordinal);

        _phone.SendTo([], _local);
        _phone.SendTo("\r\n\r\n"u8.ToArray(), _local);
        _phone.SendTo(new byte[] { 0, 1, 0, 0, 33, 18, 164, 66 }, _local);
        _phone.SendTo("no SIP at all"u8.ToArray(), _local);
        _phone.SendTo(new byte[65_507], _local);
        byte[] rubbish = new byte[2_000];
        new Random(1).NextBytes(rubbish);
        _phone.SendTo(rubbish, _local);
        _phone.SendTo(Wire.Bytes(Options), _local);
        Assert.Equal("opt@phone", _received.Take().Message.CallId);
        Assert.Equal(0, _received.Waiting);
    }

    [Fact]
    public void A_datagram_cut_off_before_the_end_of_its_body_is_answered_400()
    {
        _hub.Start(_received);
        _phone.SendTo(Wire.Bytes(Options.Replace("Content-Length: 0", "Content-Length: 100", StringComparison.Ordinal)), _local);
        Assert.StartsWith("SIP/2.0 400 ", Wire.StartLine(ReceiveAtPhone()), StringComparison.Ordinal);
    }

    [Fact]
    public void Icmp_errors_do_not_end_the_receiver()
    {
        _hub.Start(_received);
        using (Socket gone = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        {
            gone.Bind(AnyPort);
            IPEndPoint closed = (IPEndPoint)gone.LocalEndPoint!;
            gone.Close();
            for (int i = 0; i < 20; i++)
            {
                _hub.Send(_hub.FlowTo(SipProtocol.Udp, closed), Wire.Bytes(Options));
            }
        }

        _phone.SendTo(Wire.Bytes(Options), _local);
        Assert.Equal("opt@phone", _received.Take().Message.CallId);
    }

    [Fact]
    public void What_the_kernel_refuses_to_send_is_reported_on_the_loop()
    {
        _hub.Start(_received);
        SipFlow flow = _hub.FlowTo(SipProtocol.Udp, PhoneAddress);
        _loop.TryPost(LoopLane.InDialog, "test", () => _hub.Send(flow, new byte[70_000]));
        Assert.Equal(flow, _received.TakeError().Flow);
        Assert.Contains("5060", Assert.Throws<SipListenException>(() => NewHub(_loop).Listen(SipProtocol.Udp, IPEndPoint.Parse("203.0.113.1:5060"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_lane_refuses_an_invite_with_503_and_drops_the_rest()
    {
        using SipTransportHub hub = NewHub(new HeldLoop { IsFull = true });
        IPEndPoint local = hub.Listen(SipProtocol.Udp, AnyPort);
        hub.Start(_received);
        _phone.SendTo(Wire.Bytes(Options), local);
        _phone.SendTo(Wire.Bytes(Options.Replace("OPTIONS", "INVITE", StringComparison.Ordinal)), local);
        string answer = Encoding.ASCII.GetString(ReceiveAtPhone());
        Assert.StartsWith("SIP/2.0 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: 5\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nTo: <sip:pbx.example>;tag=", answer, StringComparison.Ordinal);
        Assert.Equal(0, _phone.Available);
    }

    [Theory]
    [InlineData(SipProtocol.Udp, "udp")]
    [InlineData(SipProtocol.Tcp, "tcp")]
    public void A_port_in_use_is_said_with_address_port_and_protocol(SipProtocol protocol, string name)
    {
        using SipTransportHub first = NewHub(_loop);
        IPEndPoint taken = first.Listen(protocol, AnyPort);
        using SipTransportHub second = NewHub(_loop);
        SipListenException refused = Assert.Throws<SipListenException>(() => second.Listen(protocol, taken));
        Assert.Equal($"Cannot listen for SIP on {name} 127.0.0.1:{taken.Port}: the port is in use by another program.", refused.Message);
        Assert.Equal((protocol, taken), (refused.Protocol, refused.Address));
    }

    [Fact]
    public void A_port_in_use_frees_again_when_the_hub_is_disposed()
    {
        SipTransportHub first = NewHub(_loop);
        IPEndPoint address = first.Listen(SipProtocol.Udp, AnyPort);
        first.Start(_received);
        first.Dispose();
        using SipTransportHub second = NewHub(_loop);
        Assert.Equal(address, second.Listen(SipProtocol.Udp, address));
    }

    [Fact]
    public void IPv6_works_like_IPv4()
    {
        using SipTransportHub hub = NewHub(_loop);
        IPEndPoint local = hub.Listen(SipProtocol.Udp, new IPEndPoint(IPAddress.IPv6Loopback, 0));
        hub.Start(_received);
        using Socket phone = new(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
        phone.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        phone.SendTo(Wire.Bytes(Options), local);
        (SipMessage message, SipFlow flow) = _received.Take();
        Assert.Equal("::1", message.TopVia.Parameters["received"]);
        hub.Send(flow, "back"u8.ToArray());
        byte[] buffer = new byte[100];
        Assert.Equal("back", Encoding.ASCII.GetString(buffer, 0, phone.Receive(buffer)));
        Assert.Equal(("::1", local.Port), hub.SentBy(flow));
    }

    [Fact]
    public void Listening_on_all_addresses_takes_IPv4_too_and_shows_the_address_that_the_peer_sees()
    {
        using SipTransportHub hub = NewHub(_loop);
        IPEndPoint local = hub.Listen(SipProtocol.Udp, new IPEndPoint(IPAddress.IPv6Any, 0));
        hub.Start(_received);
        _phone.SendTo(Wire.Bytes(Options), new IPEndPoint(IPAddress.Loopback, local.Port));
        (SipMessage message, SipFlow flow) = _received.Take();
        Assert.Equal(PhoneAddress, flow.Remote);
        Assert.Equal("127.0.0.1", message.TopVia.Parameters["received"]);
        hub.Send(flow, "back"u8.ToArray());
        Assert.Equal("back", Encoding.ASCII.GetString(ReceiveAtPhone()));
        Assert.Equal(("127.0.0.1", local.Port), hub.SentBy(flow));
    }

    [Fact]
    public void The_public_address_is_shown_to_the_outside_only()
    {
        using SipTransportHub hub = new(_loop, new SipTransportOptions { PublicAddresses = [IPAddress.Parse("203.0.113.5")] }, NullLogger<SipTransportHub>.Instance);
        IPEndPoint local = hub.Listen(SipProtocol.Udp, AnyPort);
        Assert.Equal(("203.0.113.5", local.Port), hub.SentBy(hub.FlowTo(SipProtocol.Udp, IPEndPoint.Parse("198.51.100.1:5060"))));
        Assert.Equal(("127.0.0.1", local.Port), hub.SentBy(hub.FlowTo(SipProtocol.Udp, IPEndPoint.Parse("192.168.3.4:5060"))));
    }

    [Fact]
    public void Each_kind_of_address_has_its_own_public_one()
    {
        SipTransportOptions options = new() { PublicAddresses = [IPAddress.Parse("203.0.113.5"), IPAddress.Parse("2001:db8::5")] };
        using SipTransportHub hub = new(_loop, options, NullLogger<SipTransportHub>.Instance);
        IPEndPoint four = hub.Listen(SipProtocol.Udp, AnyPort);
        IPEndPoint six = hub.Listen(SipProtocol.Udp, new IPEndPoint(IPAddress.IPv6Loopback, 0));
        Assert.Equal(("203.0.113.5", four.Port), hub.SentBy(hub.FlowTo(SipProtocol.Udp, IPEndPoint.Parse("198.51.100.1:5060"))));
        Assert.Equal(("2001:db8::5", six.Port), hub.SentBy(hub.FlowTo(SipProtocol.Udp, IPEndPoint.Parse("[2001:db9::1]:5060"))));
        Assert.Equal(("::1", six.Port), hub.SentBy(hub.FlowTo(SipProtocol.Udp, IPEndPoint.Parse("[fd00::9]:5060"))));
    }

    [Fact]
    public void An_IPv6_phone_is_answered_where_it_asked()
    {
        using SipTransportHub hub = NewHub(_loop);
        IPEndPoint local = hub.Listen(SipProtocol.Udp, new IPEndPoint(IPAddress.IPv6Loopback, 0));
        hub.Start(_received);
        using Socket phone = new(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
        phone.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        phone.SendTo(Wire.Bytes(Options), local);
        (SipMessage message, SipFlow flow) = _received.Take();
        Assert.Equal((local, (IPEndPoint)phone.LocalEndPoint!, "::1"), (flow.Local, flow.Remote, message.TopVia.Parameters["received"]));
        hub.Send(flow, "back"u8.ToArray());
        byte[] buffer = new byte[100];
        Assert.Equal(4, phone.Receive(buffer));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_phone_that_asks_by_STUN_is_told_its_address_and_keeps_its_way_open(string loopback)
    {
        IPAddress address = IPAddress.Parse(loopback);
        using SipTransportHub hub = NewHub(_loop);
        IPEndPoint local = hub.Listen(SipProtocol.Udp, new IPEndPoint(address, 0));
        hub.Start(_received);
        using Socket phone = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
        phone.Bind(new IPEndPoint(address, 0));
        byte[] request = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        phone.SendTo("\0\u0001 no STUN"u8, local);
        phone.SendTo(request, local);
        byte[] answer = new byte[100];
        int length = phone.Receive(answer);
        int addressBytes = address.GetAddressBytes().Length;
        Assert.Equal(28 + addressBytes, length);
        Assert.Equal([0x01, 0x01, 0, (byte)(8 + addressBytes), .. request[4..], 0, 0x20, 0, (byte)(4 + addressBytes), 0, (byte)(addressBytes == 4 ? 1 : 2)], answer[..26]);
        Assert.Equal(((IPEndPoint)phone.LocalEndPoint!).Port, ((answer[26] << 8) | answer[27]) ^ 0x2112);
        Assert.Equal(address, new IPAddress([.. answer[28..length].Select((b, i) => (byte)(b ^ request[4 + i]))]));
        Assert.Equal(0, _received.Waiting);
    }

    [Fact]
    public void Nothing_is_lost_of_a_burst_that_fits_the_buffer()
    {
        _hub.Start(_received);
        for (int i = 0; i < 100; i++)
        {
            _phone.SendTo(Wire.Bytes(Options.Replace("opt@phone", $"{i}@phone", StringComparison.Ordinal)), _local);
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}@phone"), Enumerable.Range(0, 100).Select(_ => _received.Take().Message.CallId));
    }

    private IPEndPoint PhoneAddress => (IPEndPoint)_phone.LocalEndPoint!;

    private static SipTransportHub NewHub(ISwitchLoop loop) => new(loop, new SipTransportOptions(), NullLogger<SipTransportHub>.Instance);

    private byte[] ReceiveAtPhone()
    {
        byte[] buffer = new byte[65_536];
        return buffer[.._phone.Receive(buffer)];
    }
}
