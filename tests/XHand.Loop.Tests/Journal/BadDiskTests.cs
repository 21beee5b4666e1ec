using XHand.Loop.Journal;
using static XHand.Loop.Tests.Journal.FactFactory;

namespace XHand.Loop.Tests.Journal;

/// <summary>What disks and people do to a journal: blocks that cannot be read, tails torn by a loss of power, files removed under the writer.</summary>
public sealed class BadDiskTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly JournalFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_block_that_cannot_be_read_costs_its_facts_alone_and_is_reported()
    {
        IReadOnlyList<JournalRecord> written = _fixture.Write(RandomFacts(new Random(1), 300));
        FaultyDisk disk = new() { BadFrom = 8_192, BadTo = 12_288 };

        using JournalWriter writer = _fixture.Open(disk: disk);

        Assert.Equal(300ul, writer.Recovery.LastSequence);
        JournalDamage damage = Assert.Single(writer.Recovery.Damages);
        ulong lost = damage.LastMissing - damage.FirstMissing + 1;
        Assert.InRange(lost, 20ul, 60ul);
        JournalFold expected = new(Retention);
        foreach (JournalRecord record in written.Where(record => record.Sequence < damage.FirstMissing || record.Sequence > damage.LastMissing))
        {
            expected.Apply(record);
        }

        Assert.Equal(Text(expected.Streams()), Text(writer.Recovery.Streams));
    }

    [Fact]
    public void An_end_that_cannot_be_read_does_not_keep_the_exchange_from_starting_and_is_reported()
    {
        IReadOnlyList<JournalRecord> written = _fixture.Write(RandomFacts(new Random(2), 100));
        FaultyDisk disk = new() { BadFrom = 8_192 };

        using (JournalWriter writer = _fixture.Open(disk: disk))
        {
            ulong last = writer.Recovery.LastSequence;
            Assert.InRange(last, 40ul, 99ul);
            JournalDamage damage = Assert.Single(writer.Recovery.Damages);
            Assert.Equal(last + 1, damage.FirstMissing);
            Assert.Contains("cannot read", damage.ToString(), StringComparison.Ordinal);
            Assert.Contains("later ones may be missing", damage.ToString(), StringComparison.Ordinal);
            Assert.Equal(last + 1, writer.Append(Fact(Stage, 1)));
            JournalFixture.Flush(writer);
        }

        Assert.Equal(written.Take(40).Select(Text), _fixture.ReadAll().Take(40).Select(Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_loss_of_power_at_any_byte_of_the_last_records_loses_nothing_before_it(bool leavesZeros)
    {
        IReadOnlyList<JournalRecord> written = _fixture.Write(RandomFacts(new Random(3), 40));
        string segment = _fixture.LastSegment();
        byte[] whole = File.ReadAllBytes(segment);
        int tail = written.TakeLast(8).Sum(record => RecordFormat.LengthOf(record.Fact));
        for (int kept = whole.Length - tail; kept < whole.Length; kept++)
        {
            // A file system may have given the file its length before its data.
            File.WriteAllBytes(segment, leavesZeros ? [.. whole[..kept], .. new byte[whole.Length - kept]] : whole[..kept]);
            long end = whole.Length - written.Sum(record => (long)RecordFormat.LengthOf(record.Fact));
            JournalFold expected = new(Retention);
            ulong last = 0;
            foreach (JournalRecord record in written.TakeWhile(record => (end += RecordFormat.LengthOf(record.Fact)) <= kept))
            {
                expected.Apply(record);
                last = record.Sequence;
            }

            JournalRecovery recovery = _fixture.Recover();

            // A record whose last bytes are zeros anyway may be whole.
            Assert.InRange(recovery.LastSequence, last, leavesZeros ? last + 1 : last);
            Assert.Empty(recovery.Damages);
            if (recovery.LastSequence == last)
            {
                Assert.Equal(Text(expected.Streams()), Text(recovery.Streams));
            }
        }
    }

    [Fact]
    public void A_directory_removed_under_the_writer_is_made_again_with_all_that_is_open_and_readers_miss_nothing()
    {
        RecordingLogger log = new();
        using (JournalWriter writer = _fixture.Open(logger: log))
        {
            using JournalReader reader = writer.OpenReader(1, _fixture.Damages.Add);
            _fixture.Append(writer, [Fact(Stage, 1, version: 1), Fact(Stage, 2, version: 1)]);
            Assert.Single(reader.Read(1));
            Directory.Delete(_fixture.Directory, recursive: true);

            _fixture.Append(writer, [Fact(Stage, 1, version: 2), Fact(Stage, 3, version: 1)]);

            Assert.Equal([2ul, 3ul, 4ul], reader.Read(10).Select(record => record.Sequence));
            Assert.Empty(_fixture.Damages);
            Assert.Single(log.Lines, line => line.Contains("was removed while it was being written", StringComparison.Ordinal));
        }

        JournalRecovery recovery = _fixture.Recover();
        Assert.Equal(4ul, recovery.LastSequence);
        Assert.Equal([Stream(1), Stream(2), Stream(3)], recovery.Streams.Select(stream => stream.Stream));
        Assert.Equal(2, recovery.Streams[0].Records.Count);
    }

    [Fact]
    public void Trimming_a_directory_that_is_gone_is_no_error()
    {
        using JournalWriter writer = _fixture.Open(static options => options with { SegmentBytes = 1_000 });
        _fixture.Append(writer, RandomFacts(new Random(4), 100));
        Assert.True(_fixture.SegmentPaths().Count > 3);
        Directory.Delete(_fixture.Directory, recursive: true);

        Assert.True(writer.TrimThrough(100) > 0);
        Assert.True(writer.Append(Fact(Stage, 1)) > 0);
        JournalFixture.Flush(writer);
    }

    [Fact]
    public void What_the_database_has_stays_for_a_time_and_up_to_a_size()
    {
        using JournalWriter writer = _fixture.Open(static options => options with { SegmentBytes = 1_000 });
        _fixture.Append(writer, RandomFacts(new Random(5), 200));
        int segments = _fixture.SegmentPaths().Count;
        Assert.True(segments > 10);
        TimeSpan age = _fixture.Loop.Time.GetUtcNow() - DateTimeOffset.UnixEpoch;

        Assert.Equal(0, writer.TrimThrough(200, age, long.MaxValue));
        Assert.Equal(segments, _fixture.SegmentPaths().Count);

        long bytes = _fixture.SegmentPaths().Sum(path => new FileInfo(path).Length);
        Assert.InRange(writer.TrimThrough(200, age, bytes / 2), 1, segments - 2);
        Assert.InRange(_fixture.SegmentPaths().Sum(path => new FileInfo(path).Length), bytes / 4, bytes / 2);

        // What the database does not have stays whatever its size.
        Assert.Equal(0, writer.TrimThrough(0, TimeSpan.Zero, 0));
        Assert.True(writer.TrimThrough(200, age, 0) > 0);
        Assert.Single(_fixture.SegmentPaths());
    }

    [Fact]
    public void A_disk_that_stays_full_refuses_new_calls_at_three_quarters_and_keeps_the_facts_of_the_live_ones()
    {
        FaultyDisk disk = new();
        using JournalWriter writer = _fixture.Open(static options => options with { MemoryLimit = 1_000, RingCapacity = 1_024 }, disk);
        disk.Room = 0;
        int taken = 0;
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                for (int i = 0; i < 10 && writer.AcceptsNewCalls; i++, taken++)
                {
                    Assert.NotEqual(0ul, writer.Append(Fact(Stage, taken)));
                }

                return !writer.AcceptsNewCalls;
            },
            Patience));
        Assert.True(taken >= 512, $"New calls were refused after {taken} facts.");
        for (int i = 0; i < 200; i++, taken++)
        {
            Assert.NotEqual(0ul, writer.Append(Fact(Stage, taken)));
        }

        Assert.False(writer.AcceptsNewCalls);
        disk.Room = long.MaxValue;
        Assert.True(writer.Flush(Patience));
        Assert.True(SpinWait.SpinUntil(() => writer.AcceptsNewCalls, Patience));
        Assert.Equal(taken, _fixture.ReadAll().Count);
        Assert.Equal(0, writer.FactsShed);
    }
}
