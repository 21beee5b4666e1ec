using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using XHand.Calls.Live;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>Jobs, log level and the trunks' state by HTTP.</summary>
public sealed class SystemTests : IAsyncLifetime, IDisposable
{
    private readonly TestServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task The_command_line_sees_the_jobs_and_runs_one()
    {
        JsonElement job = Assert.Single((await GetAsync(_server.Local(), "jobs")).EnumerateArray());
        Assert.Equal(("events", "never", "0 10 3 * * ?"), (Text(job, "name"), Text(job, "state"), Text(job, "schedule")));
        Assert.Equal(FakeCalls.Noon, job.GetProperty("nextAt").GetDateTimeOffset());

        JsonElement done = await TestServer.JsonAsync(await _server.Local().PostAsync(Address("jobs/events/run"), null), HttpStatusCode.OK);
        Assert.Equal(("done", "Nothing was over its time."), (Text(done, "state"), Text(done, "result")));
        JsonElement problem = await TestServer.ProblemAsync(await _server.Local().PostAsync(Address("jobs/none/run"), null), HttpStatusCode.NotFound);
        Assert.Contains("none", Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_sees_and_changes_what_is_logged()
    {
        Assert.Equal("Information", Text(await GetAsync(_server.Local(), "log-level"), "level"));
        JsonElement set = await TestServer.JsonAsync(await PutAsync(_server.Local(), """{"level":"debug"}"""), HttpStatusCode.OK);
        Assert.Equal(("Debug", LogLevel.Debug), (Text(set, "level"), _server.House.Level));

        JsonElement problem = await TestServer.ProblemAsync(await PutAsync(_server.Local(), """{"level":"None"}"""), HttpStatusCode.BadRequest);
        Assert.Contains("allowed: Trace, Debug", Text(problem, "detail"), StringComparison.Ordinal);
        Assert.Equal(LogLevel.Debug, _server.House.Level);
    }

    [Fact]
    public async Task Jobs_and_log_are_the_machine_s_administrator_s_alone()
    {
        HttpClient program = _server.Program("read", "write", "calls", "live", "records", "audit");
        await TestServer.ProblemAsync(await program.GetAsync(Address("jobs")), HttpStatusCode.Forbidden);
        await TestServer.ProblemAsync(await program.PostAsync(Address("jobs/events/run"), null), HttpStatusCode.Forbidden);
        await TestServer.ProblemAsync(await program.GetAsync(Address("log-level")), HttpStatusCode.Forbidden);
        await TestServer.ProblemAsync(await PutAsync(program, """{"level":"Trace"}"""), HttpStatusCode.Forbidden);
        Assert.Equal(("never", LogLevel.Information), (_server.House.Jobs[0].State, _server.House.Level));
    }

    [Fact]
    public async Task A_company_sees_the_state_of_its_own_trunks()
    {
        _server.Calls.Lines.Add(new(FakeSite.Default, "default", "vivo", TrunkState.Refused, "403 Forbidden", "192.0.2.9:5060", 2, 30, FakeCalls.Noon));
        _server.Calls.Lines.Add(new(FakeSite.Shop, "loja", "claro", TrunkState.Registered, "", "192.0.2.10:5060", 0, 0, FakeCalls.Noon));
        JsonElement trunk = Assert.Single((await GetAsync(_server.Program("trunks.view"), "trunk-status")).EnumerateArray());
        Assert.Equal(("vivo", "refused", "403 Forbidden", "192.0.2.9:5060"), (Text(trunk, "name"), Text(trunk, "state"), Text(trunk, "detail"), Text(trunk, "remote")));
        Assert.Equal((2, 30, FakeCalls.Noon), (trunk.GetProperty("calls").GetInt32(), trunk.GetProperty("maxCalls").GetInt32(), trunk.GetProperty("since").GetDateTimeOffset()));
        Assert.Equal("claro", Text(Assert.Single((await GetAsync(_server.Shop("read"), "trunk-status")).EnumerateArray()), "name"));
        await TestServer.ProblemAsync(await _server.Program("calls").GetAsync(Address("trunk-status")), HttpStatusCode.Forbidden);
        await TestServer.ProblemAsync(await _server.Program().GetAsync(Address("trunk-status")), HttpStatusCode.Unauthorized);
    }

    private static Uri Address(string path) => new("/api/v1/" + path, UriKind.Relative);

    private static async Task<JsonElement> GetAsync(HttpClient client, string path) => await TestServer.JsonAsync(await client.GetAsync(Address(path)), HttpStatusCode.OK);

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string body) => client.PutAsync(Address("log-level"), TestServer.Body(body));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
