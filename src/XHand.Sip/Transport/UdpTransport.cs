using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using XHand.Loop;

namespace XHand.Sip.Transport;

/// <summary>
/// One UDP socket, which the loop's thread reads when it can and else a thread of its own; it sends straight from whoever calls.
/// </summary>
/// <remarks>
/// Read on the loop: a message is parsed in a few microseconds, and two threads that wake each other for it cost many times that
/// (docs/decisions/0014-the-loop-reads-udp.md).
/// Sending from the loop: a sendto of a SIP message costs 2 to 5 microseconds, less than waking a sender thread would, and it
/// cannot wait as long as the send buffer has room; should the network card stop, SO_SNDTIMEO ends the wait after 1 ms and the message counts as
/// lost, as the network might have lost it.
/// </remarks>
internal sealed class UdpTransport : ILoopInput, IDisposable
{
    private const int MaxFlowsKept = 16_384;
    private const int MaxErrorsInARow = 100;

    // What a socket may bring before the loop looks at what else there is.
    private const int MessagesAtOnce = 256;

    // A datagram cannot be longer than this: none is ever cut off.
    private const int LongestDatagram = 65_536;
    private static readonly TimeSpan PauseAfterErrors = TimeSpan.FromMilliseconds(10);

    private readonly Socket _socket;
    private readonly ILogger _log;
    private readonly SourceFilter? _filter;
    private readonly Dictionary<SocketAddress, SipFlow> _flows = [];
    private readonly ManualResetEventSlim _stopping = new();
    private readonly byte[] _buffer = new byte[LongestDatagram];
    private readonly SocketAddress _source;
    private int _errorsInARow;
    private Thread? _thread;
    private SipIngress? _ingress;

    /// <summary>Binds; <see cref="SipListenException"/> when that fails. Port 0 takes a free one.</summary>
    public UdpTransport(IPEndPoint address, SipTransportOptions options, ILogger log)
    {
        _log = log;
        _filter = options.Filter;
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                // "::" takes IPv4 too, as an operator who writes it expects.
                _socket.DualMode = address.Address.Equals(IPAddress.IPv6Any);
            }

            _socket.ReceiveBufferSize = options.UdpBufferBytes;
            _socket.SendBufferSize = options.UdpBufferBytes;
            _socket.SendTimeout = 1;

            // A datagram with a wrong checksum is readable and yet not there.
            _socket.ReceiveTimeout = 1;
            _socket.Bind(address);
        }
        catch (SocketException cause)
        {
            _socket.Dispose();
            throw new SipListenException(SipProtocol.Udp, address, cause);
        }

        Local = (IPEndPoint)_socket.LocalEndPoint!;
        _source = new SocketAddress(_socket.AddressFamily);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local { get; }

    SafeHandle ILoopInput.Handle => _socket.SafeHandle;

    /// <summary>Starts to receive, on the thread of <paramref name="loop"/> where that can be.</summary>
    public void Start(SipIngress ingress, ISwitchLoop loop)
    {
        _ingress = ingress;
        if (!loop.TryWatch(this))
        {
            _socket.ReceiveTimeout = 0;
            _thread = new Thread(Receive) { Name = $"sip-udp {Local}", IsBackground = true };
            _thread.Start();
        }
    }

    void ILoopInput.Read()
    {
        for (int left = MessagesAtOnce; left > 0 && !_stopping.IsSet && TryReceive() && HasMore(); left--)
        {
        }
    }

    /// <summary>Sends one datagram; null, or why it could not be sent. Any thread.</summary>
    public string? Send(IPEndPoint remote, ReadOnlySpan<byte> message)
    {
        try
        {
            _socket.SendTo(message, SocketFlags.None, AsSocketSees(remote));
            SipMetrics.Sent("udp");
            return null;
        }
        catch (SocketException exception)
        {
            SipMetrics.SendFailed("udp");
            return IsLoss(exception.SocketErrorCode) ? null : exception.Message;
        }
        catch (ObjectDisposedException)
        {
            return "the socket is closed";
        }
    }

    /// <summary>Closes the socket and waits for the receiver.</summary>
    public void Dispose()
    {
        _stopping.Set();
        _socket.Dispose();
        if (_thread?.Join(TimeSpan.FromSeconds(2)) != false)
        {
            _stopping.Dispose();
        }
    }

    private void Receive()
    {
        while (!_stopping.IsSet)
        {
            TryReceive();
        }
    }

    // False when the socket fails again and again.
    private bool TryReceive()
    {
        try
        {
            int length = _socket.ReceiveFrom(_buffer, SocketFlags.None, _source);
            _errorsInARow = 0;
            if (length > 0 && _buffer[0] == 0)
            {
                AnswerStun(_buffer.AsSpan(0, length), _source);
            }
            else if (IsMessage(_buffer.AsSpan(0, length)))
            {
                SipFlow flow = FlowOf(_source);
                if (_filter?.Drops(flow.Remote.Address) != true)
                {
                    _ingress!.Accept(_buffer.AsSpan(0, length).ToArray(), flow);
                }
            }
        }
        catch (SocketException exception) when (!_stopping.IsSet)
        {
            // ICMP errors arrive here, and must not end the receiver. A socket that only fails must not burn a core either.
            SipMetrics.Dropped("receive_error");
            if (++_errorsInARow >= MaxErrorsInARow)
            {
                SipTransportLog.ReceiveFails(_log, Local, exception.SocketErrorCode);
                _errorsInARow = 0;
                if (_thread is not null)
                {
                    // The loop's own thread waits for nothing: it has calls to look after.
                    _stopping.Wait(PauseAfterErrors);
                }

                return false;
            }
        }
        catch (Exception exception) when (_stopping.IsSet && exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
        catch (Exception exception)
        {
            // A fault of ours in one datagram: it is dropped, the next one is another matter.
            SipMetrics.Dropped("fault");
            SipTransportLog.MessageFault(_log, exception, "udp", Local);
        }

        return true;
    }

    private bool HasMore()
    {
        try
        {
            return _socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    // ECONNREFUSED is what ICMP said about an earlier datagram, perhaps to somebody else; no room is the network's business. Neither says that
    // the peer cannot be reached: the transaction's own repetition mends it.
    private static bool IsLoss(SocketError error) => error is SocketError.ConnectionRefused or SocketError.ConnectionReset
        or SocketError.WouldBlock or SocketError.TimedOut or SocketError.TryAgain or SocketError.NoBufferSpaceAvailable;

    // Empty datagrams, CRLF or NUL keep-alives and STUN are no SIP: a message begins with a letter or an extension method's token character.
    private static bool IsMessage(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length > 4 && datagram[0] > ' ')
        {
            return true;
        }

        SipMetrics.Dropped(datagram.TrimStart("\r\n\0"u8).IsEmpty ? "keep_alive" : "not_sip");
        return false;
    }

    // A stranger keeps no flow for it: whoever has none is written as he came.
    private void AnswerStun(ReadOnlySpan<byte> request, SocketAddress source)
    {
        SipMetrics.Dropped("keep_alive");
        Span<byte> answer = stackalloc byte[StunAnswer.MaxBytes];
        IPEndPoint remote = ((IPEndPoint)Local.Create(source)).WithoutMapping();
        int length = StunAnswer.Write(request, remote, answer);
        if (length > 0)
        {
            _socket.SendTo(answer[..length], SocketFlags.None, source);
        }
    }

    // The socket writes every source into the same object; the flow is made once for each peer.
    private SipFlow FlowOf(SocketAddress source)
    {
        if (_flows.TryGetValue(source, out SipFlow? flow))
        {
            return flow;
        }

        if (_flows.Count >= MaxFlowsKept)
        {
            _flows.Clear();
        }

        SocketAddress key = new(source.Family, source.Size);
        source.Buffer.Span[..source.Size].CopyTo(key.Buffer.Span);
        flow = new SipFlow(SipProtocol.Udp, Local, ((IPEndPoint)Local.Create(key)).WithoutMapping());
        _flows.Add(key, flow);
        return flow;
    }

    private IPEndPoint AsSocketSees(IPEndPoint remote) =>
        _socket.AddressFamily == AddressFamily.InterNetworkV6 && remote.AddressFamily == AddressFamily.InterNetwork
            ? new IPEndPoint(remote.Address.MapToIPv6(), remote.Port)
            : remote;
}
