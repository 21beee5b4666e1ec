using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop;
using XHand.Sip.Messages;
using XHand.Sip.Tests.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transport;

/// <summary>TLS on real loopback sockets, with a phone that is .NET's own TLS client.</summary>
public sealed class TlsTransportTests : IDisposable
{
    private const string Options = """
        OPTIONS sip:pbx.example SIP/2.0
        Via: SIP/2.0/TLS 10.1.1.1:5070;branch=z9hG4bKopt;rport
        Max-Forwards: 70
        From: <sip:1700@pbx.example>;tag=phone
        To: <sip:pbx.example>
        Call-ID: opt@phone
        CSeq: 5 OPTIONS
        Content-Length: 0
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly VirtualLoop _loop = new(DateTimeOffset.UnixEpoch);
    private readonly List<IDisposable> _opened = [];

    public void Dispose()
    {
        foreach (IDisposable opened in _opened)
        {
            opened.Dispose();
        }
    }

    [Fact]
    public async Task A_phone_registers_its_connection_and_gets_requests_over_it()
    {
        (SipTransportHub hub, Recorder seen, IPEndPoint local) = NewHub(TestCertificate.For("127.0.0.1"));
        using SslStream phone = await ConnectAsync(local);
        await phone.WriteAsync(Wire.Bytes(Options));
        Wait(() => seen.Messages.Count == 1);
        SipFlow flow = seen.Messages[0].Flow;
        Assert.Equal((SipProtocol.Tls, local, true, true), (flow.Protocol, flow.Local, flow.IsReliable, flow.IsSecure));
        hub.Send(flow, "to you"u8.ToArray());
        Assert.Equal("to you", await ReadAsync(phone, 6));
        Assert.Equal(1, hub.ConnectionCount);

        await phone.WriteAsync("\r\n\r\n"u8.ToArray());
        Assert.Equal("\r\n", await ReadAsync(phone, 2));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TLS_1_2_and_1_3_are_spoken(SslProtocols version)
    {
        (_, _, IPEndPoint local) = NewHub(TestCertificate.For("127.0.0.1"));
        using SslStream phone = await ConnectAsync(local, version);
        Assert.Equal(version, phone.SslProtocol);
    }

    [Fact]
    public async Task Nothing_older_is()
    {
        (SipTransportHub hub, _, IPEndPoint local) = NewHub(TestCertificate.For("127.0.0.1"));
#pragma warning disable SYSLIB0039, CA5397 // An old version is what this test is about.
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(local, SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
        Wait(() => hub.ConnectionCount == 0);
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_the_next_and_those_connected_stay()
    {
        using X509Certificate2 first = TestCertificate.For("127.0.0.1");
        using X509Certificate2 second = TestCertificate.For("127.0.0.1");
        X509Certificate2 shown = first;
        (SipTransportHub hub, Recorder seen, IPEndPoint local) = NewHub(() => shown.Shown());
        using SslStream old = await ConnectAsync(local);
        shown = second;
        using SslStream late = await ConnectAsync(local);
        Assert.Equal(first.GetCertHashString(), old.RemoteCertificate!.GetCertHashString());
        Assert.Equal(second.GetCertHashString(), late.RemoteCertificate!.GetCertHashString());
        await old.WriteAsync(Wire.Bytes(Options));
        Wait(() => seen.Messages.Count == 1);
        Assert.Equal(2, hub.ConnectionCount);
    }

    [Fact]
    public void Who_connects_and_shakes_no_hand_is_closed_after_10_s()
    {
        (SipTransportHub hub, _, IPEndPoint local) = NewHub(TestCertificate.For("127.0.0.1"));
        using Socket stranger = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        stranger.Connect(local);
        Wait(() => hub.ConnectionCount == 1);
        _loop.Advance(TimeSpan.FromSeconds(12));
        Wait(() => hub.ConnectionCount == 0);
    }

    [Fact]
    public void Plain_SIP_at_the_TLS_port_closes_that_connection_alone()
    {
        (SipTransportHub hub, Recorder seen, IPEndPoint local) = NewHub(TestCertificate.For("127.0.0.1"));
        using Socket stranger = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        stranger.Connect(local);
        stranger.Send(Wire.Bytes(Options));
        Wait(() => seen.Errors.Count == 1 && hub.ConnectionCount == 0);
        Assert.Empty(seen.Messages);
    }

    [Fact]
    public void An_operator_whose_certificate_is_for_its_host_gets_our_request_and_its_answers_come_back_on_that_connection()
    {
        using X509Certificate2 certificate = TestCertificate.For("127.0.0.1");
        (_, Recorder served, IPEndPoint operators) = NewHub(certificate);
        (SipTransportHub hub, Recorder seen, _) = NewHub(TestCertificate.For("127.0.0.1"), certificate);
        SipFlow flow = hub.FlowTo(SipProtocol.Tls, operators) with { PeerName = "127.0.0.1" };
        hub.Send(flow, Wire.Bytes(Options));
        hub.Send(flow, Wire.Bytes(Options));
        Wait(() => served.Messages.Count == 2);
        Assert.Empty(seen.Errors);
        Assert.Equal(1, hub.ConnectionCount);
    }

    [Theory]
    [InlineData("sip.example.com", true, false)]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("127.0.0.1", true, true)]
    public void An_operator_with_a_certificate_for_another_host_of_an_unknown_authority_or_that_has_ended_gets_nothing(string host, bool isTrusted, bool hasEnded)
    {
        using X509Certificate2 certificate = TestCertificate.For(host, hasEnded ? DateTimeOffset.UtcNow.AddDays(-1) : null);
        (_, Recorder served, IPEndPoint operators) = NewHub(certificate);
        (SipTransportHub hub, Recorder seen, _) = NewHub(TestCertificate.For("127.0.0.1"), isTrusted ? certificate : null);
        SipFlow flow = hub.FlowTo(SipProtocol.Tls, operators) with { PeerName = "127.0.0.1" };
        hub.Send(flow, Wire.Bytes(Options));
        Wait(() => seen.Errors.Exists(error => error.Flow == flow));
        Assert.StartsWith("TLS handshake failed", seen.Errors[0].Reason, StringComparison.Ordinal);
        Assert.Empty(served.Messages);
    }

    [Fact]
    public void A_phone_whose_connection_has_gone_is_not_called_back_by_a_connection_of_ours()
    {
        (SipTransportHub hub, Recorder seen, _) = NewHub(TestCertificate.For("127.0.0.1"));
        SipFlow restored = hub.FlowTo(SipProtocol.Tls, new IPEndPoint(IPAddress.Loopback, 9));
        _loop.TryPost(LoopLane.InDialog, "send", () => hub.Send(restored, Wire.Bytes(Options)));
        Wait(() => seen.Errors.Count == 1);
        Assert.Equal((restored, "the connection is gone"), seen.Errors[0]);
    }

    private (SipTransportHub Hub, Recorder Seen, IPEndPoint Local) NewHub(X509Certificate2 certificate, X509Certificate2? trusted = null) =>
        NewHub(() => certificate.Shown(), trusted);

    private (SipTransportHub Hub, Recorder Seen, IPEndPoint Local) NewHub(Func<SslStreamCertificateContext> certificate, X509Certificate2? trusted = null)
    {
        SipTlsOptions tls = new() { Certificate = certificate, Trusted = trusted is null ? [] : [trusted] };
        SipTransportHub hub = new(_loop, new SipTransportOptions { Tls = tls }, NullLogger<SipTransportHub>.Instance);
        _opened.Add(hub);
        IPEndPoint local = hub.Listen(SipProtocol.Tls, new IPEndPoint(IPAddress.Loopback, 0));
        Recorder seen = new();
        hub.Start(seen);
        return (hub, seen, local);
    }

    private async Task<SslStream> ConnectAsync(IPEndPoint to, SslProtocols version = SslProtocols.None)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _opened.Add(socket);
        await socket.ConnectAsync(to);
        SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
#pragma warning disable CA5359 // The phone takes any certificate: what is tested is ours.
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            EnabledSslProtocols = version,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
#pragma warning restore CA5359
        return stream;
    }

    private void Wait(Func<bool> condition) => Assert.True(
        SpinWait.SpinUntil(
            () =>
            {
                _loop.RunUntilIdle();
                return condition();
            },
            Limit),
        "It did not happen in 10 s.");

    private static async Task<string> ReadAsync(SslStream stream, int count)
    {
        byte[] buffer = new byte[count];
        using CancellationTokenSource limit = new(Limit);
        await stream.ReadExactlyAsync(buffer, limit.Token);
        return Encoding.ASCII.GetString(buffer);
    }

    private sealed class Recorder : ISipReceiver
    {
        public List<(SipMessage Message, SipFlow Flow)> Messages { get; } = [];

        public List<(SipFlow Flow, string Reason)> Errors { get; } = [];

        public void OnMessage(SipMessage message, SipFlow flow) => Messages.Add((message, flow));

        public void OnTransportError(SipFlow flow, string reason) => Errors.Add((flow, reason));
    }
}
