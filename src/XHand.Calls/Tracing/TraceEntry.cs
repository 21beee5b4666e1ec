using System.Buffers.Binary;
using System.Net;
using XHand.Sip.Transport;

namespace XHand.Calls.Tracing;

/// <summary>What stands in the ring.</summary>
internal enum TraceKind : byte
{
    /// <summary>A SIP message that came in.</summary>
    Received = 1,

    /// <summary>A SIP message that went out.</summary>
    Sent = 2,

    /// <summary>A fact of the journal.</summary>
    Fact = 3,
}

/// <summary>An entry's fixed part, 32 bytes: numbers only, so that the ring keeps nothing else alive.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Detail">Of a message the transport; of a fact 0.</param>
/// <param name="Number">Of a message the peer's port; of a fact its type.</param>
/// <param name="UtcTicks">When.</param>
/// <param name="Key">Of a message the peer's address, IPv4 mapped into IPv6; of a fact its stream.</param>
/// <param name="Length">Bytes that follow.</param>
internal readonly record struct TraceEntry(TraceKind Kind, byte Detail, ushort Number, long UtcTicks, Guid Key, int Length)
{
    /// <summary>Bytes of it in the ring.</summary>
    public const int HeaderBytes = 32;

    /// <summary>When, UTC.</summary>
    public DateTimeOffset At => new(UtcTicks, TimeSpan.Zero);

    /// <summary>A message's transport.</summary>
    public SipProtocol Protocol => (SipProtocol)Detail;

    /// <summary>A message's peer.</summary>
    public IPEndPoint Peer
    {
        get
        {
            IPAddress address = new(Key.ToByteArray(bigEndian: true));
            return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, Number);
        }
    }

    /// <summary>A message from or to the end of <paramref name="flow"/>.</summary>
    public static TraceEntry OfMessage(TraceKind kind, SipFlow flow, DateTimeOffset at, int length)
    {
        Span<byte> address = stackalloc byte[16];
        address.Clear();
        IPAddress remote = flow.Remote.Address;
        if (remote.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
        {
            address[10] = address[11] = 0xff;
            remote.TryWriteBytes(address[12..], out _);
        }
        else
        {
            remote.TryWriteBytes(address, out _);
        }

        return new(kind, (byte)flow.Protocol, (ushort)flow.Remote.Port, at.UtcTicks, new Guid(address, bigEndian: true), length);
    }

    /// <summary>Writes it into <paramref name="target"/>, <see cref="HeaderBytes"/> long.</summary>
    public void WriteTo(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, Length);
        target[4] = (byte)Kind;
        target[5] = Detail;
        BinaryPrimitives.WriteUInt16LittleEndian(target[6..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], UtcTicks);
        Key.TryWriteBytes(target[16..], bigEndian: true, out _);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    public static TraceEntry ReadFrom(ReadOnlySpan<byte> source) => new(
        (TraceKind)source[4],
        source[5],
        BinaryPrimitives.ReadUInt16LittleEndian(source[6..]),
        BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
        new Guid(source.Slice(16, 16), bigEndian: true),
        BinaryPrimitives.ReadInt32LittleEndian(source));
}
