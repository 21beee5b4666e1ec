using XHand.Loop.Journal;
using static XHand.Loop.Tests.Journal.FactFactory;

namespace XHand.Loop.Tests.Journal;

public sealed class JournalRecoveryTests : IDisposable
{
    private readonly JournalFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_missing_directory_is_an_empty_journal()
    {
        JournalRecovery recovery = JournalRecovery.Open(Path.Combine(_fixture.Directory, "none"), Retention);

        Assert.Equal((0ul, 0ul), (recovery.LastSequence, recovery.LastEpoch));
        Assert.Empty(recovery.Streams);
    }

    [Fact]
    public void What_was_open_comes_back_by_stream_and_what_closed_does_not()
    {
        _fixture.Write(
        [
            Fact(Stage, 1, version: 1),
            Fact(Stage, 2, version: 1),
            Fact(Binding, 3, "old"),
            Fact(Sample, 1, "sample"),
            Fact(Stage, 1, version: 2),
            Fact(End, 2),
            Fact(Binding, 3, "new"),
        ]);

        JournalRecovery recovery = _fixture.Recover();

        Assert.Equal(7ul, recovery.LastSequence);
        Assert.Equal(1ul, recovery.LastEpoch);
        Assert.Equal([Stream(1), Stream(3)], recovery.Streams.Select(stream => stream.Stream));
        Assert.Equal([1ul, 5ul], recovery.Streams[0].Records.Select(record => record.Sequence));
        Assert.Equal([7ul], recovery.Streams[1].Records.Select(record => record.Sequence));
    }

    [Fact]
    public void A_kill_at_any_byte_of_the_last_record_recovers_everything_before_it()
    {
        IReadOnlyList<JournalRecord> written = _fixture.Write([Fact(Stage, 1), Fact(Stage, 2), Fact(End, 1, """{"ended":true}""")]);
        string segment = _fixture.LastSegment();
        byte[] whole = File.ReadAllBytes(segment);
        int last = RecordFormat.LengthOf(written[^1].Fact);

        for (int cut = 1; cut <= last; cut++)
        {
            File.WriteAllBytes(segment, whole[..^cut]);
            JournalRecovery recovery = _fixture.Recover();

            Assert.Equal(2ul, recovery.LastSequence);
            Assert.Equal([Stream(1), Stream(2)], recovery.Streams.Select(stream => stream.Stream));
            Assert.Empty(recovery.Damages);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_cut_anywhere_in_the_last_segment_recovers_exactly_the_fold_of_the_whole_records_before_it(int seed)
    {
        Random random = new(seed);
        Func<JournalOptions, JournalOptions> small = static options => options with { SegmentBytes = 3_000 };
        List<JournalRecord> written = [];
        for (int incarnation = 0; incarnation < 3; incarnation++)
        {
            written.AddRange(_fixture.Write(RandomFacts(random, random.Next(20, 80)), small));
        }

        Assert.True(_fixture.SegmentPaths().Count > 4);
        string segment = _fixture.LastSegment();
        byte[] whole = File.ReadAllBytes(segment);
        ulong firstOfLast = JournalDirectory.Segments(_fixture.Directory)[^1].FirstSequence;
        Assert.True(SegmentHeader.TryRead(whole, out SegmentHeader header, out _));

        for (long length = header.RecordsAt; length <= whole.Length; length += random.Next(1, 9))
        {
            File.WriteAllBytes(segment, whole[..(int)length]);
            long end = header.RecordsAt;
            List<JournalRecord> before = [.. written.Where(record =>
                record.Sequence < firstOfLast || (end += RecordFormat.LengthOf(record.Fact)) <= length)];
            JournalFold expected = new(Retention);
            before.ForEach(expected.Apply);

            JournalRecovery recovery = _fixture.Recover();

            Assert.Equal((ulong)before.Count, recovery.LastSequence);
            Assert.Equal(Text(expected.Streams()), Text(recovery.Streams));
            Assert.Empty(recovery.Damages);
        }
    }

    [Fact]
    public void After_a_torn_tail_the_next_incarnation_goes_on_and_readers_pass_over_it()
    {
        _fixture.Write([Fact(Stage, 1), Fact(Stage, 2)]);
        string torn = _fixture.LastSegment();
        File.WriteAllBytes(torn, File.ReadAllBytes(torn)[..^5]);

        IReadOnlyList<JournalRecord> next = _fixture.Write([Fact(Stage, 3)]);

        Assert.Equal(2ul, next[0].Sequence);
        Assert.Equal([Stream(1), Stream(3)], _fixture.ReadAll().Select(record => record.Fact.Stream));
        Assert.Empty(_fixture.Damages);
    }

    [Fact]
    public void Segments_roll_and_after_trimming_their_checkpoints_recover_all_that_is_open()
    {
        JournalFold expected = new(Retention);
        using (JournalWriter writer = _fixture.Open(options => options with { SegmentBytes = 2_000 }))
        {
            foreach (JournalRecord record in _fixture.Append(writer, RandomFacts(new Random(9), 400)))
            {
                expected.Apply(record);
            }

            int segments = _fixture.SegmentPaths().Count;
            Assert.True(segments > 10);
            Assert.Equal(0, writer.TrimThrough(0));
            ulong third = JournalDirectory.Segments(_fixture.Directory)[2].FirstSequence;
            Assert.Equal(1, writer.TrimThrough(third - 2));
            Assert.Equal(1, writer.TrimThrough(third - 1));
            Assert.Equal(segments - 3, writer.TrimThrough(ulong.MaxValue - 1));
            Assert.Single(_fixture.SegmentPaths());
        }

        Assert.Equal(Text(expected.Streams()), Text(_fixture.Recover().Streams));
        _fixture.Write([]);
        Assert.Equal(Text(expected.Streams()), Text(_fixture.Recover().Streams));
        Assert.Equal(400ul, _fixture.Recover().LastSequence);
    }

    [Fact]
    public void A_checkpoint_keeps_who_wrote_each_fact()
    {
        IReadOnlyList<JournalRecord> first = _fixture.Write([Fact(Stage, 1)]);
        _fixture.Write([Fact(Stage, 2)]);
        using (JournalWriter writer = _fixture.Open())
        {
            writer.TrimThrough(2);
        }

        Assert.Equal(first[0].Incarnation, _fixture.Recover().Streams[0].Records[0].Incarnation);
    }

    [Fact]
    public void A_damaged_checkpoint_is_reported_and_the_older_segments_recover_the_same()
    {
        IReadOnlyList<JournalRecord> first = _fixture.Write([Fact(Stage, 1), Fact(Stage, 2)]);
        _fixture.Write([Fact(End, 1)]);
        string newest = _fixture.LastSegment();
        byte[] bytes = File.ReadAllBytes(newest);
        bytes[SegmentHeader.Bytes + 40] ^= 1;
        File.WriteAllBytes(newest, bytes);

        JournalRecovery recovery = _fixture.Recover();

        Assert.Equal(Text(first[1]), Text(Assert.Single(Assert.Single(recovery.Streams).Records)));
        Assert.Equal(3ul, recovery.LastSequence);
        Assert.Equal(newest, Assert.Single(recovery.Damages).File);
    }

    [Fact]
    public void A_journal_of_another_format_version_is_not_guessed_at()
    {
        _fixture.Write([Fact(Stage, 1)]);
        string segment = _fixture.LastSegment();
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[8] = 2;
        BitConverter.TryWriteBytes(bytes.AsSpan(92), Crc32c.Of(bytes.AsSpan(0, 92)));
        File.WriteAllBytes(segment, bytes);

        Assert.Contains("version 2", Assert.Throws<InvalidDataException>(() => _fixture.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_whose_making_was_cut_short_is_cleared_away()
    {
        _fixture.Write([Fact(Stage, 1)]);
        string unfinished = Path.Combine(_fixture.Directory, "00000000000000000002.journal.new");
        File.WriteAllText(unfinished, "half");

        using JournalWriter writer = _fixture.Open();

        Assert.False(File.Exists(unfinished));
        Assert.Single(writer.Recovery.Streams);
    }
}
