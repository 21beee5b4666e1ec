using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using XHand.Load;

namespace XHand.Judge.Phones;

/// <summary>All phones' socket, clock and timers. One thread.</summary>
internal sealed class PhoneWire : IDisposable
{
    private const int LongestIntervalMs = 4000;
    private static readonly TimeSpan _giveUp = TimeSpan.FromSeconds(32);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly PriorityQueue<Action, TimeSpan> _timers = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly byte[] _buffer = new byte[65_536];
    private int _branch;

    public PhoneWire(IPEndPoint server)
    {
        Server = server;
        _socket.ReceiveBufferSize = 8 << 20;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Blocking = false;
        Address = _socket.LocalEndPoint!.ToString()!;
    }

    /// <summary>The exchange.</summary>
    public IPEndPoint Server { get; }

    /// <summary>Where all phones are.</summary>
    public string Address { get; }

    /// <summary>Monotonic time since the start.</summary>
    public TimeSpan Now => _clock.Elapsed;

    /// <summary>Messages that were never answered.</summary>
    public int GivenUp { get; private set; }

    /// <summary>A branch that nobody had.</summary>
    public string NewBranch() => $"z9hG4bK-j{++_branch}";

    /// <summary>Runs <paramref name="action"/> after <paramref name="delay"/>.</summary>
    public void After(TimeSpan delay, Action action) => _timers.Enqueue(action, Now + delay);

    /// <summary>Sends once.</summary>
    public void Send(byte[] bytes)
    {
        try
        {
            _socket.SendTo(bytes, Server);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.WouldBlock)
        {
            // Nobody is there, or no room: as lost as on any network.
        }
    }

    /// <summary>Sends until it is answered, at most 32 s.</summary>
    public Repeated SendRepeatedly(byte[] bytes)
    {
        Repeated message = new(bytes) { FirstAt = Now };
        Send(bytes);
        Schedule(message);
        return message;
    }

    /// <summary>A request within a dialog.</summary>
    public byte[] Request(PhoneDialog dialog, string method, string headers = "", string body = "", string? branch = null, int? cseq = null) => Encoding.UTF8.GetBytes(
        $"{method} {dialog.Target} SIP/2.0\r\nVia: SIP/2.0/UDP {Address};rport;branch={branch ?? NewBranch()}\r\nMax-Forwards: 70\r\n"
        + $"From: {dialog.Local}\r\nTo: {dialog.Remote}\r\nCall-ID: {dialog.CallId}\r\nCSeq: {cseq ?? ++dialog.CSeq} {method}\r\n"
        + $"{headers}Content-Length: {body.Length}\r\n\r\n{body}");

    /// <summary>A response; <paramref name="tag"/> is put where there is none.</summary>
    public byte[] Response(string request, string status, string tag, string headers = "", string body = "")
    {
        string to = Wire.Header(request, "To");
        to = to.Contains(";tag=", StringComparison.Ordinal) || tag.Length == 0 ? to : $"{to};tag={tag}";
        return Encoding.UTF8.GetBytes(
            $"SIP/2.0 {status}\r\n" + Wire.Lines(request, "Via") + Wire.Lines(request, "From") + $"To: {to}\r\n" + Wire.Lines(request, "Call-ID")
            + Wire.Lines(request, "CSeq") + $"Contact: <sip:judge@{Address}>\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}");
    }

    /// <summary>The next message, or null after waiting up to a millisecond.</summary>
    public string? Receive()
    {
        if (_socket.Available == 0 && !_socket.Poll(1000, SelectMode.SelectRead))
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(_buffer, 0, _socket.Receive(_buffer));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.WouldBlock or SocketError.ConnectionReset)
        {
            return null;
        }
    }

    /// <summary>Runs what is due.</summary>
    public void RunTimers()
    {
        while (_timers.TryPeek(out Action? action, out TimeSpan due) && due <= Now)
        {
            _timers.Dequeue();
            action();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Schedule(Repeated message) => After(TimeSpan.FromMilliseconds(message.IntervalMs), () =>
    {
        if (message.IsDone)
        {
            return;
        }

        if (Now - message.FirstAt > _giveUp)
        {
            GivenUp++;
            return;
        }

        message.IntervalMs = Math.Min(message.IntervalMs * 2, LongestIntervalMs);
        Send(message.Bytes);
        Schedule(message);
    });
}
