using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Threading.Channels;

namespace XHand.Sip.Transport;

/// <summary>
/// One connection of a stream transport: sends from a bounded queue. Full, stale, idle or broken closes it, once; that is then reported for every
/// flow that used it. What runs below it, and how messages stand in it, is its kind's.
/// </summary>
internal abstract class StreamConnection
{
    private const int MaxAliases = 4;
    private static readonly byte[] _pong = "\r\n"u8.ToArray();

    private readonly Channel<ReadOnlyMemory<byte>> _outgoing;
    private readonly Lock _gate = new();
    private readonly List<SipFlow> _aliases = [];
    private bool _closed;
    private int _waitingBytes;
    private long _lastMessageAt;
    private long _unfinishedSince;
    private long _sendingSince;

    /// <summary>Not yet connected.</summary>
    protected StreamConnection(StreamConnections owner, SipFlow flow, bool isOurs)
    {
        Owner = owner;
        Flow = flow;
        IsOurs = isOurs;
        _lastMessageAt = Now();
        _outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(owner.Options.SendQueueMessages) { SingleReader = true });
    }

    /// <summary>Its flow, with its number.</summary>
    public SipFlow Flow { get; }

    /// <summary>True when we opened it: its peer is nobody's stranger.</summary>
    public bool IsOurs { get; }

    /// <summary>Its place among the strangers; null once let in. Kept by <see cref="StreamConnections"/> under its lock.</summary>
    public LinkedListNode<StreamConnection>? StrangerNode { get; set; }

    /// <summary>Where it is kept.</summary>
    protected StreamConnections Owner { get; }

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

        if (Interlocked.Add(ref _waitingBytes, message.Length) <= Owner.Options.SendQueueBytes && _outgoing.Writer.TryWrite(message))
        {
            return true;
        }

        Close("send queue full");
        return false;
    }

    /// <summary>Why it should be closed now, or null.</summary>
    public string? Overdue()
    {
        SipTransportOptions options = Owner.Options;
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
    /// <param name="reason">One of a few, for the metric.</param>
    /// <param name="detail">More, for the log and for who waits on it.</param>
    public void Close(string reason, string? detail = null)
    {
        SipFlow[] aliases;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            aliases = [.. _aliases];
        }

        Owner.Remove(this);
        _outgoing.Writer.TryComplete();
        CloseCarrier();
        SipMetrics.ConnectionClosed(reason);
        string whole = detail is null ? reason : $"{reason}: {detail}";
        SipTransportLog.ConnectionClosed(Owner.Log, Flow.Connection, Flow.Remote, whole);
        Owner.Ingress.ReportFailure(Flow, whole);
        foreach (SipFlow alias in aliases)
        {
            Owner.Ingress.ReportFailure(alias, whole);
        }
    }

    /// <summary>
    /// Runs it to its end. On the thread pool from the first line: whoever opens a connection may be the switch loop, whose context would draw every
    /// await to it.
    /// </summary>
    protected Task Begin(Func<Task> work) => Task.Run(() => GuardAsync(work));

    /// <summary>Sends what is queued, from now on.</summary>
    protected void BeginSending() => _ = Begin(SendQueuedAsync);

    /// <summary>Writes one message whole.</summary>
    protected abstract ValueTask WriteAsync(ReadOnlyMemory<byte> message);

    /// <summary>Ends every wait on what is below. Once, from any thread.</summary>
    protected abstract void CloseCarrier();

    /// <summary>From now on <see cref="CloseCarrier"/> closes what <paramref name="keep"/> keeps; false when the connection is closed already.</summary>
    protected bool TryKeep(Action keep)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                keep();
            }

            return !_closed;
        }
    }

    /// <summary>Gives one whole message to the ingress.</summary>
    protected void Take(ReadOnlyMemory<byte> message)
    {
        Volatile.Write(ref _lastMessageAt, Now());
        Volatile.Write(ref _unfinishedSince, 0);
        Owner.Ingress.Accept(message, Flow);
    }

    /// <summary>Answers a keep-alive (RFC 5626 3.5.1). It is no message: it does not make a stranger's connection last.</summary>
    protected void Pong() => TrySend(Flow, _pong);

    /// <summary>The beginning of a message is there, the rest is not.</summary>
    protected void IsUnfinished()
    {
        if (_unfinishedSince == 0)
        {
            Volatile.Write(ref _unfinishedSince, Now());
        }
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
            Close("closed by the peer");
        }
        catch (AuthenticationException exception)
        {
            Close("TLS handshake failed", (exception.InnerException ?? exception).Message);
        }
        catch (Exception exception) when (SocketErrorOf(exception) is { } error)
        {
            Close(error.SocketErrorCode == SocketError.ConnectionReset ? "reset by the peer" : error.Message);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException)
        {
            Close("closed");
        }
        catch (Exception exception) when (exception is IOException or WebSocketException)
        {
            // The peer went in the middle of a handshake, a record or a frame.
            Close("broken off by the peer", exception.Message);
        }
        catch (Exception exception)
        {
            SipTransportLog.MessageFault(Owner.Log, exception, Flow.Protocol.LowerName(), Flow.Local);
            Close("a fault of ours");
        }
    }

    private static SocketException? SocketErrorOf(Exception exception) => exception as SocketException ?? exception.InnerException as SocketException;

    private async Task SendQueuedAsync()
    {
        string transport = Flow.Protocol.LowerName();
        await foreach (ReadOnlyMemory<byte> message in _outgoing.Reader.ReadAllAsync())
        {
            Volatile.Write(ref _sendingSince, Now());
            await WriteAsync(message);
            Volatile.Write(ref _sendingSince, 0);
            Interlocked.Add(ref _waitingBytes, -message.Length);
            SipMetrics.Sent(transport);
        }
    }

    // Never 0, which stands for "not waiting".
    private long Now() => Owner.Time.GetTimestamp() | 1;

    private bool IsOlder(long since, TimeSpan limit) => since != 0 && Owner.Time.GetElapsedTime(since) > limit;
}
