using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop;
using XHand.Sip.Messages;
using XHand.Sip.Tests.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transport;

/// <summary>SIP over WebSocket (RFC 7118) between two real ends on a loopback connection.</summary>
public sealed class WebSocketTransportTests : IDisposable
{
    private const string Options = """
        OPTIONS sip:pbx.example SIP/2.0
        Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bKopt;rport
        Max-Forwards: 70
        From: <sip:1700@pbx.example>;tag=phone
        To: <sip:pbx.example>
        Call-ID: opt@phone
        CSeq: 5 OPTIONS
        Content-Length: 0
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly VirtualLoop _loop = new(DateTimeOffset.UnixEpoch);
    private readonly List<(SipMessage Message, SipFlow Flow)> _messages = [];
    private readonly List<(SipFlow Flow, string Reason)> _errors = [];
    private readonly SipTransportHub _hub;

    public WebSocketTransportTests()
    {
        _hub = new SipTransportHub(_loop, new SipTransportOptions(), NullLogger<SipTransportHub>.Instance);
        _hub.Start(new Recorder(_messages, _errors));
    }

    public void Dispose() => _hub.Dispose();

    [Fact]
    public async Task Each_message_of_the_browser_is_one_of_SIP_and_ours_come_back_as_text()
    {
        (WebSocket browser, Task served) = await OpenAsync();
        byte[] message = Wire.Bytes(Options);
        await browser.SendAsync(message.AsMemory(0, 100), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        await browser.SendAsync(message.AsMemory(100), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Wait(() => _messages.Count == 1);
        SipFlow flow = _messages[0].Flow;
        Assert.Equal((SipProtocol.Wss, true), (flow.Protocol, flow.IsSecure));
        Assert.Equal("127.0.0.1", _messages[0].Message.TopVia.Parameters["received"]);

        _hub.Send(flow, Encoding.UTF8.GetBytes("olá"));
        Assert.Equal((WebSocketMessageType.Text, "olá"), await ReadAsync(browser));
        _hub.Send(flow, new byte[] { 0xE1 });
        Assert.Equal(WebSocketMessageType.Binary, (await ReadAsync(browser)).Type);

        await browser.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await served.WaitAsync(Limit);
        Wait(() => _errors.Count == 1);
        Assert.Equal((flow, 0), (_errors[0].Flow, _hub.ConnectionCount));
    }

    [Fact]
    public async Task A_keep_alive_gets_its_pong_and_lets_no_stranger_stay()
    {
        (WebSocket browser, Task served) = await OpenAsync();
        await browser.SendAsync("\r\n\r\n"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Assert.Equal("\r\n", (await ReadAsync(browser)).Text);
        _loop.Advance(TimeSpan.FromSeconds(12));
        await served.WaitAsync(Limit);
        Assert.Equal(0, _hub.ConnectionCount);
    }

    [Fact]
    public async Task A_message_without_end_is_not_taken()
    {
        (WebSocket browser, Task served) = await OpenAsync();
        byte[] part = new byte[WebSocketConnection.MaxMessageBytes / 4];
        for (int i = 0; i < 5 && !served.IsCompleted; i++)
        {
            await browser.SendAsync(part, WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        }

        await served.WaitAsync(Limit);
        Assert.Equal(0, _hub.ConnectionCount);
    }

    [Fact]
    public async Task What_goes_to_a_lost_connection_follows_the_browser_to_its_new_one()
    {
        (WebSocket first, Task served) = await OpenAsync();
        await first.SendAsync(Wire.Bytes(Options), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Wait(() => _messages.Count == 1);
        first.Abort();
        await served.WaitAsync(Limit);
        (WebSocket second, _) = await OpenAsync();
        await second.SendAsync(Wire.Bytes(Options), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Wait(() => _messages.Count == 2);
        _hub.Succeed(_messages[0].Flow, _messages[1].Flow);
        _hub.Send(_messages[0].Flow, "BYE"u8.ToArray());
        Assert.Equal("BYE", (await ReadAsync(second)).Text);
    }

    private async Task<(WebSocket Browser, Task Served)> OpenAsync()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        TcpClient accepted = await listener.AcceptTcpClientAsync();
        WebSocket ours = WebSocket.CreateFromStream(accepted.GetStream(), new WebSocketCreationOptions { IsServer = true, SubProtocol = "sip" });
        Task served = _hub.ServeWebSocketAsync(ours, (IPEndPoint)accepted.Client.LocalEndPoint!, (IPEndPoint)accepted.Client.RemoteEndPoint!, isSecure: true);
        return (WebSocket.CreateFromStream(client.GetStream(), new WebSocketCreationOptions { SubProtocol = "sip" }), served);
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

    private static async Task<(WebSocketMessageType Type, string Text)> ReadAsync(WebSocket browser)
    {
        byte[] buffer = new byte[4096];
        using CancellationTokenSource limit = new(Limit);
        WebSocketReceiveResult received = await browser.ReceiveAsync(buffer, limit.Token);
        return (received.MessageType, Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    private sealed class Recorder(List<(SipMessage Message, SipFlow Flow)> messages, List<(SipFlow Flow, string Reason)> errors) : ISipReceiver
    {
        public void OnMessage(SipMessage message, SipFlow flow) => messages.Add((message, flow));

        public void OnTransportError(SipFlow flow, string reason) => errors.Add((flow, reason));
    }
}
