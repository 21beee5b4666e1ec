using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using XHand.Calls.Facts;
using XHand.Loop.Journal;
using XHand.Storage.Carrier;
using XHand.Storage.Nodes;
using XHand.Storage.Partitions;
using XHand.Storage.Records;

namespace XHand.Storage.Tests.Carrier;

public sealed class JournalCarrierTests(DatabaseFixture fixture) : DatabaseTest(fixture)
{
    private static readonly DateTimeOffset _now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly Guid _node = Guid.CreateVersion7();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Delete();
    }

    [Fact]
    public async Task Every_fact_is_an_event_and_a_call_that_ended_a_record_with_its_legs()
    {
        using TestJournal journal = Journal();
        CallRecord call = journal.AppendCall(_now);

        await CarryAsync(journal);

        CallRecordStore records = new(Database);
        CallRecord read = (await records.FindAsync(TestJournal.Company, call.CallId, None))!;
        Assert.Equivalent(call, read, strict: true);
        IReadOnlyList<CallEventRow> events = await records.EventsAsync(TestJournal.Company, call.CallId, None);
        Assert.Equal(["callStarted", "legAnswered", "callEnded"], events.Select(e => e.Type));
        Assert.Equal("1700", events[0].Payload.GetProperty("from").GetString());
        Assert.Equal([1L, 2L, 3L], events.Select(e => e.Sequence));
        Assert.Equal(_node, await QueryAsync<Guid>("select node from call"));
    }

    [Fact]
    public async Task Nothing_is_carried_twice_or_left_out_over_restarts()
    {
        using TestJournal journal = Journal();
        for (int run = 1; run <= 4; run++)
        {
            for (int call = 0; call < 100; call++)
            {
                journal.AppendCall(_now.AddSeconds(call));
            }
            await CarryAsync(journal, new CarrierOptions { BatchSize = 7 });

            Assert.Equal(run * 300, await QueryAsync<int>("select count(*)::int from event"));
            Assert.Equal(run * 100, await QueryAsync<int>("select count(*)::int from call_record"));
            Assert.Equal(run * 200, await QueryAsync<int>("select count(*)::int from leg"));
        }
        Assert.Equal(1200, await QueryAsync<int>("select cursor::int from node"));
    }

    [Fact]
    public async Task Process_killed_in_the_middle_leaves_the_rest_to_the_next()
    {
        using TestJournal journal = Journal();
        for (int call = 0; call < 300; call++)
        {
            journal.AppendCall(_now.AddSeconds(call));
        }
        journal.Flush();
        for (int i = 0; i < 5; i++)
        {
            // Cancelled at once: wherever it happens to be.
            using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(30 * i));
            using JournalCarrier carrier = Make(journal, new CarrierOptions { BatchSize = 20 });
            await carrier.RunAsync(await RegisterAsync(), stop.Token);
        }

        await CarryAsync(journal);

        Assert.Equal(900, await QueryAsync<int>("select count(*)::int from event"));
        Assert.Equal(300, await QueryAsync<int>("select count(*)::int from call_record"));
    }

    [Fact]
    public async Task Connection_cut_in_the_middle_of_a_batch_costs_nothing()
    {
        using TestJournal journal = Journal();
        journal.AppendCall(_now);
        journal.Flush();
        await Keeper().EnsureAsync([DateOnly.FromDateTime(_now.UtcDateTime)], [DateOnly.FromDateTime(_now.UtcDateTime)], None);
        using JournalCarrier carrier = Make(journal);
        using CancellationTokenSource stop = new();
        NodeRegistration node = await RegisterAsync();
        Task running;
        await using (NpgsqlConnection blocker = await Database.OpenConnectionAsync())
        {
            await using NpgsqlTransaction transaction = await blocker.BeginTransactionAsync();
            // The carrier moves its cursor and then waits here, in the middle of its transaction.
            await ExecuteOnAsync(blocker, "lock table call_record in access exclusive mode");
            running = carrier.RunAsync(node, stop.Token);
            await Eventually.Async(
                () => QueryAsync<bool>("select exists (select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database())"), "the carrier waits");
            await ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()");
            await Eventually.Async(() => carrier.IsDatabaseAway, "the carrier has noticed");
            Assert.Equal(0, await QueryAsync<int>("select cursor::int from node"));
            Assert.Equal(0, await QueryAsync<int>("select count(*)::int from event"));
        }
        await Eventually.Async(() => carrier.Lag == 0, "all is carried");
        await stop.CancelAsync();
        await running;

        Assert.Equal(3, await QueryAsync<int>("select count(*)::int from event"));
        Assert.Equal(1, await QueryAsync<int>("select count(*)::int from call_record"));
        Assert.False(carrier.IsDatabaseAway);
    }

    [Fact]
    public async Task Server_killed_under_load_loses_and_doubles_nothing_and_carrying_resumes_within_seconds()
    {
        using TestJournal journal = Journal();
        using JournalCarrier carrier = Make(journal, new CarrierOptions { BatchSize = 10 });
        using CancellationTokenSource stop = new();
        Task running = carrier.RunAsync(await RegisterAsync(), stop.Token);
        int server = Fixture.ServerProcessId;
        for (int call = 0; call < 200; call++)
        {
            journal.AppendCall(_now.AddSeconds(call));
            if (call == 100)
            {
                await Eventually.Async(() => carrier.CarriedThrough > 20, "some is carried");
                Process.GetProcessById(server).Kill();
            }
        }
        journal.Flush();
        await Eventually.Async(() => Fixture.ServerProcessId is not 0 and int now && now != server, "the server runs again");
        long began = Stopwatch.GetTimestamp();

        await Eventually.Async(() => carrier.Lag == 0, "all is carried");

        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(15));
        await stop.CancelAsync();
        await running;
        Assert.Equal(600, await QueryAsync<int>("select count(*)::int from event"));
        Assert.Equal(200, await QueryAsync<int>("select count(*)::int from call_record"));
    }

    [Fact]
    public async Task Process_that_was_replaced_is_refused_and_carries_nothing()
    {
        using TestJournal journal = Journal();
        journal.AppendCall(_now);
        journal.Flush();
        NodeRegistration old = await RegisterAsync();
        await RegisterAsync();
        using JournalCarrier carrier = Make(journal);

        StorageException fenced = await Assert.ThrowsAsync<StorageException>(() => carrier.RunAsync(old, None));

        Assert.Equal(StorageFault.NodeFenced, fenced.Fault);
        Assert.Equal(0, await QueryAsync<int>("select count(*)::int from event"));
    }

    [Fact]
    public async Task Process_replaced_while_it_carries_stops_at_its_next_batch()
    {
        using TestJournal journal = Journal();
        journal.AppendCall(_now);
        using JournalCarrier carrier = Make(journal);
        Task running = carrier.RunAsync(await RegisterAsync(), None);
        journal.Flush();
        await Eventually.Async(() => carrier.Lag == 0, "the first call is carried");
        await RegisterAsync();

        journal.AppendCall(_now);

        Assert.Equal(StorageFault.NodeFenced, (await Assert.ThrowsAsync<StorageException>(() => running)).Fault);
        Assert.Equal(3, await QueryAsync<int>("select count(*)::int from event"));
    }

    [Fact]
    public async Task Facts_that_the_database_refuses_stand_in_quarantine_and_hold_up_nobody()
    {
        using TestJournal journal = Journal();
        Guid stream = Guid.CreateVersion7();
        for (int i = 0; i < 10; i++)
        {
            journal.AppendCall(_now);
        }
        journal.Append(FactType.DigitPressed, stream, """{"n":1e1000000}"""); // JSON, but no number for PostgreSQL
        journal.Append((ushort)FactType.DigitPressed, stream, new byte[] { 1, 2, 3 }); // no JSON
        journal.Append(TestJournal.Call(_now) with { Segment = 70_000 }); // an event, but no record
        journal.Append(TestJournal.Call(_now) with { CallId = Guid.NewGuid() }); // not time-ordered
        journal.Append(FactType.CallEnded, stream, """{"legs":null}""");
        for (int i = 0; i < 10; i++)
        {
            journal.AppendCall(_now);
        }

        JournalCarrier carrier = await CarryAsync(journal);

        Assert.Equal(20, await QueryAsync<int>("select count(*)::int from call_record"));
        Assert.Equal(63, await QueryAsync<int>("select count(*)::int from event"));
        Assert.Equal(
            "31:event 32:event 33:record 34:record 35:record",
            await QueryAsync<string>("select string_agg(sequence || ':' || part, ' ' order by sequence) from quarantine"));
        Assert.Equal(new byte[] { 1, 2, 3 }, await QueryAsync<byte[]>("select payload from quarantine where sequence = 32"));
        Assert.Equal(5, carrier.Quarantined);
    }

    [Fact]
    public async Task A_record_of_an_earlier_version_without_direction_trunk_route_and_tag_is_carried_as_an_internal_call()
    {
        using TestJournal journal = Journal();
        CallRecord call = TestJournal.Call(_now);
        JsonObject old = JsonSerializer.SerializeToNode(call, FactJson.Default.CallRecord)!.AsObject();
        foreach (string name in (string[])["direction", "trunk", "route", "tag"])
        {
            Assert.True(old.Remove(name));
        }

        journal.Append(FactType.CallEnded, call.CallId, old.ToJsonString());

        Assert.Equal(0, (await CarryAsync(journal)).Quarantined);
        Assert.Equal("internal|||", await QueryAsync<string>("select concat_ws('|', direction, trunk, route, tag) from call_record"));
        CallRecord found = Assert.Single(await new CallRecordStore(Database).ListAsync(new CallRecordFilter(TestJournal.Company), None));
        Assert.Equivalent(call, found, strict: true);
    }

    [Fact]
    public async Task What_stands_in_quarantine_counts_after_a_restart_too_and_until_somebody_deletes_it()
    {
        using TestJournal journal = Journal();
        journal.Append((ushort)FactType.DigitPressed, Guid.CreateVersion7(), new byte[] { 1, 2, 3 });
        journal.Append((ushort)FactType.DigitPressed, Guid.CreateVersion7(), new byte[] { 4, 5, 6 });
        await CarryAsync(journal);
        long added = 0;
        QuarantineCount count = new(Database, () => added, TimeProvider.System, NullLogger.Instance);

        await count.ReadAsync(None);
        Assert.Equal(2, count.Now);
        added = 3;
        Assert.Equal(5, count.Now);
        await ExecuteAsync("delete from quarantine");
        await count.ReadAsync(None);
        Assert.Equal(0, count.Now);
    }

    [Theory]
    [InlineData("Robert'); DROP TABLE call_record;--")]
    [InlineData("\\'; select pg_sleep(9) --")]
    [InlineData("😀 مرحبا \u202Eevil\u202C שלום ﷽")]
    [InlineData("<script>alert(1)</script>\r\n=cmd|'/c calc'!A1")]
    [InlineData("{\"a\":[1,2]}")]
    public async Task Hostile_text_gives_one_exact_record(string text)
    {
        using TestJournal journal = Journal();
        CallRecord call = TestJournal.Call(_now, from: text) with { FromName = text, Dialled = text, Reason = text, PlanReasons = [text, "", text] };
        journal.Append(call);

        await CarryAsync(journal);

        IReadOnlyList<CallRecord> found = await new CallRecordStore(Database).ListAsync(new CallRecordFilter(TestJournal.Company, Number: text), None);
        Assert.Equivalent(call, Assert.Single(found), strict: true);
    }

    [Fact]
    public async Task Number_of_64_KiB_gives_one_exact_record_that_can_be_searched_for()
    {
        using TestJournal journal = Journal();
        // Random: nothing that compression could make small enough for an index.
        Random random = new(1);
        string text = string.Concat(Enumerable.Range(0, 64 * 1024).Select(_ => (char)('!' + random.Next(90))));
        CallRecord call = TestJournal.Call(_now, from: text) with { FromName = text, Dialled = text, To = text };
        journal.Append(call);

        await CarryAsync(journal);

        IReadOnlyList<CallRecord> found = await new CallRecordStore(Database).ListAsync(new CallRecordFilter(TestJournal.Company, Number: text), None);
        Assert.Equal(text, Assert.Single(found).Dialled);
        Assert.Equal(0, await QueryAsync<int>("select count(*)::int from quarantine"));
    }

    [Fact]
    public async Task Nul_and_half_pairs_give_one_record_with_the_replacement_character()
    {
        using TestJournal journal = Journal();
        CallRecord call = TestJournal.Call(_now) with { FromName = "a\0b" };
        journal.Append(call);

        await CarryAsync(journal);

        Assert.Equal("a\uFFFDb", await QueryAsync<string>("select from_name from call_record"));
    }

    [Fact]
    public async Task Calls_on_both_sides_of_a_month_find_their_partitions_without_any_being_made_before()
    {
        DateTimeOffset midnight = new(2031, 3, 1, 0, 0, 0, TimeSpan.Zero);
        using TestJournal journal = Journal(midnight);
        journal.AppendCall(midnight.AddMilliseconds(-1));
        journal.AppendCall(midnight);

        await CarryAsync(journal);

        Assert.Equal(1, await QueryAsync<int>("select count(*)::int from call_record_2031_02"));
        Assert.Equal(1, await QueryAsync<int>("select count(*)::int from call_record_2031_03"));
        Assert.Equal(6, await QueryAsync<int>("select count(*)::int from event_2031_03_01"));
    }

    [Fact]
    public async Task Partition_dropped_behind_our_back_is_made_again()
    {
        using TestJournal journal = Journal();
        using JournalCarrier carrier = Make(journal);
        using CancellationTokenSource stop = new();
        Task running = carrier.RunAsync(await RegisterAsync(), stop.Token);
        journal.AppendCall(_now);
        journal.Flush();
        await Eventually.Async(() => carrier.Lag == 0, "the first call is carried");
        await ExecuteAsync("drop table event_2026_11_21, call_record_2026_11");

        journal.AppendCall(_now);
        journal.Flush();

        Assert.True(await carrier.DrainAsync(TimeSpan.FromSeconds(20)));
        await stop.CancelAsync();
        await running;
        Assert.Equal(3, await QueryAsync<int>("select count(*)::int from event"));
        Assert.Equal(1, await QueryAsync<int>("select count(*)::int from call_record"));
        Assert.Equal(0, carrier.Quarantined);
    }

    [Fact]
    public async Task Journal_trimmed_through_the_cursor_is_carried_on()
    {
        using (TestJournal journal = Journal(segmentBytes: 4096))
        {
            for (int i = 0; i < 50; i++)
            {
                journal.AppendCall(_now);
            }
            JournalCarrier carrier = await CarryAsync(journal);
            Assert.Equal(150UL, carrier.CarriedThrough);
        }
        // A new process begins a segment; all before it goes.
        using TestJournal next = Journal(segmentBytes: 4096);
        Assert.NotEqual(0, next.Writer.TrimThrough(150));
        await CarryAsync(next);
        Assert.Equal(150, await QueryAsync<int>("select cursor::int from node"));

        next.AppendCall(_now);
        await CarryAsync(next);

        Assert.Equal(153, await QueryAsync<int>("select count(*)::int from event"));
    }

    [Fact]
    public async Task Journal_that_was_lost_and_begun_anew_is_carried_from_its_beginning()
    {
        using (TestJournal lost = Journal())
        {
            lost.AppendCall(_now);
            lost.AppendCall(_now);
            await CarryAsync(lost);
        }
        Directory.Delete(_directory.Path, recursive: true);
        using TestJournal anew = Journal();
        anew.AppendCall(_now);

        await CarryAsync(anew);

        Assert.Equal(9, await QueryAsync<int>("select count(*)::int from event"));
        Assert.Equal(3, await QueryAsync<int>("select cursor::int from node"));
    }

    [Fact]
    public async Task Database_restored_from_an_older_backup_is_filled_up_again()
    {
        using TestJournal journal = Journal();
        for (int i = 0; i < 10; i++)
        {
            journal.AppendCall(_now);
        }
        await CarryAsync(journal);
        await ExecuteAsync("delete from call_record where call_id in (select stream from event where sequence > 12); delete from event where sequence > 12; update node set cursor = 12");

        await CarryAsync(journal);

        Assert.Equal(30, await QueryAsync<int>("select count(*)::int from event"));
        Assert.Equal(10, await QueryAsync<int>("select count(*)::int from call_record"));
    }

    private TestJournal Journal(DateTimeOffset? now = null, long segmentBytes = 1 << 20) =>
        new(_directory.Path, now ?? _now, segmentBytes);

    private PartitionKeeper Keeper() => new(Database, TimeProvider.System, NullLogger.Instance);

    private JournalCarrier Make(TestJournal journal, CarrierOptions? options = null) => new(
        Database, Keeper(), journal.Writer.OpenReader, () => journal.Writer.DurableSequence,
        options ?? new CarrierOptions(), TimeProvider.System, NullLogger.Instance);

    private Task<NodeRegistration> RegisterAsync() => new NodeStore(Database, TimeProvider.System)
        .RegisterAsync(new NodeIdentity(_node, "rack-1", Guid.NewGuid(), "0.1.0"), TimeSpan.FromSeconds(30), None);

    /// <summary>Carries what is in the journal, as a process that starts, runs and stops.</summary>
    private async Task<JournalCarrier> CarryAsync(TestJournal journal, CarrierOptions? options = null)
    {
        journal.Flush();
        JournalCarrier carrier = Make(journal, options);
        using (carrier)
        {
            using CancellationTokenSource stop = new();
            Task running = carrier.RunAsync(await RegisterAsync(), stop.Token);
            bool drained = await carrier.DrainAsync(TimeSpan.FromSeconds(30));
            await stop.CancelAsync();
            await running;
            Assert.True(drained, $"{carrier.Lag} facts are left");
        }
        return carrier;
    }

    private static async Task ExecuteOnAsync(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
