using System.Buffers.Binary;

namespace XHand.Media.Rtp;

/// <summary>The header of an RTP packet (RFC 3550 5.1) and where its payload lies, list of contributors, extension and padding taken off.</summary>
internal readonly struct RtpHeader
{
    /// <summary>The header that we write: no contributors, no extension.</summary>
    public const int Bytes = 12;

    private RtpHeader(ReadOnlySpan<byte> packet, int payloadStart, int payloadLength)
    {
        Marker = (packet[1] & 0x80) != 0;
        PayloadType = (byte)(packet[1] & 0x7F);
        Sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        Timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        PayloadStart = payloadStart;
        PayloadLength = payloadLength;
    }

    public bool Marker { get; }

    public byte PayloadType { get; }

    public ushort Sequence { get; }

    public uint Timestamp { get; }

    public uint Ssrc { get; }

    /// <summary>Offset of the payload, at least <see cref="Bytes"/>.</summary>
    public int PayloadStart { get; }

    /// <summary>At least 1.</summary>
    public int PayloadLength { get; }

    /// <summary>Reads a packet; false for another version, RTCP on the wrong port (RFC 5761 4), lengths that point outside, or no payload.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        if (packet.Length <= Bytes || packet[0] >> 6 != 2 || (packet[1] & 0x7F) is >= 72 and <= 76)
        {
            return false;
        }

        int start = Bytes + (4 * (packet[0] & 0x0F));
        if ((packet[0] & 0x10) != 0)
        {
            if (start + 4 > packet.Length)
            {
                return false;
            }

            start += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(start + 2)..]));
        }

        int end = packet.Length;
        if ((packet[0] & 0x20) != 0)
        {
            int padding = packet[^1];
            if (padding == 0)
            {
                return false;
            }

            end -= padding;
        }

        if (start >= end)
        {
            return false;
        }

        header = new RtpHeader(packet, start, end - start);
        return true;
    }

    /// <summary>Writes a header of <see cref="Bytes"/> to the front of <paramref name="packet"/>.</summary>
    public static void Write(Span<byte> packet, bool marker, byte payloadType, ushort sequence, uint timestamp, uint ssrc)
    {
        packet[0] = 0x80;
        packet[1] = (byte)((marker ? 0x80 : 0) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);
    }
}
