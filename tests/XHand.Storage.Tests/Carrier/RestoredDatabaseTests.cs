using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop.Journal;
using XHand.Storage.Carrier;
using XHand.Storage.Nodes;
using XHand.Storage.Partitions;

namespace XHand.Storage.Tests.Carrier;

/// <summary>A database and a journal that no longer fit each other: a backup was restored, a disk went back in time, the server hangs.</summary>
public sealed class RestoredDatabaseTests(DatabaseFixture fixture) : DatabaseTest(fixture)
{
    private static readonly DateTimeOffset _now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private const int JournalUnreadable = 7044;
    private readonly TemporaryDirectory _directory = new();
    private readonly Guid _node = Guid.CreateVersion7();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Delete();
    }

    [Fact]
    public async Task Backup_of_yesterday_is_filled_up_from_the_segments_that_were_kept()
    {
        using TestJournal journal = Journal(segmentBytes: 4096);
        for (int i = 0; i < 50; i++)
        {
            journal.AppendCall(_now);
        }
        await CarryAsync(journal);
        Assert.Equal(0, journal.Writer.TrimThrough(150, TimeSpan.FromDays(40_000), long.MaxValue));
        await BackToAsync(30);

        await CarryAsync(journal);

        Assert.Equal(150, await QueryAsync<int>("select count(*)::int from event"));
        Assert.Equal(50, await QueryAsync<int>("select count(*)::int from call_record"));
        Assert.Equal(150, await QueryAsync<int>("select cursor::int from node"));
    }

    [Fact]
    public async Task Backup_older_than_what_was_kept_gets_all_that_is_there_and_the_gap_is_told()
    {
        RecordingLogger log = new();
        using (TestJournal before = Journal(segmentBytes: 4096))
        {
            for (int i = 0; i < 50; i++)
            {
                before.AppendCall(_now);
            }
            await CarryAsync(before);
            Assert.True(before.Writer.TrimThrough(100) > 0);
        }
        await BackToAsync(30);
        using TestJournal journal = Journal(segmentBytes: 4096);
        journal.AppendCall(_now);

        await CarryAsync(journal, log);

        int kept = await QueryAsync<int>("select count(*)::int from event where sequence > 100");
        Assert.Equal(53, kept);
        Assert.Equal(kept, await QueryAsync<int>("select count(distinct sequence)::int from event where sequence > 100"));
        Assert.Contains(JournalUnreadable, log.Events);
    }

    [Fact]
    public async Task Journal_older_than_the_database_doubles_nothing_and_loses_nothing()
    {
        string copy = _directory.Path + "-copy";
        using (TestJournal journal = Journal())
        {
            journal.AppendCall(_now);
            journal.AppendCall(_now);
            await CarryAsync(journal);
            Copy(_directory.Path, copy);
            journal.AppendCall(_now);
            await CarryAsync(journal);
        }
        Directory.Delete(_directory.Path, recursive: true);
        Directory.Move(copy, _directory.Path);

        // Sequence 7 to 9 again, of other calls.
        using TestJournal back = Journal();
        back.AppendCall(_now);
        await CarryAsync(back);

        Assert.Equal(12, await QueryAsync<int>("select count(*)::int from event"));
        Assert.Equal(4, await QueryAsync<int>("select count(*)::int from call_record"));
        Assert.Equal(4, await QueryAsync<int>("select count(distinct call_id)::int from call_record"));
        Assert.Equal(9, await QueryAsync<int>("select cursor::int from node"));
    }

    [Fact]
    public async Task Server_that_hangs_with_its_connections_open_is_noticed_and_carrying_goes_on_when_it_comes_back()
    {
        using TestJournal journal = Journal();
        journal.AppendCall(_now);
        journal.Flush();
        using JournalCarrier carrier = Make(journal, NullLogger.Instance);
        using CancellationTokenSource stop = new();
        Task running = carrier.RunAsync(await RegisterAsync(), stop.Token);
        await Eventually.Async(() => carrier.Lag == 0, "the first call is carried");
        int backend = await QueryAsync<int>("select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() order by backend_start limit 1");
        await SignalAsync("-STOP", Fixture.ServerProcessId, backend);
        try
        {
            journal.AppendCall(_now);
            journal.Flush();
            await Eventually.Async(() => carrier.IsDatabaseAway, "the carrier has noticed");
        }
        finally
        {
            await SignalAsync("-CONT", Fixture.ServerProcessId, backend);
        }
        await Eventually.Async(() => carrier.Lag == 0, "the second call is carried");
        await stop.CancelAsync();
        await running;
        Assert.Equal(2, await QueryAsync<int>("select count(*)::int from call_record"));
    }

    private static async Task SignalAsync(string signal, params int[] processes)
    {
        using Process kill = Process.Start("kill", [signal, .. processes.Select(pid => $"{pid}")]);
        await kill.WaitForExitAsync();
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    /// <summary>What a backup taken at that fact would have restored.</summary>
    private Task BackToAsync(int sequence) => ExecuteAsync($"""
        delete from call_record where call_id in (select stream from event where sequence > {sequence});
        delete from event where sequence > {sequence};
        update node set cursor = {sequence}
        """);

    private TestJournal Journal(long segmentBytes = 1 << 20) => new(_directory.Path, _now, segmentBytes);

    private JournalCarrier Make(TestJournal journal, ILogger log) => new(
        Database, new PartitionKeeper(Database, TimeProvider.System, NullLogger.Instance), journal.Writer.OpenReader, () => journal.Writer.DurableSequence,
        new CarrierOptions(), TimeProvider.System, log);

    private Task<NodeRegistration> RegisterAsync() => new NodeStore(Database, TimeProvider.System)
        .RegisterAsync(new NodeIdentity(_node, "rack-1", Guid.NewGuid(), "0.1.0"), TimeSpan.FromSeconds(30), None);

    private async Task CarryAsync(TestJournal journal, ILogger? log = null)
    {
        journal.Flush();
        using JournalCarrier carrier = Make(journal, log ?? NullLogger.Instance);
        using CancellationTokenSource stop = new();
        Task running = carrier.RunAsync(await RegisterAsync(), stop.Token);
        bool drained = await carrier.DrainAsync(TimeSpan.FromSeconds(30));
        await stop.CancelAsync();
        await running;
        Assert.True(drained, $"{carrier.Lag} facts are left");
    }
}
