using XHand.Sdp;

namespace XHand.Calls.Audio;

/// <summary>The formats that pass through us: G.711 both ways and telephone-event (RFC 3551, RFC 4733).</summary>
public static class AudioFormats
{
    /// <summary>What we offer on our own behalf: PCMA first, which is Brazil's, and events.</summary>
    public static IReadOnlyList<SdpFormat> All { get; } =
    [
        new SdpFormat(8, "PCMA", 8000),
        new SdpFormat(0, "PCMU", 8000),
        new SdpFormat(101, "telephone-event", 8000, 1, "0-16"),
    ];

    /// <summary>The formats of the peer's usable audio line that pass through us, in its order; empty when it has no codec for us.</summary>
    public static IReadOnlyList<SdpFormat> OfferedBy(SdpSession description)
    {
        List<SdpFormat> formats = [];
        bool hasCodec = false;
        foreach (SdpFormat format in OfferAnswer.AudioOf(description)?.Formats ?? [])
        {
            if (All.Any(format.IsSameCodec))
            {
                formats.Add(format);
                hasCodec |= !format.IsTelephoneEvent;
            }
        }

        return hasCodec ? formats : [];
    }

    /// <summary>The formats of <paramref name="formats"/> whose codec is in <paramref name="codecs"/>, in their order; all as they are when that names none.</summary>
    public static IReadOnlyList<SdpFormat> InOrder(IReadOnlyList<SdpFormat> formats, IReadOnlyList<string> codecs)
    {
        if (codecs.Count == 0)
        {
            return formats;
        }

        List<SdpFormat> ordered = [];
        foreach (string codec in codecs)
        {
            ordered.AddRange(formats.Where(format => !format.IsTelephoneEvent && format.Encoding.Equals(codec, StringComparison.OrdinalIgnoreCase)));
        }

        return ordered.Count == 0 ? [] : [.. ordered, .. formats.Where(format => format.IsTelephoneEvent)];
    }

    /// <summary>The one codec agreed on a leg, with events where agreed: what the leg it is bridged with may use.</summary>
    public static IReadOnlyList<SdpFormat> Of(AgreedAudio agreed) =>
        agreed.TelephoneEvent is { } events ? [agreed.Codec, events] : [agreed.Codec];

    /// <summary>
    /// These with telephone-event, which is offered whatever the other side of a bridge has: keys are carried over to INFO where it has none. None stay none.
    /// </summary>
    public static IReadOnlyList<SdpFormat> WithEvents(IReadOnlyList<SdpFormat> formats)
    {
        if (formats.Count == 0 || formats.Any(static format => format.IsTelephoneEvent))
        {
            return formats;
        }

        SdpFormat events = All[^1];
        int number = events.PayloadType;
        while (formats.Any(format => format.PayloadType == number))
        {
            number++;
        }

        return [.. formats, events with { PayloadType = number }];
    }

    /// <summary>What may be offered to a caller without an offer of its own: first what the called has, then the rest that <paramref name="codecs"/> allow.</summary>
    public static IReadOnlyList<SdpFormat> Widened(IReadOnlyList<SdpFormat> formats, IReadOnlyList<string> codecs) => WithEvents(
    [
        .. formats.Where(static format => !format.IsTelephoneEvent),
        .. InOrder(All, codecs).Where(format => !format.IsTelephoneEvent && !formats.Any(format.IsSameCodec)),
        .. formats.Where(static format => format.IsTelephoneEvent),
    ]);

    /// <summary>The direction as the other side of a bridge sees it.</summary>
    public static SdpDirection Mirror(SdpDirection direction) => direction switch
    {
        SdpDirection.SendOnly => SdpDirection.RecvOnly,
        SdpDirection.RecvOnly => SdpDirection.SendOnly,
        _ => direction,
    };
}
