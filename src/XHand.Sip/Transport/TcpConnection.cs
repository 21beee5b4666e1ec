using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using XHand.Sip.Parsing;

namespace XHand.Sip.Transport;

/// <summary>A connection over TCP, or over TLS on it: the stream is cut into messages, keep-alives are answered (RFC 5626 3.5.1).</summary>
internal sealed class TcpConnection(StreamConnections owner, SipFlow flow, bool isOurs) : StreamConnection(owner, flow, isOurs)
{
    private const int ReceiveBytes = 16 * 1024;

    private Socket? _socket;
    private Stream? _stream;

    /// <summary>Runs on an accepted socket.</summary>
    public void Run(Socket socket) => _ = Begin(() => TryKeep(socket) ? RunAsync(socket) : Task.CompletedTask);

    /// <summary>Connects, then runs. Messages queued before go out when it stands.</summary>
    public void Open(IPAddress? localAddress) => _ = Begin(() => ConnectAsync(localAddress));

    /// <inheritdoc/>
    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> message) => _stream!.WriteAsync(message);

    /// <inheritdoc/>
    protected override void CloseCarrier() => _socket?.Dispose();

    private async Task ConnectAsync(IPAddress? localAddress)
    {
        Socket socket = new(Flow.Remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (!TryKeep(socket))
        {
            return;
        }

        if (localAddress?.AddressFamily == Flow.Remote.AddressFamily)
        {
            socket.Bind(new IPEndPoint(localAddress, 0));
        }

        using (CancellationTokenSource limit = new(Owner.Options.ConnectLimit, Owner.Time))
        {
            try
            {
                await socket.ConnectAsync(Flow.Remote, limit.Token);
            }
            catch (OperationCanceledException)
            {
                Close("no connection in time");
                return;
            }
        }

        await RunAsync(socket);
    }

    // From now on whoever closes the connection closes the socket, which ends every wait on it.
    private bool TryKeep(Socket socket)
    {
        if (TryKeep(() => _socket = socket))
        {
            return true;
        }

        socket.Dispose();
        return false;
    }

    private async Task RunAsync(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        NetworkStream plain = new(socket, ownsSocket: true);
        _stream = Flow.Protocol == SipProtocol.Tls ? await HandshakeAsync(plain) : plain;
        BeginSending();
        await ReceiveAsync(_stream);
    }

    private async Task<SslStream> HandshakeAsync(NetworkStream plain)
    {
        SslStream tls = new(plain);
        using CancellationTokenSource limit = new(Owner.Options.HandshakeLimit, Owner.Time);
        if (IsOurs)
        {
            await tls.AuthenticateAsClientAsync(Owner.Options.Tls.ForClient(Flow.PeerName ?? ""), limit.Token);
        }
        else
        {
            await tls.AuthenticateAsServerAsync(Owner.Options.Tls.ForServer(), limit.Token);
        }

        return tls;
    }

    private async Task ReceiveAsync(Stream stream)
    {
        SipStreamFramer framer = new();
        while (true)
        {
            // Waiting with an empty buffer: an idle connection holds no memory.
            _ = await stream.ReadAsync(Memory<byte>.Empty);
            byte[] buffer = ArrayPool<byte>.Shared.Rent(ReceiveBytes);
            try
            {
                int length = await stream.ReadAsync(buffer);
                if (length == 0 || !TakeBytes(framer, buffer.AsSpan(0, length)))
                {
                    return;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private bool TakeBytes(SipStreamFramer framer, ReadOnlySpan<byte> bytes)
    {
        framer.Append(bytes);
        while (true)
        {
            SipFrame frame = framer.Next();
            switch (frame.Kind)
            {
                case SipFrameKind.Message:
                    Take(frame.Message);
                    break;
                case SipFrameKind.Ping:
                    Pong();
                    break;
                case SipFrameKind.Broken:
                    SipMetrics.Dropped("broken_stream");
                    Close($"broken stream: {frame.Error}");
                    return false;
                default:
                    // A lone CR LF may be the beginning of a ping; more is the beginning of a message.
                    if (framer.Buffered > 2)
                    {
                        IsUnfinished();
                    }

                    return true;
            }
        }
    }
}
