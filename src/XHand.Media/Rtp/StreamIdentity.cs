using System.Buffers.Binary;
using XHand.Loop.Ids;

namespace XHand.Media.Rtp;

/// <summary>What a stream of ours is known by and starts at: all of it random (RFC 3550 5.1, RFC 7022).</summary>
/// <param name="Ssrc">Synchronisation source.</param>
/// <param name="FirstSequence">First sequence number.</param>
/// <param name="FirstTimestamp">First time stamp.</param>
/// <param name="Name">The canonical name.</param>
internal readonly record struct StreamIdentity(uint Ssrc, ushort FirstSequence, uint FirstTimestamp, ulong Name)
{
    /// <summary>Draws one.</summary>
    public static StreamIdentity Draw(IRandomSource random)
    {
        Span<byte> drawn = stackalloc byte[18];
        random.Fill(drawn);
        return new StreamIdentity(
            BinaryPrimitives.ReadUInt32LittleEndian(drawn),
            BinaryPrimitives.ReadUInt16LittleEndian(drawn[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(drawn[6..]),
            BinaryPrimitives.ReadUInt64LittleEndian(drawn[10..]));
    }
}
