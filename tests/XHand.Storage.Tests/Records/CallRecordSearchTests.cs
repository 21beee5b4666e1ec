using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using XHand.Storage.Partitions;
using XHand.Storage.Records;

namespace XHand.Storage.Tests.Records;

/// <summary>What the one box and the narrowing of the records' page find.</summary>
public sealed class CallRecordSearchTests(DatabaseFixture fixture) : DatabaseTest(fixture)
{
    private static readonly Guid _company = Guid.CreateVersion7();
    private static readonly DateTimeOffset _start = new(2026, 10, 30, 12, 0, 0, TimeSpan.Zero);

    private const string Insert = """
        insert into call_record (call_id, segment, company, from_number, from_name, dialled, to_number, to_name, class, started_at, ended_at, talk_ms,
                                 total_ms, result, ended_by, sip_status, q850_cause, plan_reasons, direction, trunk, tag)
        values (@Id, 1, @Company, @From, @FromName, @Dialled, @To, @ToName, 'local', @At, @At, 0, 0, @Result, 'caller', 200, 16, '{}', @Direction, @Trunk, @Tag)
        """;

    private CallRecordStore Records => new(Database);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        PartitionKeeper keeper = new(Database, TimeProvider.System, NullLogger.Instance);
        await keeper.EnsureAsync([], [new DateOnly(2026, 10, 1), new DateOnly(2026, 11, 1)], None);
        await AddAsync(0, "1700", "João Conceição", "1701", "1701", "Ana Ávila", "answered", "internal", "", "");
        await AddAsync(1, "1700", "João Conceição", "036521777", "036521777", "", "busy", "outbound", "vivo", "");
        await AddAsync(2, "11987654321", "", "1778", "1702", "Zé", "answered", "inbound", "operadora", "Campanha 50% de_desconto");
        await AddAsync(3, "1702", @"Zé \ Filho", "1700", "1700", "João Conceição", "noAnswer", "internal", "", "");
        await AddAsync(4, "1700", "João Conceição", "1701", "1701", "Ana Ávila", "answered", "internal", "", "", company: Guid.CreateVersion7());
        // Across the end of a month, in another partition.
        await AddAsync(48, "2000", "ANA SOUZA", "1700", "1700", "JOÃO CONCEIÇÃO", "answered", "internal", "", "");
    }

    [Theory]
    [InlineData("joao", "48 3 1 0")]
    [InlineData("JOÃO", "48 3 1 0")]
    [InlineData("conceicao", "48 3 1 0")]
    [InlineData("ana", "48 0")]
    [InlineData("ana joao", "48 0")]
    [InlineData("ávila", "0")]
    [InlineData("98765", "2")] // the middle of a number
    [InlineData("1777", "1")]
    [InlineData("zé", "3 2")] // two letters: the whole word
    [InlineData("ze", "3 2")]
    [InlineData("jo", "")]
    [InlineData("17", "")]
    [InlineData("1778", "2")] // dialled alone
    [InlineData("campanha", "2")]
    [InlineData("50%", "2")]
    [InlineData("%%%", "")] // no pattern of the caller's own
    [InlineData("%", "")]
    [InlineData("de_desc", "2")]
    [InlineData("de%desc", "")]
    [InlineData(@"\", "3")]
    [InlineData("'; drop table call_record", "")]
    public async Task The_box_finds_every_word_in_numbers_names_and_tag(string text, string expected) =>
        Assert.Equal(expected, await FoundAsync(new(_company) { Words = text.Split(' ') }));

    [Fact]
    public async Task Narrowing_is_exact_and_adds_up()
    {
        CallRecordFilter all = new(_company);
        Assert.Equal("48 3 2 1 0", await FoundAsync(all));
        Assert.Equal("1 0", await FoundAsync(all with { From = "1700" }));
        Assert.Equal("48 3", await FoundAsync(all with { To = "1700" }));
        Assert.Equal("2", await FoundAsync(all with { To = "1778" }));
        Assert.Equal("3", await FoundAsync(all with { From = "1702", To = "1700" }));
        Assert.Equal("3 2", await FoundAsync(all with { Number = "1702" }));
        Assert.Equal("3", await FoundAsync(all with { Number = "1702", To = "1700" }));
        Assert.Equal("1", await FoundAsync(all with { Result = "busy" }));
        Assert.Equal("1", await FoundAsync(all with { Direction = "outbound" }));
        Assert.Equal("2", await FoundAsync(all with { Trunk = "operadora" }));
        Assert.Equal("", await FoundAsync(all with { Trunk = "operadora", Direction = "outbound" }));
        Assert.Equal("48 0", await FoundAsync(all with { Result = "answered", Words = ["joao"] }));
        Assert.Equal("1", await FoundAsync(all with { Number = "1700", Result = "busy", Words = ["036521777"] }));
    }

    [Fact]
    public async Task Times_bound_it_from_both_sides_and_pages_go_on_within()
    {
        CallRecordFilter middle = new(_company, _start.AddHours(1)) { Until = _start.AddHours(48) };
        Assert.Equal("3 2 1", await FoundAsync(middle));
        IReadOnlyList<Guid> first = [.. (await Records.ListAsync(middle with { Limit = 2 }, None)).Select(r => r.CallId)];
        Assert.Equal("1", await FoundAsync(middle with { Limit = 2, Before = first[^1] }));
        Assert.Equal("48 3 2 1 0", await FoundAsync(new(_company) { Until = DateTimeOffset.MaxValue }));
        Assert.Equal("", await FoundAsync(new(_company) { Until = DateTimeOffset.MinValue }));
    }

    [Fact]
    public async Task A_part_of_a_name_is_found_through_an_index()
    {
        string plan = string.Join('\n', await PlanAsync("set enable_seqscan = off; set enable_indexscan = off; explain select call_id from call_record where search like search_text('%conceição%')"));
        Assert.Contains("search_idx", plan, StringComparison.Ordinal);
    }

    private async Task<string> FoundAsync(CallRecordFilter filter) =>
        string.Join(' ', (await Records.ListAsync(filter, None)).Select(r => (r.StartedAt - _start).TotalHours));

    private async Task<IEnumerable<string>> PlanAsync(string sql)
    {
        await using NpgsqlConnection connection = await Database.OpenConnectionAsync();
        return await connection.QueryAsync<string>(sql);
    }

    private async Task AddAsync(
        int hour, string from, string fromName, string dialled, string to, string toName, string result, string direction, string trunk, string tag, Guid? company = null)
    {
        await using NpgsqlConnection connection = await Database.OpenConnectionAsync();
        DateTimeOffset at = _start.AddHours(hour);
        await connection.ExecuteAsync(Insert, new
        {
            Id = Guid.CreateVersion7(at),
            Company = company ?? _company,
            From = from,
            FromName = fromName,
            Dialled = dialled,
            To = to,
            ToName = toName,
            At = at.UtcDateTime,
            Result = result,
            Direction = direction,
            Trunk = trunk,
            Tag = tag,
        });
    }
}
