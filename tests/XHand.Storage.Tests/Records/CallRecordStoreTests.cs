using Microsoft.Extensions.Logging.Abstractions;
using XHand.Calls.Facts;
using XHand.Storage.Carrier;
using XHand.Storage.Nodes;
using XHand.Storage.Partitions;
using XHand.Storage.Records;
using XHand.Storage.Tests.Carrier;

namespace XHand.Storage.Tests.Records;

public sealed class CallRecordStoreTests(DatabaseFixture fixture) : DatabaseTest(fixture)
{
    private static readonly DateTimeOffset _start = new(2026, 10, 30, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly List<CallRecord> _calls = [];

    private CallRecordStore Records => new(Database);

    private static CallRecordFilter All => new(TestJournal.Company, Limit: 1000);

    // One call an hour over the end of October, the numbers in turn.
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        using TestJournal journal = new(_directory.Path, _start);
        for (int i = 0; i < 100; i++)
        {
            CallRecord call = TestJournal.Call(_start.AddHours(i), from: $"17{i % 10:D2}", to: $"18{i % 4:D2}") with { Dialled = i % 7 == 0 ? "6666" : $"18{i % 4:D2}" };
            _calls.Add(call);
            journal.Append(call);
        }
        journal.Flush();
        using JournalCarrier carrier = new(
            Database, new PartitionKeeper(Database, TimeProvider.System, NullLogger.Instance), journal.Writer.OpenReader,
            () => journal.Writer.DurableSequence, new CarrierOptions(), TimeProvider.System, NullLogger.Instance);
        using CancellationTokenSource stop = new();
        NodeRegistration node = await new NodeStore(Database, TimeProvider.System)
            .RegisterAsync(new NodeIdentity(Guid.CreateVersion7(), "rack-1", Guid.NewGuid(), "0.1.0"), TimeSpan.FromSeconds(30), None);
        Task running = carrier.RunAsync(node, stop.Token);
        Assert.True(await carrier.DrainAsync(TimeSpan.FromSeconds(30)));
        await stop.CancelAsync();
        await running;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Delete();
    }

    [Fact]
    public async Task Newest_come_first_and_pages_join_without_gap_or_repetition()
    {
        List<CallRecord> read = [];
        while (await Records.ListAsync(All with { Limit = 7, Before = read.Count == 0 ? null : read[^1].CallId }, None) is { Count: > 0 } page)
        {
            read.AddRange(page);
        }

        Assert.Equal(_calls.Select(c => c.CallId).Reverse(), read.Select(r => r.CallId));
        Assert.All(read, r => Assert.Equal(["originating", "terminating"], r.Legs.Select(l => l.Side)));
    }

    [Theory]
    [InlineData("1703")] // calling
    [InlineData("1802")] // reached, and mostly dialled
    [InlineData("6666")] // dialled alone
    [InlineData("9999")]
    public async Task Number_is_found_whether_it_called_was_dialled_or_reached(string number)
    {
        IReadOnlyList<CallRecord> found = await Records.ListAsync(All with { Number = number }, None);
        IReadOnlyList<CallRecord> newest = await Records.ListAsync(All with { Number = number, Limit = 3 }, None);

        IEnumerable<Guid> expected = _calls.Where(c => c.From == number || c.Dialled == number || c.To == number).Select(c => c.CallId).Reverse();
        Assert.Equal(expected, found.Select(r => r.CallId));
        Assert.Equal(expected.Take(3), newest.Select(r => r.CallId));
    }

    [Fact]
    public async Task Since_leaves_out_what_started_before()
    {
        IReadOnlyList<CallRecord> found = await Records.ListAsync(All with { Since = _start.AddHours(90).ToOffset(TimeSpan.FromHours(-3)) }, None);

        Assert.Equal(_calls.Skip(90).Select(c => c.CallId).Reverse(), found.Select(r => r.CallId));
    }

    [Fact]
    public async Task Another_company_sees_nothing()
    {
        Guid other = Guid.CreateVersion7();

        Assert.Empty(await Records.ListAsync(new CallRecordFilter(other), None));
        Assert.Null(await Records.FindAsync(other, _calls[0].CallId, None));
        Assert.Empty(await Records.EventsAsync(other, _calls[0].CallId, None));
    }

    [Fact]
    public async Task Unknown_call_has_no_record_and_no_events()
    {
        Assert.Null(await Records.FindAsync(TestJournal.Company, Guid.NewGuid(), None));
        Assert.Empty(await Records.EventsAsync(TestJournal.Company, Guid.NewGuid(), None));
    }

    [Fact]
    public async Task Records_once_written_are_not_changed()
    {
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ExecuteAsync("update call_record set talk_ms = 0"));
    }

    [Fact]
    public async Task Number_is_searched_through_indexes()
    {
        string plan = await QueryAsync<string>(
            $"set enable_seqscan = off; explain (format json) select call_id from call_record where company = '{TestJournal.Company}' and left(from_number, 64) = left('1703', 64) and from_number = '1703' order by call_id desc limit 5");

        Assert.Contains("Index", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Node Type\": \"Sort\"", plan, StringComparison.Ordinal);
    }
}
