namespace XHand.Loop.Journal;

/// <summary>What is kept of one stream that is still open, in the order of its facts.</summary>
/// <param name="Stream">The stream's id.</param>
/// <param name="Records">Its kept records, by sequence.</param>
public sealed record StreamRecords(Guid Stream, IReadOnlyList<JournalRecord> Records);
