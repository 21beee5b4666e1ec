using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using XHand.Load;
using XHand.Judge.Phones;

namespace XHand.Judge.Rig;

/// <summary>A phone that waits for the exchange to come back: REGISTER with digest again and again, until the first 200.</summary>
internal static class FirstAnswer
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    /// <summary>The time from <paramref name="since"/> (a timestamp) to the first 200.</summary>
    public static async Task<TimeSpan> WaitAsync(int sipPort, string number, long since)
    {
        using UdpClient phone = new(new IPEndPoint(IPAddress.Loopback, 0));
        IPEndPoint server = new(IPAddress.Loopback, sipPort);
        Digest digest = new(number, TrafficShape.PasswordOf(number));
        for (int attempt = 1; Stopwatch.GetElapsedTime(since) < _limit; attempt++)
        {
            string register = $"REGISTER sip:{server} SIP/2.0\r\nVia: SIP/2.0/UDP {phone.Client.LocalEndPoint};rport;branch=z9hG4bKf{Guid.NewGuid():N}\r\nMax-Forwards: 70\r\n"
                + $"From: <sip:{number}@{server}>;tag=f{attempt}\r\nTo: <sip:{number}@{server}>\r\nCall-ID: first-{since}-{attempt}\r\nCSeq: {attempt} REGISTER\r\n"
                + $"{digest.Line("REGISTER", $"sip:{server}")}Content-Length: 0\r\n\r\n";
            using CancellationTokenSource wait = new(TimeSpan.FromMilliseconds(50));
            try
            {
                await phone.SendAsync(Encoding.UTF8.GetBytes(register), server, CancellationToken.None);
                string answer = Encoding.UTF8.GetString((await phone.ReceiveAsync(wait.Token)).Buffer);
                switch (Wire.Status(answer))
                {
                    case 200:
                        return Stopwatch.GetElapsedTime(since);
                    case 401:
                        digest.Challenge(answer);
                        break;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // Nobody listens yet.
            }
        }

        return _limit;
    }
}
