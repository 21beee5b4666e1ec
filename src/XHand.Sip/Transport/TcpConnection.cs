using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using XHand.Sip.Parsing;

namespace XHand.Sip.Transport;

/// <summary>
/// One TCP connection: receives, cuts the stream into messages, answers keep-alives (RFC 5626 3.5.1), sends from a bounded
/// queue. Full, stale, idle or broken closes it, once; that is then reported for every flow that used it.
/// </summary>
internal sealed class TcpConnection
{
    private const int ReceiveBytes = 16 * 1024;
    private const int MaxAliases = 4;
    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly TcpConnections _owner;
    private readonly Channel<ReadOnlyMemory<byte>> _outgoing;
    private readonly Lock _gate = new();
    private readonly List<SipFlow> _aliases = [];
    private Socket? _socket;
    private bool _closed;
    private int _waitingBytes;
    private long _lastMessageAt;
    private long _unfinishedSince;
    private long _sendingSince;

    /// <summary>Not yet connected.</summary>
    public TcpConnection(TcpConnections owner, SipFlow flow, bool isOurs)
    {
        _owner = owner;
        Flow = flow;
        IsOurs = isOurs;
        _lastMessageAt = Now();
        _outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(owner.Options.SendQueueMessages) { SingleReader = true });
    }

    /// <summary>Its flow, with its number.</summary>
    public SipFlow Flow { get; }

    /// <summary>True when we opened it: its peer is nobody's stranger.</summary>
    public bool IsOurs { get; }

    /// <summary>Its place among the strangers; null once let in. Kept by <see cref="TcpConnections"/> under its lock.</summary>
    public LinkedListNode<TcpConnection>? StrangerNode { get; set; }

    /// <summary>Runs on an accepted socket.</summary>
    public void Run(Socket socket)
    {
        if (TryKeep(socket))
        {
            Begin(() => RunAsync(socket));
        }
    }

    /// <summary>Connects, then runs. Messages queued before go out when it stands.</summary>
    public void Open(IPAddress? localAddress) => Begin(() => ConnectAsync(localAddress));

    /// <summary>Queues a message; false when the queue is full, which closes the connection, or it is closed.</summary>
    public bool TrySend(SipFlow flow, ReadOnlyMemory<byte> message)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            if (flow != Flow && !_aliases.Contains(flow) && _aliases.Count < MaxAliases)
            {
                _aliases.Add(flow);
            }
        }

        if (Interlocked.Add(ref _waitingBytes, message.Length) <= _owner.Options.SendQueueBytes && _outgoing.Writer.TryWrite(message))
        {
            return true;
        }

        Close("send queue full");
        return false;
    }

    /// <summary>Why it should be closed now, or null.</summary>
    public string? Overdue()
    {
        SipTransportOptions options = _owner.Options;
        if (IsOlder(Volatile.Read(ref _sendingSince), options.SendLimit))
        {
            return "the peer takes nothing";
        }

        if (IsOlder(Volatile.Read(ref _unfinishedSince), options.StrangerLimit))
        {
            return "a message was not finished in time";
        }

        return StrangerNode is not null && IsOlder(Volatile.Read(ref _lastMessageAt), options.StrangerLimit) ? "idle stranger" : null;
    }

    /// <summary>Closes it and reports the failure of its flows; once.</summary>
    public void Close(string reason)
    {
        Socket? socket;
        SipFlow[] aliases;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            socket = _socket;
            aliases = [.. _aliases];
        }

        _owner.Remove(this);
        _outgoing.Writer.TryComplete();
        socket?.Dispose();
        SipMetrics.ConnectionClosed(reason);
        SipTransportLog.ConnectionClosed(_owner.Log, Flow.Connection, Flow.Remote, reason);
        _owner.Ingress.ReportFailure(Flow, reason);
        foreach (SipFlow alias in aliases)
        {
            _owner.Ingress.ReportFailure(alias, reason);
        }
    }

    // On the thread pool from the first line: whoever opens a connection may be the switch loop, whose context would draw every await to it.
    private void Begin(Func<Task> work) => _ = Task.Run(() => GuardAsync(work));

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
            Close("closed by the peer");
        }
        catch (SocketException exception)
        {
            Close(exception.SocketErrorCode == SocketError.ConnectionReset ? "reset by the peer" : exception.Message);
        }
        catch (ObjectDisposedException)
        {
            Close("closed");
        }
        catch (Exception exception)
        {
            SipTransportLog.MessageFault(_owner.Log, exception, "tcp", Flow.Local);
            Close("a fault of ours");
        }
    }

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

        using (CancellationTokenSource limit = new(_owner.Options.ConnectLimit, _owner.Time))
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
        lock (_gate)
        {
            if (!_closed)
            {
                _socket = socket;
                return true;
            }
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
        Begin(() => SendQueuedAsync(socket));
        await ReceiveAsync(socket);
    }

    private async Task SendQueuedAsync(Socket socket)
    {
        await foreach (ReadOnlyMemory<byte> message in _outgoing.Reader.ReadAllAsync())
        {
            Volatile.Write(ref _sendingSince, Now());
            for (ReadOnlyMemory<byte> rest = message; !rest.IsEmpty;)
            {
                rest = rest[await socket.SendAsync(rest, SocketFlags.None)..];
                Volatile.Write(ref _sendingSince, Now());
            }

            Volatile.Write(ref _sendingSince, 0);
            Interlocked.Add(ref _waitingBytes, -message.Length);
            SipMetrics.Sent("tcp");
        }
    }

    private async Task ReceiveAsync(Socket socket)
    {
        SipStreamFramer framer = new();
        while (true)
        {
            // Waiting with an empty buffer: an idle connection holds no memory.
            await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);
            byte[] buffer = ArrayPool<byte>.Shared.Rent(ReceiveBytes);
            try
            {
                int length = await socket.ReceiveAsync(buffer, SocketFlags.None);
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
                    Volatile.Write(ref _lastMessageAt, Now());
                    Volatile.Write(ref _unfinishedSince, 0);
                    _owner.Ingress.Accept(frame.Message, Flow);
                    break;
                case SipFrameKind.Ping:
                    // A keep-alive is no message: it does not make a stranger's connection last.
                    TrySend(Flow, Pong);
                    break;
                case SipFrameKind.Broken:
                    SipMetrics.Dropped("broken_stream");
                    Close($"broken stream: {frame.Error}");
                    return false;
                default:
                    // A lone CR LF may be the beginning of a ping; more is the beginning of a message.
                    if (framer.Buffered > 2 && _unfinishedSince == 0)
                    {
                        Volatile.Write(ref _unfinishedSince, Now());
                    }

                    return true;
            }
        }
    }

    // Never 0, which stands for "not waiting".
    private long Now() => _owner.Time.GetTimestamp() | 1;

    private bool IsOlder(long since, TimeSpan limit) => since != 0 && _owner.Time.GetElapsedTime(since) > limit;
}
