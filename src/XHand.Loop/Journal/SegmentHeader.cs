using System.Buffers.Binary;

namespace XHand.Loop.Journal;

/// <summary>What a segment file opens with, before its checkpoint (docs/journal.md).</summary>
/// <param name="Node">The node whose facts these are.</param>
/// <param name="Incarnation">The process that wrote the segment.</param>
/// <param name="Epoch">Counts the incarnations of the node.</param>
/// <param name="FirstSequence">The sequence of the first record after the checkpoint.</param>
/// <param name="Created">When, by the wall clock.</param>
/// <param name="CheckpointRecords">Entries of the checkpoint.</param>
/// <param name="CheckpointBytes">Bytes of the checkpoint, which follows the header.</param>
internal readonly record struct SegmentHeader(
    Guid Node,
    Guid Incarnation,
    ulong Epoch,
    ulong FirstSequence,
    DateTimeOffset Created,
    uint CheckpointRecords,
    ulong CheckpointBytes)
{
    public const int Bytes = 96;

    public const ushort FormatVersion = 1;

    private const int CrcAt = 92;

    private static ReadOnlySpan<byte> Magic => "XHANDJNL"u8;

    /// <summary>Where the records begin.</summary>
    public long RecordsAt => Bytes + (long)CheckpointBytes;

    public void Write(Span<byte> destination)
    {
        Span<byte> bytes = destination[..Bytes];
        bytes.Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], FormatVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[10..], Bytes);
        RecordFormat.WriteId(Node, bytes[16..]);
        RecordFormat.WriteId(Incarnation, bytes[32..]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[48..], Epoch);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[56..], FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[64..], Created.UtcTicks);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[72..], CheckpointBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[80..], CheckpointRecords);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CrcAt..], Crc32c.Of(bytes[..CrcAt]));
    }

    /// <summary>
    /// Reads a header; false with <paramref name="error"/> when it is cut off or damaged. Throws <see cref="InvalidDataException"/>
    /// when it is whole and of another format version: a journal of a newer release is not guessed at.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SegmentHeader header, out string error)
    {
        header = default;
        if (bytes.Length < Bytes || !bytes.StartsWith(Magic))
        {
            error = "no segment header stands here";
            return false;
        }

        if (Crc32c.Of(bytes[..CrcAt]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..]))
        {
            error = "the segment header's checksum is wrong";
            return false;
        }

        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        if (version != FormatVersion)
        {
            throw new InvalidDataException($"The journal has format version {version}; this release reads version {FormatVersion}.");
        }

        header = new SegmentHeader(
            RecordFormat.ReadId(bytes[16..]),
            RecordFormat.ReadId(bytes[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[48..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[56..]),
            new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(bytes[64..]), TimeSpan.Zero),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[80..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[72..]));
        error = "";
        return true;
    }
}
