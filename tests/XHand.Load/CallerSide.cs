using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace XHand.Load;

/// <summary>All callers on one UDP socket: INVITE with digest (the nonce kept, as phones do), ACK, BYE. One thread.</summary>
internal sealed class CallerSide : IDisposable
{
    private const int GiveUpMs = 8000;
    private readonly LoadOptions _options;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Dictionary<string, LoadCall> _calls = [];
    private readonly Dictionary<int, Digest> _digests = [];
    private readonly byte[] _buffer = new byte[65_536];
    private readonly string _local;
    private int _made;
    private int _branch;

    public CallerSide(LoadOptions options, int rtpPort)
    {
        _options = options;
        RtpPort = rtpPort;
        _socket.ReceiveBufferSize = 8 << 20;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Blocking = false;
        _local = _socket.LocalEndPoint!.ToString()!;
        for (int i = 0; i < options.Extensions / 2; i++)
        {
            int extension = options.FirstExtension + i;
            _digests[extension] = new Digest($"{extension}", options.PasswordOf(extension));
        }
    }

    /// <summary>Port for RTP in our descriptions.</summary>
    public int RtpPort { get; }

    /// <summary>Set-up times: first INVITE to 200.</summary>
    public Percentiles SetUp { get; } = new();

    /// <summary>Calls that were answered.</summary>
    public int Answered { get; private set; }

    /// <summary>Calls that ended properly.</summary>
    public int Ended { get; private set; }

    /// <summary>Calls without an answer in time.</summary>
    public int TimedOut { get; private set; }

    /// <summary>Requests that had to be sent again.</summary>
    public int Retransmissions { get; private set; }

    /// <summary>Refusals by status.</summary>
    public SortedDictionary<int, int> Refused { get; } = [];

    /// <summary>Calls not yet ended.</summary>
    public int Open => _calls.Count;

    /// <summary>True: a call ends as soon as it is up.</summary>
    public bool HangUpAtOnce { get; init; }

    /// <summary>Hears of the exchange's RTP port of a call that is up.</summary>
    public Action<int>? MediaUp { get; init; }

    /// <summary>Sends the next INVITE.</summary>
    public void Start()
    {
        int pair = _made++ % (_options.Extensions / 2);
        LoadCall call = new($"load-{_made}-{Environment.ProcessId}", _options.FirstExtension + pair, _options.FirstExtension + pair + (_options.Extensions / 2))
        {
            StartedAt = Stopwatch.GetTimestamp(),
        };
        _calls[call.Id] = call;
        Invite(call);
    }

    /// <summary>Ends every call that is up.</summary>
    public void HangUpAll()
    {
        foreach (LoadCall call in _calls.Values.Where(call => call.State == LoadCallState.Up))
        {
            Bye(call);
        }
    }

    /// <summary>Takes what has come and sends again what is due.</summary>
    public void Poll()
    {
        while (_socket.Available > 0)
        {
            int read = _socket.Receive(_buffer);
            Take(Encoding.UTF8.GetString(_buffer, 0, read));
        }

        long now = Stopwatch.GetTimestamp();
        foreach (LoadCall call in _calls.Values)
        {
            if (call.RetransmitAt != 0 && now > call.RetransmitAt)
            {
                Repeat(call, now);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Repeat(LoadCall call, long now)
    {
        if (call.IntervalMs > GiveUpMs)
        {
            TimedOut++;
            _calls.Remove(call.Id);
            return;
        }

        Retransmissions++;
        call.IntervalMs *= 2;
        call.RetransmitAt = now + Ticks(call.IntervalMs);
        _socket.SendTo(call.Request, _options.Server);
    }

    private void Take(string message)
    {
        string id = Wire.Header(message, "Call-ID");
        if (!_calls.TryGetValue(id, out LoadCall? call))
        {
            return;
        }

        if (!message.StartsWith("SIP/2.0", StringComparison.Ordinal))
        {
            TakeRequest(message, call);
            return;
        }

        int status = Wire.Status(message);
        string[] cseq = Wire.Header(message, "CSeq").Split(' ');
        bool isLatest = int.Parse(cseq[0], CultureInfo.InvariantCulture) == call.CSeq;
        switch (cseq[1], status)
        {
            case ("INVITE", < 200):
                call.RetransmitAt = 0;
                break;
            case ("INVITE", < 300):
                Up(call, message);
                break;
            case ("INVITE", _) when isLatest && call.State == LoadCallState.Inviting:
                RefusedWith(call, status, message);
                break;
            case ("BYE", >= 200):
                Ended++;
                _calls.Remove(id);
                break;
        }
    }

    private void TakeRequest(string message, LoadCall call)
    {
        _socket.SendTo(
            Encoding.UTF8.GetBytes(
                "SIP/2.0 200 OK\r\n" + Wire.Lines(message, "Via") + Wire.Lines(message, "From") + Wire.Lines(message, "To")
                + Wire.Lines(message, "Call-ID") + Wire.Lines(message, "CSeq") + "Content-Length: 0\r\n\r\n"),
            _options.Server);
        if (message.StartsWith("BYE", StringComparison.Ordinal))
        {
            Refused[0] = Refused.GetValueOrDefault(0) + 1;
            _calls.Remove(call.Id);
        }
    }

    private void Up(LoadCall call, string message)
    {
        call.ToHeader = Wire.Header(message, "To");
        call.Target = Wire.Uri(Wire.Header(message, "Contact"));
        bool first = call.State == LoadCallState.Inviting;
        Send(call, "ACK", call.CSeq, "", keep: false);
        if (!first)
        {
            return;
        }

        call.State = LoadCallState.Up;
        call.RetransmitAt = 0;
        Answered++;
        SetUp.Add(Stopwatch.GetElapsedTime(call.StartedAt).TotalMilliseconds);
        MediaUp?.Invoke(Wire.AudioPort(message));
        if (HangUpAtOnce)
        {
            Bye(call);
        }
    }

    private void RefusedWith(LoadCall call, int status, string message)
    {
        string ack = $"ACK sip:{call.To}@{_options.Server} SIP/2.0\r\n{Wire.Lines(message, "Via")}Max-Forwards: 70\r\n"
            + Wire.Lines(message, "From") + Wire.Lines(message, "To") + $"Call-ID: {call.Id}\r\nCSeq: {call.CSeq} ACK\r\nContent-Length: 0\r\n\r\n";
        _socket.SendTo(Encoding.UTF8.GetBytes(ack), _options.Server);
        if (status == 401 && call.CSeq < 3)
        {
            _digests[call.From].Challenge(message);
            Invite(call);
            return;
        }

        Refused[status] = Refused.GetValueOrDefault(status) + 1;
        _calls.Remove(call.Id);
    }

    private void Invite(LoadCall call)
    {
        call.Target = $"sip:{call.To}@{_options.Server}";
        call.ToHeader = $"<{call.Target}>";
        string body = Description.Of(RtpPort);
        call.CSeq++;
        Send(
            call,
            "INVITE",
            call.CSeq,
            $"Contact: <sip:{call.From}@{_local}>\r\n{_digests[call.From].Line("INVITE", call.Target)}Content-Type: application/sdp\r\n",
            keep: true,
            body);
    }

    private void Bye(LoadCall call)
    {
        call.State = LoadCallState.Ending;
        call.CSeq++;
        Send(call, "BYE", call.CSeq, "", keep: true);
    }

    private void Send(LoadCall call, string method, int cseq, string headers, bool keep, string body = "")
    {
        byte[] bytes = Encoding.UTF8.GetBytes(
            $"{method} {call.Target} SIP/2.0\r\nVia: SIP/2.0/UDP {_local};rport;branch=z9hG4bK-c{++_branch}\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:{call.From}@{_options.Server}>;tag=c\r\nTo: {call.ToHeader}\r\nCall-ID: {call.Id}\r\nCSeq: {cseq} {method}\r\n"
            + $"{headers}Content-Length: {body.Length}\r\n\r\n{body}");
        if (keep)
        {
            call.Request = bytes;
            call.IntervalMs = 500;
            call.RetransmitAt = Stopwatch.GetTimestamp() + Ticks(500);
        }

        _socket.SendTo(bytes, _options.Server);
    }

    private static long Ticks(int milliseconds) => milliseconds * Stopwatch.Frequency / 1000;
}
