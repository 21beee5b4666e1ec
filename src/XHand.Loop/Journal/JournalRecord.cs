namespace XHand.Loop.Journal;

/// <summary>A fact read back from the journal.</summary>
/// <param name="Incarnation">The process that wrote it.</param>
/// <param name="Sequence">Counts the node's facts from 1, across segments and incarnations.</param>
/// <param name="Utc">When, by the wall clock.</param>
/// <param name="MonotonicTicks">When, in 100 ns of the writing process's monotonic clock.</param>
/// <param name="Fact">What.</param>
public sealed record JournalRecord(
    Guid Incarnation,
    ulong Sequence,
    DateTimeOffset Utc,
    long MonotonicTicks,
    JournalFact Fact);
