using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using XHand.Loop;

namespace XHand.Sip.Transport;

/// <summary>
/// All SIP sockets of the node. First <see cref="Listen"/> for each address, then <see cref="Start"/> with what stands above (the
/// transaction table, which itself needs this hub to send), at the end <see cref="Dispose"/>.
/// </summary>
public sealed class SipTransportHub : ISipTransport, IDisposable
{
    private readonly ISwitchLoop _loop;
    private readonly SipTransportOptions _options;
    private readonly ILogger _log;
    private readonly LocalAddresses _addresses;
    private readonly StreamConnections _connections;
    private readonly List<UdpTransport> _udp = [];
    private readonly List<StreamListener> _listeners = [];
    private SipIngress? _ingress;
    private ITimer? _sweep;
    private bool _disposed;

    /// <summary>Opens nothing yet.</summary>
    public SipTransportHub(ISwitchLoop loop, SipTransportOptions options, ILogger<SipTransportHub> log)
    {
        _loop = loop;
        _options = options;
        _log = log;
        _addresses = new LocalAddresses(loop.Time);
        _connections = new StreamConnections(options, loop.Time, log);
    }

    /// <summary>
    /// Binds a socket and returns its address, with the port that port 0 became. Received messages wait until <see cref="Start"/>.
    /// <see cref="SipListenException"/> says why it cannot be.
    /// </summary>
    public IPEndPoint Listen(SipProtocol protocol, IPEndPoint address)
    {
        if (_ingress is not null)
        {
            throw new InvalidOperationException("The hub has been started.");
        }

        switch (protocol)
        {
            case SipProtocol.Udp:
                UdpTransport udp = new(address, _options, _log);
                _udp.Add(udp);
                SipTransportLog.Listening(_log, SipProtocol.Udp, udp.Local);
                return udp.Local;
            case SipProtocol.Tcp or SipProtocol.Tls:
                if (protocol == SipProtocol.Tls && _options.Tls.Certificate is null)
                {
                    throw new InvalidOperationException("TLS needs a certificate.");
                }

                StreamListener listener = new(protocol, address, _connections, _log);
                _listeners.Add(listener);
                SipTransportLog.Listening(_log, protocol, listener.Local);
                return listener.Local;
            default:
                throw new NotSupportedException($"The web server listens for {protocol.LowerName()}; see {nameof(ServeWebSocketAsync)}.");
        }
    }

    /// <summary>Stream connections open now.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Starts receiving; messages go to <paramref name="receiver"/> in turns of the loop.</summary>
    public void Start(ISipReceiver receiver)
    {
        if (_ingress is not null)
        {
            throw new InvalidOperationException("The hub has been started.");
        }

        _ingress = new SipIngress(_loop, this, receiver, _options.LateInvite);
        _connections.Start(_ingress);
        foreach (UdpTransport udp in _udp)
        {
            udp.Start(_ingress, _loop);
        }

        foreach (StreamListener listener in _listeners)
        {
            listener.Start();
        }

        _sweep = _loop.Time.CreateTimer(static hub => ((SipTransportHub)hub!).Sweep(), this, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>
    /// Runs a WebSocket that the web server accepted with the sub-protocol "sip" (RFC 7118); completes when it is closed, never throws. Any thread.
    /// </summary>
    public Task ServeWebSocketAsync(WebSocket socket, IPEndPoint local, IPEndPoint remote, bool isSecure) =>
        _connections.RunAsync(isSecure ? SipProtocol.Wss : SipProtocol.Ws, socket, local, remote);

    /// <inheritdoc/>
    public void Send(SipFlow flow, ReadOnlyMemory<byte> message)
    {
        string? failure = flow.Protocol switch
        {
            SipProtocol.Udp => SendByUdp(flow, message.Span),
            _ => _connections.Send(flow, message, LocalAddressFor(flow)),
        };
        if (failure is not null && _loop.IsOnLoop && _ingress is { } ingress)
        {
            ingress.ReportFailure(flow, failure);
        }
    }

    /// <inheritdoc/>
    public SipFlow FlowTo(SipProtocol protocol, IPEndPoint remote) => new(protocol, FirstLocal(protocol, remote.AddressFamily), remote);

    /// <inheritdoc/>
    public (string Host, int Port) SentBy(SipFlow flow)
    {
        IPAddress remote = flow.Remote.Address;
        if (PublicAddressTowards(remote) is { } publicAddress)
        {
            return (publicAddress, flow.Local.Port);
        }

        IPAddress local = flow.Local.Address;
        return ((local.Equals(IPAddress.Any) || local.Equals(IPAddress.IPv6Any) ? _addresses.Towards(remote) : local).ToString(), flow.Local.Port);
    }

    /// <inheritdoc/>
    public void Trust(SipFlow flow)
    {
        if (flow.IsReliable)
        {
            _connections.Trust(flow);
        }
    }

    /// <inheritdoc/>
    public void Succeed(SipFlow gone, SipFlow now) => _connections.Succeed(gone, now);

    /// <summary>Closes every socket; once more does nothing. Not from a turn of the loop: it waits for the receivers, at most 2 s each.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _sweep?.Dispose();
        foreach (UdpTransport udp in _udp)
        {
            udp.Dispose();
        }

        foreach (StreamListener listener in _listeners)
        {
            listener.Dispose();
        }

        _connections.Dispose();
    }

    // What escapes a timer's callback would end the process.
    private void Sweep()
    {
        try
        {
            _connections.Sweep();
        }
        catch (Exception exception)
        {
            SipTransportLog.SweepFault(_log, exception);
        }
    }

    private string? SendByUdp(SipFlow flow, ReadOnlySpan<byte> message)
    {
        foreach (UdpTransport udp in _udp)
        {
            if (ReferenceEquals(udp.Local, flow.Local) || udp.Local.Equals(flow.Local))
            {
                return udp.Send(flow.Remote, message);
            }
        }

        return "we do not listen on that address";
    }

    // A connection that we open comes from the address that we listen on, when that is one address.
    private static IPAddress? LocalAddressFor(SipFlow flow) =>
        flow.Local.Address.Equals(IPAddress.Any) || flow.Local.Address.Equals(IPAddress.IPv6Any) ? null : flow.Local.Address;

    private string? PublicAddressTowards(IPAddress remote)
    {
        foreach (IPAddress address in _options.PublicAddresses)
        {
            if (address.AddressFamily == remote.AddressFamily)
            {
                return _options.LocalNetworks.Any(network => network.Contains(remote)) ? null : address.ToString();
            }
        }

        return null;
    }

    private IPEndPoint FirstLocal(SipProtocol protocol, AddressFamily family)
    {
        IEnumerable<IPEndPoint> all = protocol switch
        {
            SipProtocol.Udp => _udp.Select(udp => udp.Local),
            _ => _listeners.Where(listener => listener.Protocol == protocol).Select(listener => listener.Local),
        };
        IPEndPoint? first = all.FirstOrDefault(local => local.AddressFamily == family || local.Address.Equals(IPAddress.IPv6Any));

        // Nothing listens there: sending along this flow reports its failure like any other.
        return first ?? new IPEndPoint(family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
    }
}
