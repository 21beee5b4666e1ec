using System.Buffers.Binary;

namespace XHand.Media.Rtp;

/// <summary>
/// Our side of a leg's RTCP (RFC 3550 6): sender or receiver reports with the name of the session, the goodbye at the end, and the round trip from
/// what the peer echoes. Times are monotonic nanoseconds.
/// </summary>
internal sealed class RtcpSession(ulong name)
{
    /// <summary>The longest compound that is written.</summary>
    public const int MaxBytes = 128;

    private const int NameBytes = 16;
    private bool _heardReport;
    private uint _lastReport;
    private long _lastReportAt;
    private long _packetsAtReport;

    /// <summary>The last measured round trip, in ms; null before the first.</summary>
    public double? RoundTripMs { get; private set; }

    /// <summary>Whether something was sent, so that there is somebody to say goodbye to.</summary>
    public bool HasSent { get; private set; }

    /// <summary>Takes what the peer reported.</summary>
    public void Take(in RtcpReport report, long now)
    {
        if (report.HasSenderReport)
        {
            _heardReport = true;
            _lastReport = report.SenderNtpMiddle;
            _lastReportAt = now;
        }

        if (report.HasBlock && report.LastReport != 0)
        {
            // RFC 3550 6.4.1: A - LSR - DLSR, in 1/65536 s; a peer's nonsense shows as a negative or endless trip.
            int trip = (int)(Middle(Ntp(now)) - report.LastReport - report.DelaySinceLastReport);
            if (trip is >= 0 and < 30 * 65536)
            {
                RoundTripMs = trip * 1000.0 / 65536;
            }
        }
    }

    /// <summary>Writes a compound report, with a goodbye when <paramref name="bye"/>; how many bytes.</summary>
    public int Write(Span<byte> to, RtpSender sender, RtpReceiver receiver, bool bye, long now)
    {
        bool sends = sender.Packets != _packetsAtReport;
        _packetsAtReport = sender.Packets;
        HasSent = true;
        int blocks = receiver.HasSource ? 1 : 0;
        int at = 8;
        to[0] = (byte)(0x80 | blocks);
        to[1] = (byte)(sends ? 200 : 201);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], sender.Ssrc);
        if (sends)
        {
            BinaryPrimitives.WriteUInt64BigEndian(to[8..], Ntp(now));
            BinaryPrimitives.WriteUInt32BigEndian(to[16..], sender.TimestampAt(now));
            BinaryPrimitives.WriteUInt32BigEndian(to[20..], (uint)sender.Packets);
            BinaryPrimitives.WriteUInt32BigEndian(to[24..], sender.Octets);
            at = 28;
        }

        if (blocks > 0)
        {
            at += WriteBlock(to[at..], receiver, now);
        }

        WriteLength(to[..at]);
        at += WriteName(to[at..], sender.Ssrc);
        if (bye)
        {
            to[at] = 0x81;
            to[at + 1] = 203;
            BinaryPrimitives.WriteUInt32BigEndian(to[(at + 4)..], sender.Ssrc);
            WriteLength(to.Slice(at, 8));
            at += 8;
        }

        return at;
    }

    private static void WriteLength(Span<byte> packet) =>
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)((packet.Length / 4) - 1));

    private static uint Middle(ulong ntp) => (uint)(ntp >> 16);

    private int WriteBlock(Span<byte> to, RtpReceiver receiver, long now)
    {
        uint held = (uint)((now - _lastReportAt) * 65536 / 1_000_000_000);
        BinaryPrimitives.WriteUInt32BigEndian(to, receiver.Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(to[4..], receiver.SegmentLost);
        to[4] = receiver.TakeFractionLost();
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], receiver.ExtendedHighest);
        BinaryPrimitives.WriteUInt32BigEndian(to[12..], receiver.JitterSamples);
        BinaryPrimitives.WriteUInt32BigEndian(to[16..], _heardReport ? _lastReport : 0);
        BinaryPrimitives.WriteUInt32BigEndian(to[20..], _heardReport ? held : 0);
        return 24;
    }

    // The canonical name is random for each session and tells nothing about us (RFC 7022).
    private int WriteName(Span<byte> to, uint ssrc)
    {
        const int bytes = 28; // header, SSRC, item, 16 hexadecimal digits, end and padding to 32 bits
        to[..bytes].Clear();
        to[0] = 0x81;
        to[1] = 202;
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], ssrc);
        to[8] = 1;
        to[9] = NameBytes;
        for (int i = 0; i < NameBytes; i++)
        {
            to[10 + i] = (byte)"0123456789abcdef"[(int)(name >> (4 * i)) & 15];
        }

        WriteLength(to[..bytes]);
        return bytes;
    }

    // 32.32 bits. RFC 3550 6.4.1 allows elapsed time: round trips and lip-sync need differences alone, and a step of the wall clock would
    // spoil them.
    private static ulong Ntp(long now)
    {
        (ulong seconds, ulong rest) = Math.DivRem((ulong)now, 1_000_000_000UL);
        return (seconds << 32) + ((rest << 32) / 1_000_000_000UL);
    }
}
