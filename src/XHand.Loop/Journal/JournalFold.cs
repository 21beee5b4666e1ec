namespace XHand.Loop.Journal;

/// <summary>
/// Keeps of a row of facts what the checkpoint at the head of a segment needs: the raw facts of streams that are open.
/// Folding a fold's own records again gives the same fold.
/// </summary>
public sealed class JournalFold(Func<ushort, JournalRetention> retention)
{
    private readonly Dictionary<Guid, List<JournalRecord>> _open = [];

    /// <summary>Kept records.</summary>
    public int Count { get; private set; }

    /// <summary>Folds the next record in.</summary>
    public void Apply(JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Guid stream = record.Fact.Stream;
        switch (retention(record.Fact.Type))
        {
            case JournalRetention.Ignore:
                return;
            case JournalRetention.Append:
                KeptOf(stream).Add(record);
                Count++;
                return;
            case JournalRetention.Replace:
                List<JournalRecord> kept = KeptOf(stream);
                Count += 1 - kept.Count;
                kept.Clear();
                kept.Add(record);
                return;
            case JournalRetention.Close:
                if (_open.Remove(stream, out List<JournalRecord>? closed))
                {
                    Count -= closed.Count;
                }

                return;
            default:
                throw new InvalidOperationException($"Fact type {record.Fact.Type} has no known retention.");
        }
    }

    /// <summary>The kept records by sequence.</summary>
    public IReadOnlyList<JournalRecord> Records() =>
        [.. _open.Values.SelectMany(static records => records).OrderBy(static record => record.Sequence)];

    /// <summary>The open streams, by the sequence of the first record kept of each.</summary>
    public IReadOnlyList<StreamRecords> Streams() =>
        [.. _open.OrderBy(static stream => stream.Value[0].Sequence).Select(static stream => new StreamRecords(stream.Key, [.. stream.Value]))];

    private List<JournalRecord> KeptOf(Guid stream)
    {
        if (!_open.TryGetValue(stream, out List<JournalRecord>? kept))
        {
            kept = [];
            _open.Add(stream, kept);
        }

        return kept;
    }
}
