namespace XHand.Loop.Journal;

/// <summary>An entry of a checkpoint: the incarnation that wrote the fact, then the record as it was written.</summary>
internal static class CheckpointEntry
{
    public const int IncarnationBytes = 16;

    public static int LengthOf(JournalRecord record) => IncarnationBytes + RecordFormat.LengthOf(record.Fact);

    public static int Write(JournalRecord record, Span<byte> destination)
    {
        RecordFormat.WriteId(record.Incarnation, destination);
        return IncarnationBytes + RecordFormat.Write(record, destination[IncarnationBytes..]);
    }
}
