using XHand.Sip.Messages;

namespace XHand.Sip.Parsing;

/// <summary>Parses one whole message (RFC 3261 7 and 25). Never throws on network input.</summary>
public static class SipParser
{
    /// <summary>Largest message we take, in bytes: what a UDP datagram can hold, and what 16-bit offsets reach.</summary>
    public const int MaxMessageBytes = 65_535;

    /// <summary>Most header lines. A call through many proxies has 40; more is somebody filling tables.</summary>
    public const int MaxHeaders = 256;

    /// <summary>Longest start line, and longest header line with its folds, in bytes. A signed Identity or a long Record-Route set stays under half of it.</summary>
    public const int MaxHeaderBytes = 8_192;

    /// <summary>Most values in all Via headers: Max-Forwards starts at 70, so a longer way cannot be a sound one.</summary>
    public const int MaxVias = 70;

    /// <summary>Most values in all Contact headers of a request; a phone registers one, a redirect lists a few.</summary>
    public const int MaxContacts = 64;

    /// <summary>
    /// Parses <paramref name="buffer"/>, which the message then owns. False with the reason and offset; for a request that
    /// can still be answered (400, 505...), <see cref="SipParseError.Answerable"/> holds what a stateless answer needs.
    /// </summary>
    public static bool TryParse(ReadOnlyMemory<byte> buffer, out SipMessage message, out SipParseError error)
    {
        message = null!;
        if (buffer.Length > MaxMessageBytes)
        {
            error = new("message larger than 65,535 bytes", MaxMessageBytes, 513);
            return false;
        }

        // RFC 3261 7.5: empty lines before the start line are passed over.
        int start = 0;
        ReadOnlySpan<byte> text = buffer.Span;
        while (start + 1 < text.Length && text[start] == '\r' && text[start + 1] == '\n')
        {
            start += 2;
        }

        Span<SipHeaderEntry> entries = stackalloc SipHeaderEntry[MaxHeaders];
        var reader = new MessageReader(buffer[start..], entries);
        bool isSound = reader.Read();
        if (reader.IsRequest)
        {
            SipRequest request = reader.ToRequest();
            if (isSound)
            {
                message = request;
                error = default;
                return true;
            }

            // An ACK is never answered (RFC 3261 17.1.1.3), and without a Via there is no way back that the RFC knows.
            bool isAnswerable = request.Method != SipMethod.Ack && request.Has(SipHeader.Via);
            error = new(reader.Reason!, start + reader.Offset, isAnswerable ? reader.Status : 0, isAnswerable ? request : null);
            return false;
        }

        if (isSound)
        {
            message = reader.ToResponse();
            error = default;
            return true;
        }

        // A bad response is dropped (RFC 3261 18.3), and so is what is no SIP at all.
        error = new(reader.Reason!, start + reader.Offset);
        return false;
    }
}
