using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop;
using XHand.Storage.Partitions;
using XHand.Storage.Records;

namespace XHand.Storage.Tests.Partitions;

public sealed class PartitionKeeperTests(DatabaseFixture fixture) : DatabaseTest(fixture)
{
    private const string Names = """
        select string_agg(c.relname, ' ' order by c.relname) from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = '{0}'::regclass
        """;

    private readonly VirtualTime _time = new VirtualLoop(new DateTimeOffset(2026, 12, 28, 23, 59, 0, TimeSpan.Zero)).Time;

    private PartitionKeeper Keeper => new(Database, _time, NullLogger.Instance);

    [Fact]
    public async Task Days_and_months_are_made_ahead_over_the_end_of_the_year()
    {
        await Keeper.MakeAheadAsync(None);

        Assert.Equal(
            "event_2026_12_27 event_2026_12_28 event_2026_12_29 event_2026_12_30 event_2026_12_31 event_2027_01_01 event_2027_01_02 event_2027_01_03 event_2027_01_04",
            await NamesAsync("event"));
        Assert.Equal("call_2026_11 call_2026_12 call_2027_01 call_2027_02", await NamesAsync("call"));
        Assert.Equal("leg_2026_11 leg_2026_12 leg_2027_01 leg_2027_02", await NamesAsync("leg"));
        Assert.Equal("call_record_2026_11 call_record_2026_12 call_record_2027_01 call_record_2027_02", await NamesAsync("call_record"));
    }

    [Fact]
    public async Task Months_meet_without_gap_or_overlap()
    {
        await Keeper.MakeAheadAsync(None);
        DateTimeOffset newYear = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Guid last = Guid.Parse(CallIdTime.Least(newYear.AddMilliseconds(-1)).ToString()[..14] + "7fff-bfff-ffffffffffff");
        Guid first = Guid.Parse(CallIdTime.Least(newYear).ToString()[..14] + "7000-8000-000000000000");

        foreach (Guid id in (Guid[])[last, first])
        {
            await ExecuteAsync($"insert into call (id, company, node, linked_id, started_at, ended_at) values ('{id}', '{id}', '{id}', '{id}', now(), now())");
        }

        Assert.Equal(last, await QueryAsync<Guid>("select id from call_2026_12"));
        Assert.Equal(first, await QueryAsync<Guid>("select id from call_2027_01"));
    }

    [Fact]
    public async Task Days_over_their_time_are_dropped_with_their_events_and_no_others()
    {
        PartitionKeeper keeper = Keeper;
        await keeper.EnsureAsync([new DateOnly(2026, 11, 27), new DateOnly(2026, 11, 28)], [new DateOnly(2020, 1, 1)], None);

        await keeper.MakeAheadAsync(None);
        Assert.Equal(["event_2026_11_27"], await keeper.DropEventsAsync(30, None));

        Assert.StartsWith("event_2026_11_28 event_2026_12_27", await NamesAsync("event"), StringComparison.Ordinal);
        Assert.StartsWith("call_2020_01 ", await NamesAsync("call"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Months_of_calls_over_their_time_are_dropped_whole_and_the_month_of_the_limit_stays()
    {
        PartitionKeeper keeper = Keeper;
        await keeper.EnsureAsync([], [new DateOnly(2020, 1, 1), new DateOnly(2026, 9, 1), new DateOnly(2026, 10, 1)], None);
        await keeper.MakeAheadAsync(None);

        IReadOnlyList<string> dropped = await keeper.DropCallsAsync(60, None);

        Assert.Equal(
            ["call_2020_01", "call_2026_09", "call_record_2020_01", "call_record_2026_09", "leg_2020_01", "leg_2026_09"], dropped);
        Assert.StartsWith("call_2026_10 call_2026_11 ", await NamesAsync("call"), StringComparison.Ordinal);
        Assert.Empty(await keeper.DropCallsAsync(60, None));
    }

    [Fact]
    public async Task Several_nodes_make_the_same_partitions_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Keeper.MakeAheadAsync(None)));

        Assert.Equal("call_2026_11 call_2026_12 call_2027_01 call_2027_02", await NamesAsync("call"));
    }

    [Fact]
    public async Task Search_within_a_month_reads_that_month_alone()
    {
        await Keeper.MakeAheadAsync(None);
        Guid from = CallIdTime.Least(new DateTimeOffset(2027, 1, 5, 0, 0, 0, TimeSpan.Zero));
        Guid to = CallIdTime.Least(new DateTimeOffset(2027, 1, 9, 0, 0, 0, TimeSpan.Zero));

        string plan = await QueryAsync<string>($"explain (format json) select * from call_record where call_id >= '{from}' and call_id < '{to}'");

        Assert.Contains("call_record_2027_01", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("call_record_2026_12", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("call_record_2027_02", plan, StringComparison.Ordinal);
    }

    private Task<string> NamesAsync(string table) =>
        QueryAsync<string>(Names.Replace("{0}", table, StringComparison.Ordinal));
}
