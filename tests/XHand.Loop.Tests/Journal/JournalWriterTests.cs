using XHand.Loop.Journal;
using static XHand.Loop.Tests.Journal.FactFactory;

namespace XHand.Loop.Tests.Journal;

public sealed class JournalWriterTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly JournalFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Every_field_of_a_fact_comes_back()
    {
        IReadOnlyList<JournalRecord> written = _fixture.Write(RandomFacts(new Random(1), 500));

        Assert.Equal(written.Select(Text), _fixture.ReadAll().Select(Text));
        Assert.Empty(_fixture.Damages);
    }

    [Fact]
    public void Sequences_go_on_and_the_epoch_grows_over_incarnations()
    {
        IReadOnlyList<JournalRecord> first = _fixture.Write([Fact(Stage, 1), Fact(Stage, 2)]);
        _fixture.Write([]);
        _fixture.Write([]);
        using JournalWriter writer = _fixture.Open();
        IReadOnlyList<JournalRecord> last = _fixture.Append(writer, [Fact(Stage, 1, version: 2)]);

        Assert.Equal(4ul, writer.Epoch);
        Assert.Equal(3ul, last[0].Sequence);
        Assert.NotEqual(first[0].Incarnation, last[0].Incarnation);
        Assert.Equal([.. first.Select(Text), .. last.Select(Text)], _fixture.ReadAll().Select(Text));
        Assert.Equal(["00000000000000000001.journal", "00000000000000000003.journal"], _fixture.SegmentPaths().Select(Path.GetFileName));
    }

    [Fact]
    public void The_epoch_grows_also_when_its_file_is_gone_or_torn()
    {
        _fixture.Write([Fact(Stage, 1)]);
        _fixture.Write([]);
        string epoch = Path.Combine(_fixture.Directory, "epoch");
        File.WriteAllBytes(epoch, File.ReadAllBytes(epoch)[..70]);
        using (JournalWriter torn = _fixture.Open())
        {
            Assert.Equal(3ul, torn.Epoch);
        }

        File.Delete(epoch);
        using JournalWriter gone = _fixture.Open();
        Assert.Equal(4ul, gone.Epoch);
    }

    [Fact]
    public void A_second_writer_on_the_directory_is_refused_with_its_name()
    {
        using JournalWriter first = _fixture.Open();

        JournalInUseException refused = Assert.Throws<JournalInUseException>(() => _fixture.Open());

        Assert.Contains(_fixture.Directory, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_else_may_read_the_files()
    {
        _fixture.Write([Fact(Stage, 1)]);

        foreach (string file in Directory.GetFiles(_fixture.Directory))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void Who_waits_for_a_fact_is_told_in_a_turn_after_it_is_in_the_file()
    {
        using JournalWriter writer = _fixture.Open();
        List<string> log = [];
        ulong sequence = writer.Append(Fact(Stage, 1));
        writer.WhenWritten(sequence, () => log.Add($"written: {_fixture.ReadAll().Count}"));
        Assert.Empty(log);

        JournalFixture.Flush(writer);
        _fixture.Loop.RunUntilIdle();
        writer.WhenWritten(sequence, () => log.Add("again"));
        Assert.Single(log);
        _fixture.Loop.RunUntilIdle();

        Assert.Equal(["written: 1", "again"], log);
        Assert.Equal(0, writer.LateWaits);
    }

    [Fact]
    public void What_nobody_waits_for_gathers_and_what_somebody_waits_for_is_written_at_once()
    {
        FaultyDisk disk = new();
        using JournalWriter writer = _fixture.Open(options => options with { SyncInterval = TimeSpan.FromHours(1) }, disk);
        ulong last = 0;
        for (uint i = 1; i <= 2_000; i++)
        {
            last = writer.Append(Fact(Stage, 1, version: i));
        }

        writer.WhenWritten(last, static () => { });

        SpinWait spin = default;
        while (writer.WrittenSequence < last)
        {
            spin.SpinOnce();
        }

        // A few when it begins, since the writer is still awake then; with a wake for each fact there were hundreds.
        Assert.InRange(disk.Writes, 1, 100);
    }

    [Fact]
    public void Who_waits_for_a_disk_that_stands_still_goes_on_after_50_ms_with_an_alarm()
    {
        FaultyDisk disk = new();
        using JournalWriter writer = _fixture.Open(disk: disk);
        disk.Open.Reset();
        List<TimeSpan> told = [];
        writer.WhenWritten(writer.Append(Fact(Stage, 1)), () => told.Add(_fixture.Loop.Time.Elapsed));
        _fixture.Loop.Advance(TimeSpan.FromMilliseconds(30));
        writer.WhenWritten(writer.Append(Fact(Stage, 2)), () => told.Add(_fixture.Loop.Time.Elapsed));

        _fixture.Loop.Advance(TimeSpan.FromMilliseconds(500));
        disk.Open.Set();
        JournalFixture.Flush(writer);
        _fixture.Loop.RunUntilIdle();

        Assert.Equal([TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(80)], told);
        Assert.Equal(2, writer.LateWaits);
    }

    [Fact]
    public void A_full_ring_refuses_new_calls_first_and_sheds_only_at_its_end()
    {
        FaultyDisk disk = new();
        using JournalWriter writer = _fixture.Open(options => options with { RingCapacity = 8, MemoryLimit = 8 }, disk);
        disk.Open.Reset();
        Assert.True(writer.AcceptsNewCalls);

        ulong last = 0;
        bool refusedBeforeShedding = false;
        while (writer.Append(Fact(Stage, 1)) is var sequence and > 0)
        {
            last = sequence;
            refusedBeforeShedding = !writer.AcceptsNewCalls;
        }

        Assert.True(refusedBeforeShedding);
        Assert.Equal(1, writer.FactsShed);
        disk.Open.Set();
        JournalFixture.Flush(writer);
        Assert.True(writer.AcceptsNewCalls);
        Assert.Equal(last + 1, writer.Append(Fact(Stage, 1)));
        JournalFixture.Flush(writer);
        Assert.Equal(Enumerable.Range(1, (int)last + 1).Select(n => (ulong)n), _fixture.ReadAll().Select(record => record.Sequence));
    }

    [Fact]
    public void A_full_disk_loses_nothing_and_is_drained_in_order_when_space_returns()
    {
        FaultyDisk disk = new();
        RecordingLogger log = new();
        using JournalWriter writer = _fixture.Open(options => options with { SegmentBytes = 4_096 }, disk, log);
        IReadOnlyList<JournalRecord> before = _fixture.Append(writer, RandomFacts(new Random(1), 20));
        disk.Room = 333;
        List<ulong> during = [.. RandomFacts(new Random(2), 2_000).Select(fact => writer.Append(fact))];
        Assert.DoesNotContain(0ul, during);
        Assert.False(writer.Flush(TimeSpan.FromMilliseconds(100)));
        Assert.True(writer.IsFailing);
        Assert.True(Volatile.Read(ref disk.FailedWrites) > 1, "it was tried once only");

        disk.Room = long.MaxValue;
        Assert.True(writer.Flush(Patience));
        Assert.True(SpinWait.SpinUntil(() => !writer.IsFailing, Patience));

        Assert.Equal(before.Select(record => record.Sequence).Concat(during), _fixture.ReadAll().Select(record => record.Sequence));
        Assert.Empty(_fixture.Damages);
        Assert.Equal(0, writer.FactsShed);
        Assert.Single(log.Lines, line => line.Contains("cannot be written", StringComparison.Ordinal));
        Assert.Single(log.Lines, line => line.Contains("written again", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failed_fsync_writes_the_facts_in_doubt_again_and_folds_them_once()
    {
        FaultyDisk disk = new();
        using (JournalWriter writer = _fixture.Open(disk: disk))
        {
            _fixture.Append(writer, [Fact(Stage, 1, version: 1)]);
            Volatile.Write(ref disk.FailingSyncs, 3);
            _fixture.Append(writer, [Fact(Stage, 1, version: 2), Fact(Stage, 1, version: 3)]);
        }

        Assert.Equal([1u, 2u, 3u], _fixture.ReadAll().Select(record => record.Fact.StreamVersion));
        using JournalWriter next = _fixture.Open();
        Assert.Equal([1u, 2u, 3u], Assert.Single(next.Recovery.Streams).Records.Select(record => record.Fact.StreamVersion));
    }

    [Fact]
    public void A_disk_that_is_full_at_the_start_is_said_at_once_and_the_directory_let_go()
    {
        Assert.Throws<IOException>(() => _fixture.Open(disk: new FaultyDisk { Room = 10 }));

        IReadOnlyList<JournalRecord> written = _fixture.Write([Fact(Stage, 1)]);
        Assert.Equal(written.Select(Text), _fixture.ReadAll().Select(Text));
    }

    [Fact]
    public void A_logger_that_throws_does_not_end_the_writer()
    {
        FaultyDisk disk = new();
        using JournalWriter writer = _fixture.Open(disk: disk, logger: new ThrowingLogger());
        disk.Room = 0;
        writer.Append(Fact(Stage, 1));
        Assert.False(writer.Flush(TimeSpan.FromMilliseconds(50)));
        disk.Room = long.MaxValue;

        Assert.True(writer.Flush(Patience));
        Assert.Single(_fixture.ReadAll());
        Assert.True(writer.FaultsOutsideWriting > 0);
    }

    [Fact]
    public void Only_the_loop_appends()
    {
        using JournalWriter writer = _fixture.Open();
        Exception? thrown = null;
        Thread other = new(() => thrown = Record.Exception(() => writer.Append(Fact(Stage, 1))));
        other.Start();
        other.Join();

        Assert.IsType<InvalidOperationException>(thrown);
    }

    [Fact]
    public void A_payload_without_bounds_is_refused()
    {
        using JournalWriter writer = _fixture.Open();
        JournalFact fact = Fact(Stage, 1) with { Payload = new byte[RecordFormat.MaxPayloadBytes + 1] };

        Assert.Throws<ArgumentException>(() => writer.Append(fact));
        Assert.Equal(1ul, writer.Append(fact with { Payload = new byte[RecordFormat.MaxPayloadBytes] }));
        JournalFixture.Flush(writer);
        Assert.Equal(RecordFormat.MaxPayloadBytes, Assert.Single(_fixture.ReadAll()).Fact.Payload.Length);
    }
}
