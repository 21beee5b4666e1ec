using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace XHand.Sdp;

/// <summary>Writes a description (RFC 8866 5).</summary>
internal static class SdpWriter
{
    /// <summary>The wire form.</summary>
    public static byte[] Write(SdpSession session)
    {
        var text = new StringBuilder(512);
        string address = Address(session.Address);
        Line(text, "v=0");
        Line(text, string.Create(CultureInfo.InvariantCulture, $"o=- {session.SessionId} {session.SessionVersion} {address}"));
        Line(text, "s=-");
        Line(text, "c=" + address);
        Line(text, "t=0 0");
        foreach (string attribute in session.Attributes)
        {
            Line(text, "a=" + attribute);
        }

        foreach (SdpMedia media in session.Media)
        {
            WriteMedia(text, media, session.Address);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void WriteMedia(StringBuilder text, SdpMedia media, IPAddress sessionAddress)
    {
        IEnumerable<string> formats = media.Formats.Select(f => f.PayloadType < 0 ? f.Encoding : f.PayloadType.ToString(CultureInfo.InvariantCulture));
        Line(text, string.Create(CultureInfo.InvariantCulture, $"m={media.Kind} {media.Port} {media.Protocol} {string.Join(' ', formats)}"));
        if (media.Port == 0)
        {
            // A refused line has nothing more to say.
            return;
        }

        if (media.Address is not null && !media.Address.Equals(sessionAddress))
        {
            Line(text, "c=" + Address(media.Address));
        }

        foreach (SdpFormat format in media.Formats)
        {
            WriteFormat(text, format);
        }

        if (media.RtcpPort is { } rtcpPort)
        {
            Line(text, string.Create(CultureInfo.InvariantCulture, $"a=rtcp:{rtcpPort}{(media.RtcpAddress is null ? "" : " " + Address(media.RtcpAddress))}"));
        }

        if (media.PacketTimeMs is { } packetTime)
        {
            Line(text, string.Create(CultureInfo.InvariantCulture, $"a=ptime:{packetTime}"));
        }

        foreach (string attribute in media.Attributes)
        {
            Line(text, "a=" + attribute);
        }

        Line(text, media.Direction switch
        {
            SdpDirection.SendOnly => "a=sendonly",
            SdpDirection.RecvOnly => "a=recvonly",
            SdpDirection.Inactive => "a=inactive",
            _ => "a=sendrecv",
        });
    }

    // Static types get their rtpmap too: it costs a line and spares a peer's guess.
    private static void WriteFormat(StringBuilder text, SdpFormat format)
    {
        if (format.PayloadType < 0 || format.Encoding.Length == 0)
        {
            return;
        }

        string channels = format.Channels == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"/{format.Channels}");
        Line(text, string.Create(CultureInfo.InvariantCulture, $"a=rtpmap:{format.PayloadType} {format.Encoding}/{format.ClockRateHz}{channels}"));
        if (format.Parameters is not null)
        {
            Line(text, string.Create(CultureInfo.InvariantCulture, $"a=fmtp:{format.PayloadType} {format.Parameters}"));
        }
    }

    private static string Address(IPAddress address) => $"IN {(address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4")} {address}";

    private static void Line(StringBuilder text, string line)
    {
        if (line.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException("A line of a description has a line break or NUL in it.", nameof(line));
        }

        text.Append(line).Append("\r\n");
    }
}
