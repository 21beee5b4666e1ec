using System.Net.WebSockets;
using System.Text.Unicode;

namespace XHand.Sip.Transport;

/// <summary>A browser's WebSocket (RFC 7118): each of its messages is one SIP message. The web server accepted it; we never open one.</summary>
internal sealed class WebSocketConnection(StreamConnections owner, SipFlow flow, WebSocket socket) : StreamConnection(owner, flow, isOurs: false)
{
    /// <summary>Largest message: a description with every candidate of a busy machine has 8 KiB.</summary>
    public const int MaxMessageBytes = 16 * 1024;

    /// <summary>Runs until either side closes it; never throws.</summary>
    public async Task RunAsync()
    {
        BeginSending();
        await Begin(ReceiveAsync);
    }

    /// <inheritdoc/>
    // RFC 7118 5: text where it is text; a frame of text that is no UTF-8 makes the browser close the connection (RFC 6455 8.1).
    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> message) => socket.SendAsync(
        message, Utf8.IsValid(message.Span) ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    /// <inheritdoc/>
    protected override void CloseCarrier() => socket.Abort();

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[2 * 1024];
        int filled = 0;
        while (true)
        {
            if (filled == buffer.Length)
            {
                if (filled >= MaxMessageBytes)
                {
                    SipMetrics.Dropped("broken_stream");
                    Close("message larger than 16 KiB");
                    return;
                }

                Array.Resize(ref buffer, buffer.Length * 2);
            }

            ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(filled), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await AnswerCloseAsync();
                return;
            }

            filled += received.Count;
            if (!received.EndOfMessage)
            {
                IsUnfinished();
                continue;
            }

            TakeFrame(buffer.AsSpan(0, filled));
            filled = 0;
        }
    }

    private void TakeFrame(ReadOnlySpan<byte> frame)
    {
        if (frame.TrimStart("\r\n"u8).IsEmpty)
        {
            if (frame.Length >= 4)
            {
                Pong();
            }

            return;
        }

        Take(frame.ToArray());
    }

    private async Task AnswerCloseAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(1));
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
    }
}
