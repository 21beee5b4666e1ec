using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace XHand.Load;

/// <summary>
/// A flood of requests without a password, or of junk, from many addresses of 127.0.0.0/8, and beside it one phone that registers with its
/// password ten times a second: what a refusal costs, and whether the phone is served.
/// </summary>
internal sealed class FloodRun(LoadOptions options)
{
    private const int FirstSource = 0x7F010001;
    private static readonly TimeSpan _served = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Runs it.</summary>
    public Dictionary<string, object> Run()
    {
        List<Socket> sources = [.. Enumerable.Range(0, options.Sources).Select(Bind)];
        using CancellationTokenSource over = new();
        List<double> waits = [];
        int asked = 0;
        Thread phone = new(() => asked = Phone(waits, over.Token)) { IsBackground = true };
        phone.Start();
        over.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
        ProcessFigures before = ProcessFigures.Of(options.Pid);
        TimeSpan begin = _clock.Elapsed;
        long sent = 0;
        while ((_clock.Elapsed - begin).TotalSeconds < options.Seconds)
        {
            for (long due = (long)((_clock.Elapsed - begin).TotalSeconds * options.Rate); sent < due; sent++)
            {
                sources[(int)(sent % sources.Count)].SendTo(Message(sent), options.Server);
            }

            over.Token.WaitHandle.WaitOne(1);
        }

        double seconds = (_clock.Elapsed - begin).TotalSeconds;
        ProcessFigures after = ProcessFigures.Of(options.Pid);
        over.Cancel();
        phone.Join();
        sources.ForEach(source => source.Dispose());
        waits.Sort();
        return new Dictionary<string, object>
        {
            ["flood"] = options.Flood,
            ["sources"] = options.Sources,
            ["perSecond"] = Math.Round(sent / seconds),
            ["cpuUsEach"] = Math.Round((after.CpuMs - before.CpuMs) * 1000 / sent, 2),
            ["phoneAsked"] = asked,
            ["phoneServedPercent"] = asked == 0 ? 0 : Math.Round(100.0 * waits.Count / asked, 2),
            ["phoneP99Ms"] = waits.Count == 0 ? 0 : Math.Round(waits[(int)(waits.Count * 0.99)], 1),
            ["residentMbBefore"] = before.ResidentKb / 1024,
            ["residentMbAfter"] = after.ResidentKb / 1024,
        };
    }

    private static Socket Bind(int index)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4096 };
        socket.Bind(new IPEndPoint(new IPAddress(BitConverter.GetBytes(IPAddress.HostToNetworkOrder(FirstSource + index))), 0));
        return socket;
    }

    private byte[] Message(long number) => options.Flood switch
    {
        "junk" => Encoding.ASCII.GetBytes($"JUNK {number} \u0001\u0002 no such thing\r\nVia nothing\r\n" + new string('x', 300)),
        "invite" => Request("INVITE", number, "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n"),
        _ => Request("REGISTER", number, ""),
    };

    private byte[] Request(string method, long number, string body) => Encoding.ASCII.GetBytes(
        $"{method} sip:{number % 10_000}@{options.Server} SIP/2.0\r\nVia: SIP/2.0/UDP 127.1.0.1:5060;rport;branch=z9hG4bK-f{number}\r\nMax-Forwards: 70\r\n"
        + $"From: <sip:{number % 10_000}@{options.Server}>;tag=f{number}\r\nTo: <sip:{number % 10_000}@{options.Server}>\r\nCall-ID: flood-{number}\r\nCSeq: 1 {method}\r\n"
        + $"Contact: <sip:{number % 10_000}@127.1.0.1>\r\nUser-Agent: flood\r\n{(body.Length > 0 ? "Content-Type: application/sdp\r\n" : "")}Content-Length: {body.Length}\r\n\r\n{body}");

    // A phone that is known already: it signs at once, as one that refreshes does.
    private int Phone(List<double> waits, CancellationToken over)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        IPEndPoint local = (IPEndPoint)socket.LocalEndPoint!;
        Digest digest = new($"{options.FirstExtension}", options.PasswordOf(options.FirstExtension));
        byte[] buffer = new byte[4096];
        int asked = 0;
        for (int cseq = 1; !over.IsCancellationRequested; cseq++)
        {
            string uri = $"sip:{options.Server}";
            string line = digest.Line("REGISTER", uri);
            TimeSpan begin = _clock.Elapsed;
            socket.SendTo(
                Encoding.UTF8.GetBytes(
                    $"REGISTER {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {local};rport;branch=z9hG4bK-p{cseq}\r\nMax-Forwards: 70\r\n"
                    + $"From: <sip:{options.FirstExtension}@{options.Server}>;tag=p\r\nTo: <sip:{options.FirstExtension}@{options.Server}>\r\nCall-ID: phone-{Environment.ProcessId}\r\n"
                    + $"CSeq: {cseq} REGISTER\r\nContact: <sip:{options.FirstExtension}@{local}>\r\nExpires: 3600\r\n{line}Content-Length: 0\r\n\r\n"),
                options.Server);
            string answer = "";
            while (_clock.Elapsed - begin < _served && !answer.Contains($"CSeq: {cseq} REGISTER", StringComparison.Ordinal))
            {
                answer = socket.Poll(50_000, SelectMode.SelectRead) ? Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer)) : "";
            }

            if (answer.StartsWith("SIP/2.0 401", StringComparison.Ordinal))
            {
                digest.Challenge(answer);
                continue;
            }

            asked++;
            if (answer.StartsWith("SIP/2.0 200", StringComparison.Ordinal))
            {
                waits.Add((_clock.Elapsed - begin).TotalMilliseconds);
            }

            over.WaitHandle.WaitOne(100);
        }

        return asked;
    }
}
