using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace XHand.Host.Tests.EndToEnd;

/// <summary>A phone that registers once over UDP with its digest (RFC 3261 22, RFC 2617), and can do nothing else.</summary>
internal sealed partial class UdpPhone(string number, string password, int sipPort) : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly string _callId = Guid.NewGuid().ToString("N");
    private int _sequence;

    public void Dispose() => _socket.Dispose();

    /// <summary>Registers; the first lines of the two answers. A daemon that does not answer is asked again.</summary>
    public async Task<(string Challenge, string Answer)> RegisterAsync()
    {
        string challenge = await AskAsync("");
        Match realm = Realm().Match(challenge);
        Match nonce = Nonce().Match(challenge);
        Assert.True(realm.Success && nonce.Success, challenge);
        string uri = $"sip:127.0.0.1:{sipPort}";
        string response = Md5($"{Md5($"{number}:{realm.Groups[1].Value}:{password}")}:{nonce.Groups[1].Value}:00000001:c0ffee:auth:{Md5($"REGISTER:{uri}")}");
        string answer = await AskAsync(
            $"Authorization: Digest username=\"{number}\", realm=\"{realm.Groups[1].Value}\", nonce=\"{nonce.Groups[1].Value}\", uri=\"{uri}\", qop=auth, nc=00000001, cnonce=\"c0ffee\", response=\"{response}\", algorithm=MD5\r\n");
        return (FirstLine(challenge), FirstLine(answer));
    }

    private async Task<string> AskAsync(string authorization)
    {
        int port = ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;
        byte[] register = Encoding.ASCII.GetBytes(
            $"REGISTER sip:127.0.0.1:{sipPort} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{Guid.NewGuid():N};rport\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:{number}@127.0.0.1>;tag=a1\r\nTo: <sip:{number}@127.0.0.1>\r\nCall-ID: {_callId}\r\nCSeq: {++_sequence} REGISTER\r\n"
            + $"Contact: <sip:{number}@127.0.0.1:{port}>\r\nExpires: 3600\r\n{authorization}Content-Length: 0\r\n\r\n");
        using CancellationTokenSource limit = new(_limit);
        while (true)
        {
            using CancellationTokenSource wait = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
            wait.CancelAfter(TimeSpan.FromMilliseconds(500));
            try
            {
                await _socket.SendAsync(register, new IPEndPoint(IPAddress.Loopback, sipPort), limit.Token);
                while (true)
                {
                    string answer = Encoding.ASCII.GetString((await _socket.ReceiveAsync(wait.Token)).Buffer);

                    // A request that was sent twice is answered twice.
                    if (answer.Contains($"CSeq: {_sequence} REGISTER\r\n", StringComparison.Ordinal))
                    {
                        return answer;
                    }
                }
            }
            catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !limit.IsCancellationRequested))
            {
                // Lost, or nobody listens yet: the same request again.
            }
        }
    }

    private static string FirstLine(string message) => message.Split('\r')[0];

    // The algorithm is the phones' choice, not ours: most offer nothing else.
#pragma warning disable CA5351
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    [GeneratedRegex("realm=\"([^\"]+)\"")]
    private static partial Regex Realm();

    [GeneratedRegex("nonce=\"([^\"]+)\"")]
    private static partial Regex Nonce();
}
