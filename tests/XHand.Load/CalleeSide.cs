using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace XHand.Load;

/// <summary>All called phones on one UDP socket: they register, answer at once, and take BYE. One thread.</summary>
internal sealed class CalleeSide : IDisposable
{
    private readonly LoadOptions _options;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Dictionary<string, (byte[] Ok, long RetransmitAt)> _unacknowledged = [];
    private readonly Dictionary<string, Digest> _digests = [];
    private readonly HashSet<string> _known = [];
    private readonly byte[] _buffer = new byte[65_536];
    private readonly string _local;
    private int _branch;

    public CalleeSide(LoadOptions options, int rtpPort)
    {
        _options = options;
        RtpPort = rtpPort;
        _socket.ReceiveBufferSize = 8 << 20;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Blocking = false;
        _local = _socket.LocalEndPoint!.ToString()!;
    }

    /// <summary>Port for RTP in our descriptions.</summary>
    public int RtpPort { get; }

    /// <summary>Phones registered so far.</summary>
    public int Registered { get; private set; }

    /// <summary>200s that had to be sent again.</summary>
    public int Retransmissions { get; private set; }

    /// <summary>Hears of the exchange's RTP port of a call that comes in.</summary>
    public Action<int>? MediaUp { get; init; }

    /// <summary>Sends REGISTER for each called extension.</summary>
    public void RegisterAll()
    {
        for (int i = _options.Extensions / 2; i < _options.Extensions; i++)
        {
            string user = $"{_options.FirstExtension + i}";
            _digests[user] = new Digest(user, _options.PasswordOf(_options.FirstExtension + i));
            Register(user, 1);
        }
    }

    /// <summary>Waits until something has come, at most a millisecond.</summary>
    public void WaitBriefly() => _socket.Poll(1000, SelectMode.SelectRead);

    /// <summary>Takes what has come and sends again what is due.</summary>
    public void Poll()
    {
        while (_socket.Available > 0)
        {
            int read = _socket.Receive(_buffer);
            Take(Encoding.UTF8.GetString(_buffer, 0, read));
        }

        long now = Stopwatch.GetTimestamp();
        foreach ((string id, (byte[] ok, long at)) in _unacknowledged.ToArray())
        {
            if (now > at)
            {
                Retransmissions++;
                _unacknowledged[id] = (ok, now + Stopwatch.Frequency);
                _socket.SendTo(ok, _options.Server);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Register(string user, int cseq)
    {
        string uri = $"sip:{_options.Server}";
        _socket.SendTo(
            Encoding.UTF8.GetBytes(
                $"REGISTER {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {_local};rport;branch=z9hG4bK-r{++_branch}\r\nMax-Forwards: 70\r\n"
                + $"From: <sip:{user}@{_options.Server}>;tag=r\r\nTo: <sip:{user}@{_options.Server}>\r\nCall-ID: reg-{user}-{Environment.ProcessId}\r\n"
                + $"CSeq: {cseq} REGISTER\r\nContact: <sip:{user}@{_local}>\r\nExpires: 3600\r\n{_digests[user].Line("REGISTER", uri)}Content-Length: 0\r\n\r\n"),
            _options.Server);
    }

    private void Take(string message)
    {
        if (message.StartsWith("SIP/2.0", StringComparison.Ordinal))
        {
            TakeResponse(message);
            return;
        }

        string id = Wire.Header(message, "Call-ID");
        switch (message[..message.IndexOf(' ', StringComparison.Ordinal)])
        {
            case "INVITE":
                bool isNew = _known.Add(id);
                byte[] ok = Response(message, Description.Of(RtpPort));
                _unacknowledged[id] = (ok, Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 2));
                if (isNew)
                {
                    MediaUp?.Invoke(Wire.AudioPort(message));
                }

                _socket.SendTo(ok, _options.Server);
                break;
            case "ACK":
                _unacknowledged.Remove(id);
                break;
            case "BYE":
                _unacknowledged.Remove(id);
                _known.Remove(id);
                _socket.SendTo(Response(message, ""), _options.Server);
                break;
            default:
                _socket.SendTo(Response(message, ""), _options.Server);
                break;
        }
    }

    private void TakeResponse(string message)
    {
        string user = Wire.Uri(Wire.Header(message, "To"))["sip:".Length..].Split('@')[0];
        switch (Wire.Status(message))
        {
            case 401:
                _digests[user].Challenge(message);
                Register(user, 2);
                break;
            case 200:
                Registered++;
                break;
        }
    }

    private byte[] Response(string request, string body)
    {
        string to = Wire.Header(request, "To");
        string tag = to.Contains(";tag=", StringComparison.Ordinal) ? "" : ";tag=u";
        return Encoding.UTF8.GetBytes(
            "SIP/2.0 200 OK\r\n" + Wire.Lines(request, "Via") + Wire.Lines(request, "Record-Route") + Wire.Lines(request, "From")
            + $"To: {to}{tag}\r\n" + Wire.Lines(request, "Call-ID") + Wire.Lines(request, "CSeq") + $"Contact: <sip:load@{_local}>\r\n"
            + (body.Length > 0 ? "Content-Type: application/sdp\r\n" : "") + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }
}
