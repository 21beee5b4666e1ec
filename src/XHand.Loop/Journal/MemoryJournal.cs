namespace XHand.Loop.Journal;

/// <summary>The journal's twin for tests and simulations: keeps facts in a list, loses them with the process.</summary>
public sealed class MemoryJournal(ISwitchLoop loop) : IJournal
{
    private readonly List<JournalRecord> _records = [];

    /// <summary>What was appended, in order.</summary>
    public IReadOnlyList<JournalRecord> Records => _records;

    /// <summary>The incarnation written into every record; fixed, so that runs compare equal.</summary>
    public Guid Incarnation { get; init; } = new("00000000-0000-7000-8000-000000000001");

    /// <inheritdoc/>
    public bool AcceptsNewCalls { get; set; } = true;

    /// <summary>True to shed every fact, as a full ring does.</summary>
    public bool Sheds { get; set; }

    /// <inheritdoc/>
    public ulong Append(in JournalFact fact)
    {
        if (Sheds)
        {
            return 0;
        }

        ulong sequence = (ulong)_records.Count + 1;
        TimeSpan monotonic = loop.Time.GetElapsedTime(0);
        _records.Add(new JournalRecord(Incarnation, sequence, loop.Time.GetUtcNow(), monotonic.Ticks, fact));
        return sequence;
    }

    /// <summary>Calls <paramref name="done"/> in the next turn.</summary>
    public void WhenWritten(ulong sequence, Action done) => loop.Continue("journal-written", done);
}
