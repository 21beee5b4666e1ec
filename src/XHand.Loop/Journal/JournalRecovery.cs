namespace XHand.Loop.Journal;

/// <summary>What a journal's directory says about the time before this start.</summary>
/// <param name="LastSequence">The last whole fact's sequence, or 0.</param>
/// <param name="LastEpoch">The epoch of the last start, or 0.</param>
/// <param name="Streams">What was open, by the first record kept of each.</param>
/// <param name="Damages">Where the journal could not be read although facts came after.</param>
public sealed record JournalRecovery(
    ulong LastSequence,
    ulong LastEpoch,
    IReadOnlyList<StreamRecords> Streams,
    IReadOnlyList<JournalDamage> Damages)
{
    private const int BatchSize = 1_000;

    /// <summary>
    /// Reads the newest whole checkpoint and folds the facts after it. Changes nothing; a missing or empty directory is an
    /// empty journal. Throws <see cref="IOException"/> when files cannot be opened.
    /// </summary>
    public static JournalRecovery Open(string directory, Func<ushort, JournalRetention> retention) =>
        Read(directory, new JournalFold(retention), new JournalDisk());

    internal static JournalRecovery Read(string directory, JournalFold fold, IJournalDisk disk)
    {
        List<(ulong FirstSequence, string Path)> segments = JournalDirectory.Segments(directory);
        ulong epoch = EpochFile.Read(directory);
        if (segments.Count == 0)
        {
            return new JournalRecovery(0, epoch, [], []);
        }

        List<JournalDamage> damages = [];
        int start = LoadNewestCheckpoint(segments, fold, disk, damages, ref epoch);
        using JournalReader reader = new(directory, segments[start].FirstSequence, damages.Add, static () => ulong.MaxValue, disk);
        while (reader.Read(BatchSize) is { Count: > 0 } records)
        {
            foreach (JournalRecord record in records)
            {
                fold.Apply(record);
            }
        }

        return new JournalRecovery(reader.NextSequence - 1, epoch, fold.Streams(), damages);
    }

    /// <summary>Folds the newest checkpoint that is whole, or the best there is; returns the index of its segment.</summary>
    private static int LoadNewestCheckpoint(
        List<(ulong FirstSequence, string Path)> segments, JournalFold fold, IJournalDisk disk, List<JournalDamage> damages, ref ulong epoch)
    {
        List<JournalRecord> records = [];
        int start = segments.Count - 1;
        for (; start >= 0; start--)
        {
            using SegmentFile segment = SegmentFile.Open(segments[start].Path, segments[start].FirstSequence, disk);
            epoch = Math.Max(epoch, segment.Header.Epoch);
            records.Clear();
            if (segment.HeaderError.Length == 0)
            {
                if (segment.TryReadCheckpoint(records, out long damagedAt))
                {
                    break;
                }

                damages.Add(new JournalDamage(segment.Path, damagedAt, segment.FirstSequence, segment.FirstSequence - 1, "the checkpoint cannot be read to its end"));
            }

            if (start == 0)
            {
                // Nothing older is left: what can be read of the oldest checkpoint is all there is.
                break;
            }
        }

        records.ForEach(fold.Apply);
        return start;
    }
}
