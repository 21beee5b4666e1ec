using System.Net;
using System.Text.Json;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>A call's trace by HTTP, where memory no longer has it: the exchange's own tests prove the rest.</summary>
public sealed class TraceTests : IAsyncLifetime, IDisposable
{
    private readonly TestServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_call_that_only_the_database_knows_is_told_from_its_record()
    {
        Guid call = _server.Calls.Record(FakeSite.Default, "1700", "1701");
        JsonElement trace = await TestServer.JsonAsync(await _server.Program("read").GetAsync(Path(call)), HttpStatusCode.OK);
        Assert.Equal(("1700", false, false), (trace.GetProperty("from").GetString(), trace.GetProperty("isLive").GetBoolean(), trace.GetProperty("isComplete").GetBoolean()));
    }

    [Fact]
    public async Task A_live_call_is_told() =>
        Assert.True((await TestServer.JsonAsync(await _server.Program("read").GetAsync(Path(_server.Calls.Ring(FakeSite.Default, "1700", "1701"))), HttpStatusCode.OK)).GetProperty("isLive").GetBoolean());

    [Fact]
    public async Task Another_company_s_call_is_404_and_so_is_none()
    {
        Guid past = _server.Calls.Record(FakeSite.Default, "1700", "1701");
        Guid live = _server.Calls.Ring(FakeSite.Default, "1700", "1701");
        foreach (Guid call in (Guid[])[past, live, Guid.Empty])
        {
            await TestServer.ProblemAsync(await _server.Shop("read").GetAsync(Path(call)), HttpStatusCode.NotFound);
        }
    }

    private static Uri Path(Guid call) => new($"/api/v1/calls/{call}/trace", UriKind.Relative);
}
