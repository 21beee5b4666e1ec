using System.Net;
using System.Text.Json;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>Calls, records, registrations and the dial plan by HTTP.</summary>
public sealed class CallTests : IAsyncLifetime, IDisposable
{
    private readonly TestServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_call_is_placed_seen_and_ended()
    {
        HttpClient program = _server.Program("read", "calls");
        JsonElement placed = await TestServer.JsonAsync(
            await program.PostAsync(Path("calls"), TestServer.Body("""{"from": "1700", "to": "1701"}""")), HttpStatusCode.Created);
        string id = placed.GetProperty("callId").GetString()!;
        JsonElement calls = await TestServer.JsonAsync(await program.GetAsync(Path("calls")), HttpStatusCode.OK);
        Assert.Equal(id, Assert.Single(calls.EnumerateArray()).GetProperty("callId").GetString());
        Assert.Equal("ringing", calls[0].GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await program.DeleteAsync(Path("calls/" + id))).StatusCode);
        await TestServer.ProblemAsync(await program.DeleteAsync(Path("calls/" + id)), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_call_that_the_exchange_refuses_is_409_with_its_reason()
    {
        JsonElement problem = await TestServer.ProblemAsync(
            await _server.Program("calls").PostAsync(Path("calls"), TestServer.Body("""{"from": "1702", "to": "1701"}""")), HttpStatusCode.Conflict);
        Assert.Contains("no phone registered", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"from": "1700"}""", "to")]
    [InlineData("""{"from": "1700", "to": "1701", "speed": "fast"}""", "speed")]
    [InlineData("""{"from": 1700, "to": "1701"}""", "from")]
    public async Task A_call_with_a_wrong_body_is_400_that_names_the_field(string body, string field)
    {
        JsonElement problem = await TestServer.ProblemAsync(
            await _server.Program("calls").PostAsync(Path("calls"), TestServer.Body(body)), HttpStatusCode.BadRequest);
        Assert.Contains(field, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_records_and_phones_of_one_company_do_not_exist_for_another()
    {
        Guid live = _server.Calls.Ring(FakeSite.Default, "1700", "1701");
        Guid past = _server.Calls.Record(FakeSite.Default, "1700", "1701");
        _server.Calls.Phones.Add(new(FakeSite.Default, "1700", "sip:1700@127.0.0.1", "127.0.0.1:5062", "udp", "baresip", FakeCalls.Noon, FakeCalls.Noon.AddMinutes(5)));
        HttpClient shop = _server.Shop("read", "calls");
        foreach (string list in new[] { "calls", "registrations", "call-records" })
        {
            Assert.Equal("[]", await shop.GetStringAsync(Path(list)));
        }

        foreach (string one in new[] { $"calls/{live}", $"call-records/{past}", $"call-records/{past}/events", $"call-events?call={past}" })
        {
            await TestServer.ProblemAsync(await shop.GetAsync(Path(one)), HttpStatusCode.NotFound);
        }

        await TestServer.ProblemAsync(await shop.DeleteAsync(Path($"calls/{live}")), HttpStatusCode.NotFound);
        Assert.Single(_server.Calls.Live);
    }

    [Fact]
    public async Task A_record_its_events_and_the_filter_reach_the_store_as_asked()
    {
        Guid past = _server.Calls.Record(FakeSite.Default, "1700", "1701");
        HttpClient program = _server.Program("read");
        JsonElement record = await TestServer.JsonAsync(await program.GetAsync(Path($"call-records/{past}")), HttpStatusCode.OK);
        Assert.Equal("busy", record.GetProperty("result").GetString());
        Assert.Equal(486, record.GetProperty("sipStatus").GetInt32());
        JsonElement events = await TestServer.JsonAsync(await program.GetAsync(Path($"call-records/{past}/events")), HttpStatusCode.OK);
        Assert.Equal("CallStarted", events[0].GetProperty("type").GetString());
        Assert.Equal("1700", events[0].GetProperty("payload").GetProperty("from").GetString());

        await program.GetStringAsync(Path($"call-records?since=2026-11-21T10:00:00Z&number=1701&limit=9&before={past}"));
        Assert.Equal(new(FakeSite.Default, FakeCalls.Noon.AddHours(-2), "1701", 9, past), _server.Calls.Asked);
    }

    [Theory]
    [InlineData("since=yesterday", "since")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("before=7", "before")]
    [InlineData("queue=7770", "queue")]
    [InlineData("until=tomorrow", "until")]
    [InlineData("direction=sideways", "direction")]
    [InlineData("q=a+b+c+d+e+f", "q")]
    [InlineData("q=%00", "q")]
    [InlineData("trunk=a%00", "trunk")]
    public async Task A_filter_that_makes_no_sense_is_400_that_names_it(string query, string field)
    {
        JsonElement problem = await TestServer.ProblemAsync(await _server.Program("read").GetAsync(Path("call-records?" + query)), HttpStatusCode.BadRequest);
        Assert.Contains(field, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_way_to_narrow_a_search_reaches_the_store()
    {
        const string query = "call-records?q=+jo%C3%A3o++1700+&from=1700&to=1701&since=2h&until=2026-11-21T12:00:00Z&result=busy&direction=outbound&trunk=vivo";
        await _server.Program("read").GetStringAsync(Path(query));
        Storage.CallRecordFilter asked = _server.Calls.Asked!;
        Assert.Equal(["joão", "1700"], asked.Words);
        Assert.Equal(("1700", "1701", FakeCalls.Noon), (asked.From, asked.To, asked.Until));
        Assert.Equal(("busy", "outbound", "vivo", 50), (asked.Result, asked.Direction, asked.Trunk, asked.Limit));
        Assert.NotNull(asked.Since);
    }

    [Fact]
    public async Task Explain_says_where_a_call_would_go_and_each_reason()
    {
        HttpClient program = _server.Program("read");
        JsonElement plan = await TestServer.JsonAsync(await program.GetAsync(Path("explain?from=1700&dial=1701&at=2026-11-21T22:00")), HttpStatusCode.OK);
        Assert.Equal("1701", plan.GetProperty("destination").GetProperty("extension").GetString());
        Assert.Equal("internal", plan.GetProperty("class").GetString());
        Assert.NotEmpty(plan.GetProperty("reasons").EnumerateArray());
        JsonElement nowhere = await TestServer.JsonAsync(await program.GetAsync(Path("explain?from=1700&dial=1788")), HttpStatusCode.OK);
        Assert.Equal(404, nowhere.GetProperty("destination").GetProperty("refusal").GetProperty("sipStatus").GetInt32());
        await TestServer.ProblemAsync(await program.GetAsync(Path("explain?from=1700&dial=1701&at=soon")), HttpStatusCode.BadRequest);
        await TestServer.ProblemAsync(await program.GetAsync(Path("explain?from=1700")), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Status_gives_the_figures_of_the_company()
    {
        _server.Calls.Ring(FakeSite.Default, "1700", "1701");
        JsonElement status = await TestServer.JsonAsync(await _server.Program("read").GetAsync(Path("status")), HttpStatusCode.OK);
        Assert.Equal("ready", status.GetProperty("phase").GetString());
        Assert.Equal("connected", status.GetProperty("database").GetString());
        Assert.Equal(1, status.GetProperty("calls").GetInt32());
        Assert.Equal(2, status.GetProperty("extensions").GetInt32());
        Assert.Equal(7, status.GetProperty("siteVersion").GetInt64());
    }

    private static Uri Path(string path) => new("/api/v1/" + path, UriKind.Relative);
}
