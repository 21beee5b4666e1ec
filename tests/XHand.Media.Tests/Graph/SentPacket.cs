using System.Buffers.Binary;
using System.Net;
using XHand.Native.Libc;

namespace XHand.Media.Tests.Graph;

/// <summary>An RTP packet as the peer gets it.</summary>
internal sealed record SentPacket(byte[] Bytes, UdpAddress To)
{
    public int Payload => Bytes[1] & 0x7F;

    public bool Marker => (Bytes[1] & 0x80) != 0;

    public ushort Sequence => BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(2));

    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(Bytes.AsSpan(4));

    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(Bytes.AsSpan(8));

    public byte[] Body => Bytes[12..];

    public IPEndPoint Peer => To.ToEndPoint();

    /// <summary>A packet as a phone makes it.</summary>
    public static byte[] Make(int payload, int sequence, uint timestamp, uint ssrc, byte[] body, bool marker = false)
    {
        byte[] packet = new byte[12 + body.Length];
        packet[0] = 0x80;
        packet[1] = (byte)(payload | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        body.CopyTo(packet, 12);
        return packet;
    }

    /// <summary>A packet of 20 ms whose every sample is <paramref name="level"/>.</summary>
    public static byte[] Audio(int sequence, byte level = 0x55, uint ssrc = 1111, int payload = 8) =>
        Make(payload, sequence, (uint)(sequence * 160), ssrc, [.. Enumerable.Repeat(level, 160)]);

    /// <summary>A packet of a key (RFC 4733 2.3).</summary>
    public static byte[] Key(int sequence, uint timestamp, byte code, int duration, bool end, int payload = 101, uint ssrc = 1111) =>
        Make(payload, sequence, timestamp, ssrc, [code, (byte)(end ? 0x8A : 0x0A), (byte)(duration >> 8), (byte)duration]);
}
