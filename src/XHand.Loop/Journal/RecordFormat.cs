using System.Buffers.Binary;

namespace XHand.Loop.Journal;

/// <summary>A record's bytes, as docs/journal.md lays them out. Little-endian; ids in the byte order of their text.</summary>
internal static class RecordFormat
{
    /// <summary>Bytes before the payload.</summary>
    public const int FixedBytes = 80;

    /// <summary>A fact is a few hundred bytes; what claims to be larger than this is not a record.</summary>
    public const int MaxPayloadBytes = 1 << 20;

    private const int CrcAt = 4;
    private const int CrcEnd = 8;

    /// <summary>Bytes that <paramref name="fact"/> takes.</summary>
    public static int LengthOf(in JournalFact fact) => FixedBytes + fact.Payload.Length;

    /// <summary>Writes <paramref name="record"/> at the start of <paramref name="destination"/>; returns its length.</summary>
    public static int Write(JournalRecord record, Span<byte> destination)
    {
        JournalFact fact = record.Fact;
        int length = LengthOf(fact);
        Span<byte> bytes = destination[..length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], fact.Type);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[10..], fact.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], fact.StreamVersion);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], record.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], record.Utc.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], record.MonotonicTicks);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[40..], fact.Cause);
        WriteId(fact.Company, bytes[48..]);
        WriteId(fact.Stream, bytes[64..]);
        fact.Payload.Span.CopyTo(bytes[FixedBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CrcAt..], Checksum(bytes));
        return length;
    }

    /// <summary>
    /// The length that the record at the start of <paramref name="bytes"/> claims, or 0 when the claim is impossible or
    /// fewer than <see cref="FixedBytes"/> bytes are there.
    /// </summary>
    public static int ClaimedLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedBytes)
        {
            return 0;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return length is >= FixedBytes and <= FixedBytes + MaxPayloadBytes ? length : 0;
    }

    /// <summary>The sequence that a record claims. At least <see cref="FixedBytes"/> bytes.</summary>
    public static ulong ClaimedSequence(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);

    /// <summary>Reads the whole record in <paramref name="bytes"/>; null when its checksum or a field is wrong.</summary>
    public static JournalRecord? Read(ReadOnlySpan<byte> bytes, Guid incarnation)
    {
        if (Checksum(bytes) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..]))
        {
            return null;
        }

        long utcTicks = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]);
        if (utcTicks < DateTimeOffset.MinValue.UtcTicks || utcTicks > DateTimeOffset.MaxValue.UtcTicks)
        {
            return null;
        }

        JournalFact fact = new(
            Type: BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]),
            Version: BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]),
            Company: ReadId(bytes[48..]),
            Stream: ReadId(bytes[64..]),
            StreamVersion: BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            Cause: BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]),
            Payload: bytes[FixedBytes..].ToArray());
        return new JournalRecord(
            incarnation,
            ClaimedSequence(bytes),
            new DateTimeOffset(utcTicks, TimeSpan.Zero),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            fact);
    }

    internal static void WriteId(Guid id, Span<byte> destination) =>
        id.TryWriteBytes(destination, bigEndian: true, out _);

    internal static Guid ReadId(ReadOnlySpan<byte> source) => new(source[..16], bigEndian: true);

    // Over the whole record but the checksum's own four bytes: a wrong length is found as well.
    private static uint Checksum(ReadOnlySpan<byte> record) =>
        Crc32c.Finish(Crc32c.Add(Crc32c.Add(Crc32c.Begin(), record[..CrcAt]), record[CrcEnd..]));
}
