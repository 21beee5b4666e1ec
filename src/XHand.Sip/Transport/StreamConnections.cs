using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;

namespace XHand.Sip.Transport;

/// <summary>
/// The open stream connections: found by number or by peer, capped in total and per address. When a cap is reached, the
/// longest-standing stranger goes, so that idle sockets keep no phone out (AST-2016-005). Any thread.
/// </summary>
internal sealed class StreamConnections(SipTransportOptions options, TimeProvider time, ILogger log) : IDisposable
{
    // Calls that are older than so many new connections have a phone that was lost at least once an hour.
    private const int MaxSuccessors = 16_384;
    private const int MaxSuccessions = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, StreamConnection> _byNumber = [];
    private readonly Dictionary<Peer, StreamConnection> _byPeer = [];
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private readonly LinkedList<StreamConnection> _strangers = new();
    private SipIngress? _ingress;
    private readonly Dictionary<long, long> _successors = [];
    private long _lastNumber;
    private bool _closed;

    /// <summary>Connections open now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byNumber.Count;
            }
        }
    }

    /// <summary>Settings.</summary>
    public SipTransportOptions Options => options;

    /// <summary>Clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Where messages go.</summary>
    public SipIngress Ingress => _ingress!;

    /// <summary>Log of the transports.</summary>
    public ILogger Log => log;

    /// <summary>Messages go to <paramref name="ingress"/> from now on.</summary>
    public void Start(SipIngress ingress) => _ingress = ingress;

    /// <summary>Takes an accepted socket, or closes it when nobody can make room.</summary>
    public void Adopt(SipProtocol protocol, Socket socket, IPEndPoint local)
    {
        if (socket.RemoteEndPoint is not IPEndPoint remote)
        {
            socket.Dispose();
            return;
        }

        TcpConnection connection = new(this, NewFlow(protocol, local, remote), isOurs: false);
        if (TryAdmit(connection))
        {
            connection.Run(socket);
        }
        else
        {
            socket.Dispose();
        }
    }

    /// <summary>Runs a WebSocket that the web server accepted, until it is closed; one for which nobody can make room is closed at once.</summary>
    public async Task RunAsync(SipProtocol protocol, WebSocket socket, IPEndPoint local, IPEndPoint remote)
    {
        WebSocketConnection connection = new(this, NewFlow(protocol, local, remote), socket);
        if (_ingress is not null && TryAdmit(connection))
        {
            await connection.RunAsync();
        }
        else
        {
            socket.Abort();
        }
    }

    /// <summary>
    /// Queues a message on the flow's connection, or on one to the flow's peer, opened if need be. Null, or why it cannot be sent.
    /// </summary>
    public string? Send(SipFlow flow, ReadOnlyMemory<byte> message, IPAddress? localAddress)
    {
        StreamConnection? connection;
        TcpConnection? opened = null;
        lock (_gate)
        {
            if (_closed || _ingress is null)
            {
                return "the transport does not run";
            }

            if (!TryFind(flow.Connection, out connection) && !_byPeer.TryGetValue(Peer.Of(flow), out connection))
            {
                if (flow.Connection != 0 || !MayOpen(flow))
                {
                    return "the connection is gone";
                }

                connection = opened = new TcpConnection(this, flow with { Connection = Interlocked.Increment(ref _lastNumber) }, isOurs: true);
                Add(connection);
            }
        }

        opened?.Open(localAddress);

        return connection.TrySend(flow, message) ? null : "the connection takes no more";
    }

    /// <summary>The peer has been let in.</summary>
    public void Trust(SipFlow flow)
    {
        lock (_gate)
        {
            if ((_byNumber.TryGetValue(flow.Connection, out StreamConnection? connection) || _byPeer.TryGetValue(Peer.Of(flow), out connection))
                && connection.StrangerNode is { } node)
            {
                _strangers.Remove(node);
                connection.StrangerNode = null;
            }
        }
    }

    /// <summary>What would go by the first flow's connection, once that has gone, goes by the second's: its peer has come back.</summary>
    public void Succeed(SipFlow gone, SipFlow now)
    {
        if (gone.Connection == 0 || now.Connection == 0 || gone.Connection == now.Connection)
        {
            return;
        }

        lock (_gate)
        {
            if (_successors.Count >= MaxSuccessors)
            {
                _successors.Clear();
            }

            _successors[gone.Connection] = now.Connection;
        }
    }

    /// <summary>Takes a closed connection out.</summary>
    public void Remove(StreamConnection connection)
    {
        lock (_gate)
        {
            if (!_byNumber.Remove(connection.Flow.Connection))
            {
                return;
            }

            IPEndPoint remote = connection.Flow.Remote;
            Peer peer = Peer.Of(connection.Flow);
            if (_byPeer.TryGetValue(peer, out StreamConnection? last) && last == connection)
            {
                _byPeer.Remove(peer);
            }

            int left = _perAddress[remote.Address] - 1;
            if (left == 0)
            {
                _perAddress.Remove(remote.Address);
            }
            else
            {
                _perAddress[remote.Address] = left;
            }

            if (connection.StrangerNode is { } node)
            {
                _strangers.Remove(node);
                connection.StrangerNode = null;
            }
        }
    }

    /// <summary>Closes what has been idle, unfinished or unread for too long; every second.</summary>
    public void Sweep()
    {
        List<(StreamConnection Connection, string Reason)> overdue = [];
        lock (_gate)
        {
            foreach (StreamConnection connection in _byNumber.Values)
            {
                if (connection.Overdue() is { } reason)
                {
                    overdue.Add((connection, reason));
                }
                else if (options.Filter?.IsBlocked(connection.Flow.Remote.Address) == true)
                {
                    overdue.Add((connection, "its address is blocked"));
                }
            }
        }

        foreach ((StreamConnection connection, string reason) in overdue)
        {
            connection.Close(reason);
        }
    }

    /// <summary>Closes all.</summary>
    public void Dispose()
    {
        List<StreamConnection> all;
        lock (_gate)
        {
            _closed = true;
            all = [.. _byNumber.Values];
        }

        foreach (StreamConnection connection in all)
        {
            connection.Close("the system stops");
        }
    }

    // A WebSocket is opened by the browser alone; TLS only to a peer whose certificate can be checked by a name (RFC 5922).
    private static bool MayOpen(SipFlow flow) => flow.Protocol == SipProtocol.Tcp || flow is { Protocol: SipProtocol.Tls, PeerName: not null };

    // By its number, or by that of the connection with which its peer came back, and back again.
    private bool TryFind(long number, [NotNullWhen(true)] out StreamConnection? connection)
    {
        for (int i = 0; i < MaxSuccessions; i++)
        {
            if (_byNumber.TryGetValue(number, out connection))
            {
                return true;
            }

            if (!_successors.TryGetValue(number, out number))
            {
                break;
            }
        }

        connection = null;
        return false;
    }

    private SipFlow NewFlow(SipProtocol protocol, IPEndPoint local, IPEndPoint remote) =>
        new(protocol, local, remote.WithoutMapping(), Interlocked.Increment(ref _lastNumber));

    private bool TryAdmit(StreamConnection connection)
    {
        if (options.Filter?.Drops(connection.Flow.Remote.Address) == true)
        {
            return false;
        }

        if (!TryAdd(connection, out StreamConnection? evicted))
        {
            SipMetrics.Dropped("connection_cap");
            return false;
        }

        evicted?.Close("made room for a newer one");
        return true;
    }

    private bool TryAdd(StreamConnection connection, out StreamConnection? evicted)
    {
        evicted = null;
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            IPAddress address = connection.Flow.Remote.Address;
            if (_perAddress.GetValueOrDefault(address) >= options.MaxConnectionsPerAddress)
            {
                evicted = _strangers.FirstOrDefault(stranger => stranger.Flow.Remote.Address.Equals(address));
                if (evicted is null)
                {
                    return false;
                }
            }
            else if (_byNumber.Count >= options.MaxConnections)
            {
                evicted = _strangers.First?.Value;
                if (evicted is null)
                {
                    return false;
                }
            }

            Add(connection);
            return true;
        }
    }

    private void Add(StreamConnection connection)
    {
        IPEndPoint remote = connection.Flow.Remote;
        _byNumber.Add(connection.Flow.Connection, connection);
        _byPeer[Peer.Of(connection.Flow)] = connection;
        _perAddress[remote.Address] = _perAddress.GetValueOrDefault(remote.Address) + 1;
        if (!connection.IsOurs)
        {
            connection.StrangerNode = _strangers.AddLast(connection);
        }

        SipMetrics.ConnectionOpened();
    }

    /// <summary>Who is at the other end, as far as a connection can be used again for it (RFC 5923 3).</summary>
    private readonly record struct Peer(SipProtocol Protocol, IPEndPoint Remote, string? Name)
    {
        public static Peer Of(SipFlow flow) => new(flow.Protocol, flow.Remote, flow.PeerName);
    }
}
