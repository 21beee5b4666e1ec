using System.Buffers.Binary;

namespace XHand.Media.Rtp;

/// <summary>Reads compound RTCP (RFC 3550 6 and A.2). Every length is held against the datagram before it is used.</summary>
internal static class RtcpReader
{
    private const int SenderReport = 200;
    private const int ReceiverReport = 201;
    private const int Bye = 203;
    private const int BlockBytes = 24;

    /// <summary>Reads <paramref name="datagram"/>; false, and nothing of it counts, when any part is malformed.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, uint ourSsrc, out RtcpReport report)
    {
        report = default;
        if (datagram.Length < 8 || datagram[1] is not (SenderReport or ReceiverReport))
        {
            return false;
        }

        while (!datagram.IsEmpty)
        {
            if (datagram.Length < 4 || datagram[0] >> 6 != 2)
            {
                return false;
            }

            // At least 4 bytes, so that every turn goes forward.
            int length = 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]));
            if (length > datagram.Length || !TryReadOne(datagram[..length], ourSsrc, ref report))
            {
                return false;
            }

            datagram = datagram[length..];
        }

        return true;
    }

    private static bool TryReadOne(ReadOnlySpan<byte> packet, uint ourSsrc, ref RtcpReport report)
    {
        int count = packet[0] & 0x1F;
        switch (packet[1])
        {
            case SenderReport:
                if (packet.Length < 28 + (count * BlockBytes))
                {
                    return false;
                }

                report.HasSenderReport = true;
                report.SenderNtpMiddle = BinaryPrimitives.ReadUInt32BigEndian(packet[10..]);
                ReadBlocks(packet[28..], count, ourSsrc, ref report);
                return true;
            case ReceiverReport:
                if (packet.Length < 8 + (count * BlockBytes))
                {
                    return false;
                }

                ReadBlocks(packet[8..], count, ourSsrc, ref report);
                return true;
            case Bye:
                report.HasBye = true;
                return packet.Length >= 4 + (count * 4);
            default:
                return true;
        }
    }

    private static void ReadBlocks(ReadOnlySpan<byte> blocks, int count, uint ourSsrc, ref RtcpReport report)
    {
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> block = blocks.Slice(i * BlockBytes, BlockBytes);
            if (BinaryPrimitives.ReadUInt32BigEndian(block) == ourSsrc)
            {
                report.HasBlock = true;
                report.FractionLost = block[4];
                report.LastReport = BinaryPrimitives.ReadUInt32BigEndian(block[16..]);
                report.DelaySinceLastReport = BinaryPrimitives.ReadUInt32BigEndian(block[20..]);
            }
        }
    }
}
