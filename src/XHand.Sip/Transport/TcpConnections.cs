using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace XHand.Sip.Transport;

/// <summary>
/// The open stream connections: found by number or by peer, capped in total and per address. When a cap is reached, the
/// longest-standing stranger goes, so that idle sockets keep no phone out (AST-2016-005). Any thread.
/// </summary>
internal sealed class TcpConnections(SipTransportOptions options, TimeProvider time, ILogger log) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, TcpConnection> _byNumber = [];
    private readonly Dictionary<IPEndPoint, TcpConnection> _byPeer = [];
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private readonly LinkedList<TcpConnection> _strangers = new();
    private SipIngress? _ingress;
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
    public void Adopt(Socket socket, IPEndPoint local)
    {
        if (socket.RemoteEndPoint is not IPEndPoint remote)
        {
            socket.Dispose();
            return;
        }

        if (remote.Address.IsIPv4MappedToIPv6)
        {
            remote = new IPEndPoint(remote.Address.MapToIPv4(), remote.Port);
        }

        TcpConnection connection = new(this, new SipFlow(SipProtocol.Tcp, local, remote, Interlocked.Increment(ref _lastNumber)), isOurs: false);
        if (!TryAdd(connection, out TcpConnection? evicted))
        {
            SipMetrics.Dropped("connection_cap");
            socket.Dispose();
            return;
        }

        evicted?.Close("made room for a newer one");
        connection.Run(socket);
    }

    /// <summary>
    /// Queues a message on the flow's connection, or on one to the flow's peer, opened if need be. Null, or why it cannot be sent.
    /// </summary>
    public string? Send(SipFlow flow, ReadOnlyMemory<byte> message, IPAddress? localAddress)
    {
        TcpConnection? connection;
        bool opened = false;
        lock (_gate)
        {
            if (_closed || _ingress is null)
            {
                return "the transport does not run";
            }

            if (!_byNumber.TryGetValue(flow.Connection, out connection) && !_byPeer.TryGetValue(flow.Remote, out connection))
            {
                if (flow.Connection != 0)
                {
                    return "the connection is gone";
                }

                connection = new TcpConnection(this, flow with { Connection = Interlocked.Increment(ref _lastNumber) }, isOurs: true);
                Add(connection);
                opened = true;
            }
        }

        if (opened)
        {
            connection.Open(localAddress);
        }

        return connection.TrySend(flow, message) ? null : "the connection takes no more";
    }

    /// <summary>The peer has been let in.</summary>
    public void Trust(SipFlow flow)
    {
        lock (_gate)
        {
            if ((_byNumber.TryGetValue(flow.Connection, out TcpConnection? connection) || _byPeer.TryGetValue(flow.Remote, out connection))
                && connection.StrangerNode is { } node)
            {
                _strangers.Remove(node);
                connection.StrangerNode = null;
            }
        }
    }

    /// <summary>Takes a closed connection out.</summary>
    public void Remove(TcpConnection connection)
    {
        lock (_gate)
        {
            if (!_byNumber.Remove(connection.Flow.Connection))
            {
                return;
            }

            IPEndPoint remote = connection.Flow.Remote;
            if (_byPeer.TryGetValue(remote, out TcpConnection? last) && last == connection)
            {
                _byPeer.Remove(remote);
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
        List<(TcpConnection Connection, string Reason)> overdue = [];
        lock (_gate)
        {
            foreach (TcpConnection connection in _byNumber.Values)
            {
                if (connection.Overdue() is { } reason)
                {
                    overdue.Add((connection, reason));
                }
            }
        }

        foreach ((TcpConnection connection, string reason) in overdue)
        {
            connection.Close(reason);
        }
    }

    /// <summary>Closes all.</summary>
    public void Dispose()
    {
        List<TcpConnection> all;
        lock (_gate)
        {
            _closed = true;
            all = [.. _byNumber.Values];
        }

        foreach (TcpConnection connection in all)
        {
            connection.Close("the system stops");
        }
    }

    private bool TryAdd(TcpConnection connection, out TcpConnection? evicted)
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

    private void Add(TcpConnection connection)
    {
        IPEndPoint remote = connection.Flow.Remote;
        _byNumber.Add(connection.Flow.Connection, connection);
        _byPeer[remote] = connection;
        _perAddress[remote.Address] = _perAddress.GetValueOrDefault(remote.Address) + 1;
        if (!connection.IsOurs)
        {
            connection.StrangerNode = _strangers.AddLast(connection);
        }

        SipMetrics.ConnectionOpened();
    }
}
