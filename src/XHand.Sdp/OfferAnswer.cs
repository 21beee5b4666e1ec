using System.Net;

namespace XHand.Sdp;

/// <summary>Offers and answers for one audio stream (RFC 3264). Pure.</summary>
public static class OfferAnswer
{
    // What G.711 phones send and expect when nobody says otherwise (RFC 3551 4.5).
    private const int DefaultPacketTimeMs = 20;

    /// <summary>An offer of one audio line with the given formats in order.</summary>
    public static SdpSession Offer(ulong sessionId, ulong version, IPAddress address, int port, IReadOnlyList<SdpFormat> formats, SdpDirection direction = SdpDirection.SendRecv) => new()
    {
        SessionId = sessionId,
        SessionVersion = version,
        Address = address,
        Media =
        [
            new()
            {
                Kind = "audio",
                Port = port,
                Protocol = "RTP/AVP",
                Formats = formats,
                Address = address,
                Direction = direction,
                PacketTimeMs = DefaultPacketTimeMs,
            },
        ],
    };

    /// <summary>
    /// Answers <paramref name="offer"/>: the first audio line over RTP/AVP that shares a codec with <paramref name="supported"/> is taken, with the offer's payload
    /// numbers, the offer's order, and telephone-event when both have it at the codec's clock; every other line is refused with port 0. Direction is the offer's mirrored, limited by
    /// <paramref name="wanted"/>. Null when no line can be taken (488).
    /// </summary>
    public static AudioAnswer? Answer(SdpSession offer, ulong sessionId, ulong version, IPAddress address, int port, IReadOnlyList<SdpFormat> supported, SdpDirection wanted = SdpDirection.SendRecv)
    {
        for (int i = 0; i < offer.Media.Count; i++)
        {
            SdpMedia line = offer.Media[i];
            if (!IsUsableAudio(line) || FirstShared(line.Formats, supported) is not { } codec)
            {
                continue;
            }

            SdpFormat? events = TelephoneEvent(line.Formats, supported, codec);
            SdpDirection direction = Limit(Mirror(line.Direction), wanted);
            var taken = new SdpMedia
            {
                Kind = line.Kind,
                Port = port,
                Protocol = line.Protocol,
                Formats = Shared(line.Formats, supported, events),
                Address = address,
                Direction = direction,
                PacketTimeMs = PacketTime(line),
            };
            var media = new SdpMedia[offer.Media.Count];
            for (int k = 0; k < media.Length; k++)
            {
                media[k] = k == i ? taken : Refuse(offer.Media[k]);
            }

            var description = new SdpSession { SessionId = sessionId, SessionVersion = version, Address = address, Media = media };
            return new(description, Agree(line, codec, events, direction));
        }

        return null;
    }

    /// <summary>Reads the answer to our offer: what was agreed on the audio line; null when it was refused or fits no format that we offered.</summary>
    public static AgreedAudio? Agreed(SdpSession ourOffer, SdpSession answer)
    {
        // RFC 3264 6: the answer has the offer's lines in the offer's order.
        for (int i = 0; i < Math.Min(ourOffer.Media.Count, answer.Media.Count); i++)
        {
            SdpMedia offered = ourOffer.Media[i];
            SdpMedia line = answer.Media[i];
            if (offered.Kind != "audio" || offered.Port == 0 || !IsUsableAudio(line) || FirstShared(line.Formats, offered.Formats) is not { } codec)
            {
                continue;
            }

            SdpFormat? events = TelephoneEvent(line.Formats, offered.Formats, codec);
            return Agree(line, codec, events, Limit(Mirror(line.Direction), offered.Direction));
        }

        return null;
    }

    /// <summary>What the peer's audio line says, before an answer exists; null without a usable one.</summary>
    public static SdpMedia? AudioOf(SdpSession description)
    {
        foreach (SdpMedia line in description.Media)
        {
            if (IsUsableAudio(line))
            {
                return line;
            }
        }

        return null;
    }

    private static bool IsUsableAudio(SdpMedia line) =>
        line.Kind == "audio" && line.Protocol == "RTP/AVP" && line.Port != 0 && line.Address is not null && line.Formats.Count > 0;

    // The peer's first format that is ours too, with the peer's number and parameters: they say what it wants to receive.
    private static SdpFormat? FirstShared(IReadOnlyList<SdpFormat> theirs, IReadOnlyList<SdpFormat> ours)
    {
        foreach (SdpFormat format in theirs)
        {
            if (!format.IsTelephoneEvent && Find(ours, format) is not null)
            {
                return format;
            }
        }

        return null;
    }

    // RFC 4733 2.1: events run on the clock of the codec they go with; at another one their durations would be wrong.
    private static SdpFormat? TelephoneEvent(IReadOnlyList<SdpFormat> theirs, IReadOnlyList<SdpFormat> ours, SdpFormat codec)
    {
        foreach (SdpFormat format in theirs)
        {
            if (format.IsTelephoneEvent && format.ClockRateHz == codec.ClockRateHz && Find(ours, format) is not null)
            {
                return format;
            }
        }

        return null;
    }

    // What an answer lists: the offer's numbers and order, our parameters, because they say what we want to receive.
    private static List<SdpFormat> Shared(IReadOnlyList<SdpFormat> theirs, IReadOnlyList<SdpFormat> ours, SdpFormat? events)
    {
        List<SdpFormat> shared = [];
        foreach (SdpFormat format in theirs)
        {
            if ((!format.IsTelephoneEvent || ReferenceEquals(format, events)) && Find(ours, format) is { } own)
            {
                shared.Add(format with { Parameters = own.Parameters });
            }
        }

        return shared;
    }

    private static SdpFormat? Find(IReadOnlyList<SdpFormat> formats, SdpFormat wanted)
    {
        foreach (SdpFormat format in formats)
        {
            if (format.IsSameCodec(wanted))
            {
                return format;
            }
        }

        return null;
    }

    // RFC 3264 6: port 0, and at least one format must stand there, though it means nothing.
    private static SdpMedia Refuse(SdpMedia line) =>
        new() { Kind = line.Kind, Port = 0, Protocol = line.Protocol, Formats = line.Formats.Take(1).ToArray() };

    private static AgreedAudio Agree(SdpMedia line, SdpFormat codec, SdpFormat? events, SdpDirection localDirection)
    {
        IPAddress? address = Reachable(line.Address);
        IPEndPoint? remote = address is null ? null : new(address, line.Port);
        int rtcpPort = line.RtcpPort ?? line.Port + 1;
        IPEndPoint? rtcp = address is null || rtcpPort > IPEndPoint.MaxPort ? null : new(Reachable(line.RtcpAddress) ?? address, rtcpPort);
        return new(remote, rtcp, codec, events, localDirection, PacketTime(line));
    }

    private static IPAddress? Reachable(IPAddress? address) => IPAddress.Any.Equals(address) || IPAddress.IPv6Any.Equals(address) ? null : address;

    private static int PacketTime(SdpMedia line)
    {
        int wanted = line.PacketTimeMs ?? DefaultPacketTimeMs;
        foreach (string attribute in line.Attributes)
        {
            const string Maximum = "maxptime:";
            if (attribute.StartsWith(Maximum, StringComparison.Ordinal)
                && SdpMediaReader.PacketTime(System.Text.Encoding.UTF8.GetBytes(attribute[Maximum.Length..])) is { } most)
            {
                return Math.Min(wanted, most);
            }
        }

        return wanted;
    }

    private static SdpDirection Mirror(SdpDirection direction) => direction switch
    {
        SdpDirection.SendOnly => SdpDirection.RecvOnly,
        SdpDirection.RecvOnly => SdpDirection.SendOnly,
        _ => direction,
    };

    private static SdpDirection Limit(SdpDirection direction, SdpDirection wanted) => (Sends(direction) && Sends(wanted), Receives(direction) && Receives(wanted)) switch
    {
        (true, true) => SdpDirection.SendRecv,
        (true, false) => SdpDirection.SendOnly,
        (false, true) => SdpDirection.RecvOnly,
        (false, false) => SdpDirection.Inactive,
    };

    private static bool Sends(SdpDirection direction) => direction is SdpDirection.SendRecv or SdpDirection.SendOnly;

    private static bool Receives(SdpDirection direction) => direction is SdpDirection.SendRecv or SdpDirection.RecvOnly;
}

/// <summary>Our answer and what it agreed.</summary>
public sealed record AudioAnswer(SdpSession Description, AgreedAudio Agreed);

/// <summary>What both sides agreed for audio.</summary>
/// <param name="Remote">Where to send RTP; null when the peer wants none (port 0 or 0.0.0.0).</param>
/// <param name="RemoteRtcp">Where to send RTCP; null as above.</param>
/// <param name="Codec">The codec to send, with the payload number the peer wants.</param>
/// <param name="TelephoneEvent">RFC 4733 with the peer's number, or null.</param>
/// <param name="LocalDirection">What we may do: SendRecv, SendOnly, RecvOnly or Inactive, from our side.</param>
/// <param name="PacketTimeMs">The peer's wish, 20 when none.</param>
public sealed record AgreedAudio(IPEndPoint? Remote, IPEndPoint? RemoteRtcp, SdpFormat Codec, SdpFormat? TelephoneEvent, SdpDirection LocalDirection, int PacketTimeMs);
