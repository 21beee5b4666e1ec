using XHand.Calls.Facts;
using XHand.Loop.Journal;

namespace XHand.Calls.Tracing;

/// <summary>Facts of calls in the ring: the company's id, then the payload.</summary>
internal static class TraceFacts
{
    private const int CompanyBytes = 16;

    // A record with very many legs; its call then is told from the database.
    private const int MaxPayloadBytes = 64 * 1024;

    /// <summary>True for a fact whose stream is a call.</summary>
    public static bool IsOfCall(in JournalFact fact) => fact.Type < (ushort)FactType.ContactBound && fact.Payload.Length <= MaxPayloadBytes;

    /// <summary>Writes one.</summary>
    public static void Write(TraceRing ring, in JournalFact fact, DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[1024];
        int length = CompanyBytes + fact.Payload.Length;
        Span<byte> whole = length <= bytes.Length ? bytes[..length] : new byte[length];
        fact.Company.TryWriteBytes(whole);
        fact.Payload.Span.CopyTo(whole[CompanyBytes..]);
        ring.Write(new TraceEntry(TraceKind.Fact, 0, fact.Type, at.UtcTicks, fact.Stream, length), whole);
    }

    /// <summary>The fact that <see cref="Write"/> wrote; its payload is a copy.</summary>
    public static JournalFact Read(in TraceEntry entry, ReadOnlySpan<byte> bytes) =>
        new(entry.Number, 1, CompanyOf(bytes), entry.Key, 0, 0, bytes[CompanyBytes..].ToArray());

    /// <summary>Whose it is.</summary>
    public static Guid CompanyOf(ReadOnlySpan<byte> bytes) => new(bytes[..CompanyBytes]);
}
