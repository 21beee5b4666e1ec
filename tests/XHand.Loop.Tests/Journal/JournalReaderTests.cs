using XHand.Loop.Journal;
using static XHand.Loop.Tests.Journal.FactFactory;

namespace XHand.Loop.Tests.Journal;

public sealed class JournalReaderTests : IDisposable
{
    private readonly JournalFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void It_begins_at_any_sequence_over_all_segments()
    {
        IReadOnlyList<JournalRecord> written = _fixture.Write(
            RandomFacts(new Random(3), 100), static options => options with { SegmentBytes = 2_000 });

        for (ulong from = 1; from <= 101; from++)
        {
            Assert.Equal(written.Skip((int)from - 1).Select(Text), _fixture.ReadAll(from).Select(Text));
        }

        Assert.Empty(_fixture.Damages);
    }

    [Fact]
    public void It_follows_the_writer_over_rolls_when_asked_again()
    {
        using JournalWriter writer = _fixture.Open(static options => options with { SegmentBytes = 1_000 });
        using JournalReader reader = writer.OpenReader(1, _fixture.Damages.Add);
        Assert.Empty(reader.Read(100));
        List<string> written = [];
        List<string> read = [];
        Random random = new(4);
        for (int round = 0; round < 60; round++)
        {
            written.AddRange(_fixture.Append(writer, RandomFacts(random, random.Next(1, 12))).Select(Text));
            while (reader.Read(5) is { Count: > 0 } records)
            {
                read.AddRange(records.Select(Text));
            }

            Assert.Equal(written, read);
        }

        Assert.True(_fixture.SegmentPaths().Count > 10);
        Assert.Empty(_fixture.Damages);
    }

    [Fact]
    public void It_tails_a_writer_at_work_without_seeing_damage_that_is_none()
    {
        using JournalWriter writer = _fixture.Open(static options => options with { SegmentBytes = 64_000 });
        using JournalReader reader = new(_fixture.Directory, 1, _fixture.Damages.Add);
        const int Facts = 20_000;
        List<ulong> read = [];
        Thread tail = new(() =>
        {
            SpinWait spin = default;
            while (read.Count < Facts && _fixture.Damages.Count == 0)
            {
                IReadOnlyList<JournalRecord> records = reader.Read(500);
                read.AddRange(records.Select(static record => record.Sequence));
                if (records.Count == 0)
                {
                    spin.SpinOnce();
                }
            }
        });
        tail.Start();
        foreach (JournalFact fact in RandomFacts(new Random(5), Facts))
        {
            SpinWait spin = default;
            while (writer.Append(fact) == 0)
            {
                spin.SpinOnce();
            }
        }

        tail.Join();
        Assert.Empty(_fixture.Damages);
        Assert.Equal(Enumerable.Range(1, Facts).Select(n => (ulong)n), read);
    }

    [Fact]
    public void The_writers_reader_returns_nothing_that_is_not_fsynced()
    {
        FaultyDisk disk = new();
        using JournalWriter writer = _fixture.Open(disk: disk);
        _fixture.Append(writer, [Fact(Stage, 1)]);
        using JournalReader reader = writer.OpenReader(1, _fixture.Damages.Add);
        Volatile.Write(ref disk.FailingSyncs, int.MaxValue);
        writer.Append(Fact(Stage, 2));
        Assert.False(writer.Flush(TimeSpan.FromMilliseconds(50)));

        Assert.Equal(2, _fixture.ReadAll().Count);
        Assert.Single(reader.Read(10));
        Assert.Empty(reader.Read(10));

        Volatile.Write(ref disk.FailingSyncs, 0);
        JournalFixture.Flush(writer);
        Assert.Single(reader.Read(10));
    }

    [Fact]
    public void A_flipped_bit_in_the_middle_is_reported_with_its_place_and_reading_goes_on_behind_it()
    {
        IReadOnlyList<JournalRecord> written = _fixture.Write([.. Enumerable.Range(1, 5).Select(n => Fact(Stage, n))]);
        string segment = _fixture.LastSegment();
        byte[] whole = File.ReadAllBytes(segment);
        int record = RecordFormat.LengthOf(written[0].Fact);
        long second = SegmentHeader.Bytes + record;
        for (int at = 0; at < record; at++)
        {
            byte[] damaged = [.. whole];
            damaged[second + at] ^= 0x10;
            File.WriteAllBytes(segment, damaged);
            _fixture.Damages.Clear();

            Assert.Equal([1ul, 3ul, 4ul, 5ul], _fixture.ReadAll().Select(r => r.Sequence));
            JournalDamage damage = Assert.Single(_fixture.Damages);
            Assert.Equal((segment, second, 2ul, 2ul), (damage.File, damage.Offset, damage.FirstMissing, damage.LastMissing));
        }
    }

    [Fact]
    public void A_flipped_bit_in_the_last_record_of_the_newest_segment_is_its_end()
    {
        IReadOnlyList<JournalRecord> written = _fixture.Write([Fact(Stage, 1), Fact(Stage, 2)]);
        string segment = _fixture.LastSegment();
        byte[] whole = File.ReadAllBytes(segment);
        int record = RecordFormat.LengthOf(written[1].Fact);
        for (int at = 1; at <= record; at++)
        {
            byte[] damaged = [.. whole];
            damaged[^at] ^= 0x01;
            File.WriteAllBytes(segment, damaged);

            Assert.Equal([1ul], _fixture.ReadAll().Select(r => r.Sequence));
        }

        Assert.Empty(_fixture.Damages);
    }

    [Fact]
    public void An_older_segment_that_lost_its_end_is_reported()
    {
        IReadOnlyList<JournalRecord> first = _fixture.Write([Fact(Stage, 1), Fact(Stage, 2), Fact(Stage, 3)]);
        _fixture.Write([Fact(Stage, 4)]);
        string older = _fixture.SegmentPaths()[0];
        File.WriteAllBytes(older, File.ReadAllBytes(older)[..^(RecordFormat.LengthOf(first[0].Fact) + 3)]);

        Assert.Equal([1ul, 4ul], _fixture.ReadAll().Select(record => record.Sequence));
        JournalDamage damage = Assert.Single(_fixture.Damages);
        Assert.Equal((older, 2ul, 3ul), (damage.File, damage.FirstMissing, damage.LastMissing));
    }

    [Fact]
    public void Segments_that_were_trimmed_before_they_were_read_are_reported()
    {
        using JournalWriter writer = _fixture.Open(static options => options with { SegmentBytes = 1_000 });
        _fixture.Append(writer, RandomFacts(new Random(6), 100));
        writer.TrimThrough(50);
        ulong oldest = JournalDirectory.Segments(_fixture.Directory)[0].FirstSequence;

        Assert.Equal(oldest, _fixture.ReadAll(7)[0].Sequence);

        JournalDamage damage = Assert.Single(_fixture.Damages);
        Assert.Equal((7ul, oldest - 1), (damage.FirstMissing, damage.LastMissing));
    }

    [Fact]
    public void A_broken_header_costs_no_fact()
    {
        IReadOnlyList<JournalRecord> written = _fixture.Write([Fact(Stage, 1), Fact(Stage, 2)]);
        string segment = _fixture.LastSegment();
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[60] ^= 1;
        File.WriteAllBytes(segment, bytes);

        Assert.Equal(written.Select(record => record.Sequence), _fixture.ReadAll().Select(record => record.Sequence));
        Assert.NotEmpty(_fixture.Damages);
    }
}
