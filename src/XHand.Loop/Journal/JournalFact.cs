namespace XHand.Loop.Journal;

/// <summary>
/// One fact as the journal stores it. The payload is UTF-8 JSON; <see cref="Type"/> is a number that is never reused.
/// The journal adds sequence, UTC and monotonic time.
/// </summary>
/// <param name="Type">Number of the fact's type.</param>
/// <param name="Version">Version of the payload's shape, from 1.</param>
/// <param name="Company">The company it belongs to, or <see cref="Guid.Empty"/> for the node's own.</param>
/// <param name="Stream">What it is about: a call, a binding's address of record, an agent.</param>
/// <param name="StreamVersion">Counts the facts of one stream from 1.</param>
/// <param name="Cause">Sequence of the fact that caused it, or 0.</param>
/// <param name="Payload">UTF-8 JSON; owned by the journal from the call on.</param>
public readonly record struct JournalFact(
    ushort Type,
    ushort Version,
    Guid Company,
    Guid Stream,
    uint StreamVersion,
    ulong Cause,
    ReadOnlyMemory<byte> Payload);
