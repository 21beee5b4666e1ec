using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop.Journal;

namespace XHand.Loop.Tests.Journal;

/// <summary>A journal in a directory of its own, on a virtual loop; the directory goes with it.</summary>
internal sealed class JournalFixture : IDisposable
{
    public static readonly Guid Node = new("22222222-0000-7000-8000-000000000000");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public JournalFixture() => Directory = System.IO.Directory.CreateTempSubdirectory("xhand-journal-").FullName;

    public string Directory { get; private set; }

    public VirtualLoop Loop { get; } = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    public List<JournalDamage> Damages { get; } = [];

    public JournalOptions Options => new()
    {
        Directory = Directory,
        Node = Node,
        RetryInterval = TimeSpan.FromMilliseconds(5),
        SyncInterval = TimeSpan.FromMilliseconds(1),
    };

    public JournalWriter Open(Func<JournalOptions, JournalOptions>? change = null, IJournalDisk? disk = null, ILogger? logger = null) =>
        JournalWriter.Open(
            change is null ? Options : change(Options),
            Loop,
            FactFactory.Retention,
            logger ?? NullLogger.Instance,
            disk ?? new JournalDisk());

    /// <summary>Opens, appends, closes; returns what was appended.</summary>
    public IReadOnlyList<JournalRecord> Write(IEnumerable<JournalFact> facts, Func<JournalOptions, JournalOptions>? change = null)
    {
        using JournalWriter writer = Open(change);
        return Append(writer, facts);
    }

    /// <summary>Appends and flushes, a segment's roll being possible only between flushes; returns what was appended.</summary>
    public IReadOnlyList<JournalRecord> Append(JournalWriter writer, IEnumerable<JournalFact> facts)
    {
        List<JournalRecord> appended = [];
        foreach (JournalFact fact in facts)
        {
            Loop.Advance(TimeSpan.FromMilliseconds(1));
            ulong sequence = writer.Append(fact);
            Assert.NotEqual(0ul, sequence);
            appended.Add(new JournalRecord(
                writer.Incarnation, sequence, Loop.Time.GetUtcNow(), Loop.Time.Elapsed.Ticks, fact));
        }

        Flush(writer);
        return appended;
    }

    public static void Flush(JournalWriter writer) => Assert.True(writer.Flush(Patience), "the journal did not become durable");

    public List<JournalRecord> ReadAll(ulong from = 1)
    {
        using JournalReader reader = new(Directory, from, Damages.Add);
        List<JournalRecord> records = [];
        while (reader.Read(7) is { Count: > 0 } more)
        {
            records.AddRange(more);
        }

        return records;
    }

    public JournalRecovery Recover() => JournalRecovery.Open(Directory, FactFactory.Retention);

    public IReadOnlyList<string> SegmentPaths() =>
        [.. JournalDirectory.Segments(Directory).Select(static segment => segment.Path)];

    public string LastSegment() => SegmentPaths()[^1];

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
