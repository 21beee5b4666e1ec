using System.Globalization;
using System.Text;

namespace XHand.TestKit;

/// <summary>
/// A phone's session description, written and read by other means than the exchange's own: one audio line, static codecs and events.
/// </summary>
/// <param name="Address">c= address.</param>
/// <param name="Port">Audio port; 0 refuses.</param>
/// <param name="Payloads">Payload types in order.</param>
/// <param name="Direction">"sendrecv", "sendonly", "recvonly" or "inactive".</param>
/// <param name="Version">o= version.</param>
public sealed record PhoneSdp(string Address, int Port, IReadOnlyList<int> Payloads, string Direction = "sendrecv", int Version = 1)
{
    /// <summary>PCMA.</summary>
    public const int Pcma = 8;

    /// <summary>PCMU.</summary>
    public const int Pcmu = 0;

    /// <summary>telephone-event.</summary>
    public const int Events = 101;

    /// <summary>The body.</summary>
    public byte[] ToBytes()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"v=0\r\no=phone 4711 {Version} IN IP4 {Address}\r\ns=-\r\nc=IN IP4 {Address}\r\nt=0 0\r\n");
        text.Append(CultureInfo.InvariantCulture, $"m=audio {Port} RTP/AVP {string.Join(' ', Payloads)}\r\n");
        foreach (int payload in Payloads)
        {
            text.Append(payload switch
            {
                Pcmu => "a=rtpmap:0 PCMU/8000\r\n",
                Pcma => "a=rtpmap:8 PCMA/8000\r\n",
                9 => "a=rtpmap:9 G722/8000\r\n",
                18 => "a=rtpmap:18 G729/8000\r\n",
                _ => string.Create(CultureInfo.InvariantCulture, $"a=rtpmap:{payload} telephone-event/8000\r\na=fmtp:{payload} 0-16\r\n"),
            });
        }

        text.Append(CultureInfo.InvariantCulture, $"a={Direction}\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Reads a body; null when it has no audio line.</summary>
    public static PhoneSdp? Read(ReadOnlySpan<byte> body)
    {
        string address = "", direction = "sendrecv";
        int port = -1, version = 0;
        int[] payloads = [];
        foreach (string line in Encoding.ASCII.GetString(body).Split("\r\n"))
        {
            string[] words = line.Split(' ');
            if (line.StartsWith("o=", StringComparison.Ordinal))
            {
                version = (int)(ulong.Parse(words[2], CultureInfo.InvariantCulture) % int.MaxValue);
            }
            else if (line.StartsWith("c=", StringComparison.Ordinal))
            {
                address = words[2];
            }
            else if (line.StartsWith("m=audio", StringComparison.Ordinal) && port < 0)
            {
                port = int.Parse(words[1], CultureInfo.InvariantCulture);
                payloads = [.. words.Skip(3).Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
            }
            else if (line is "a=sendrecv" or "a=sendonly" or "a=recvonly" or "a=inactive")
            {
                direction = line[2..];
            }
        }

        return port < 0 ? null : new PhoneSdp(address, port, payloads, direction, version);
    }

    /// <summary>The answer of a phone at <paramref name="address"/> that has <paramref name="codecs"/>; null without one in common.</summary>
    public PhoneSdp? AnswerFrom(string address, int port, IReadOnlyList<int> codecs)
    {
        // Keys alone are no conversation.
        int? codec = Payloads.Cast<int?>().FirstOrDefault(payload => payload < 96 && codecs.Contains(payload!.Value));
        if (codec is not { } chosen)
        {
            return null;
        }

        string mirrored = Direction switch { "sendonly" => "recvonly", "recvonly" => "sendonly", var same => same };
        int? events = codecs.Any(static known => known >= 96) ? Payloads.Cast<int?>().FirstOrDefault(payload => payload >= 96) : null;
        return new PhoneSdp(address, port, events is { } number ? [chosen, number] : [chosen], mirrored);
    }
}
