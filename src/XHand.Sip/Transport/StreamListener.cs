using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace XHand.Sip.Transport;

/// <summary>One listening socket for SIP over TCP or TLS. Its connections live in <see cref="StreamConnections"/>.</summary>
internal sealed class StreamListener : IDisposable
{
    private const int Backlog = 512;
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly StreamConnections _connections;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private Task _accepting = Task.CompletedTask;

    /// <summary>Binds and listens; <see cref="SipListenException"/> when that fails. Port 0 takes a free one.</summary>
    public StreamListener(SipProtocol protocol, IPEndPoint address, StreamConnections connections, ILogger log)
    {
        Protocol = protocol;
        _connections = connections;
        _log = log;
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                _listener.DualMode = address.Address.Equals(IPAddress.IPv6Any);
            }

            _listener.Bind(address);
            _listener.Listen(Backlog);
        }
        catch (SocketException cause)
        {
            _listener.Dispose();
            throw new SipListenException(protocol, address, cause);
        }

        Local = (IPEndPoint)_listener.LocalEndPoint!;
    }

    /// <summary>TCP or TLS.</summary>
    public SipProtocol Protocol { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Starts accepting.</summary>
    public void Start() => _accepting = Task.Run(() => AcceptAsync(_stopping.Token));

    /// <summary>Stops accepting; its connections stay.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _accepting.Wait(TimeSpan.FromSeconds(2), CancellationToken.None);
        _stopping.Dispose();
    }

    private async Task AcceptAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _listener.AcceptAsync(stopping);
                _connections.Adopt(Protocol, socket, Local);
            }
            catch (Exception exception) when (stopping.IsCancellationRequested && exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // Out of file descriptors, or the peer went before we took it: the next accept is another matter, a little later.
                SipTransportLog.AcceptFails(_log, Local, exception.SocketErrorCode);
                await Task.Delay(PauseAfterError, CancellationToken.None);
            }
        }
    }
}
