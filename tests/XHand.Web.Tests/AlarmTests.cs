using System.Net;
using System.Text.Json;
using XHand.Calls.Alarms;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>Alarms by HTTP.</summary>
public sealed class AlarmTests : IAsyncLifetime, IDisposable
{
    private readonly TestServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Alarms_of_the_system_and_of_the_own_company_are_listed_and_counted_in_the_status()
    {
        _server.Alarms.Raise(AlarmCodes.JournalFailing, "", "No space left on device");
        _server.Alarms.Happened(AlarmCodes.RecordingsOverQuota, "shop", "12 recordings", FakeSite.Shop);
        _server.Alarms.Tick();
        JsonElement own = await ListAsync(_server.Program("read"), "alarms");
        JsonElement alarm = Assert.Single(own.EnumerateArray());
        Assert.Equal(("journalFailing", "critical", "system"), (Text(alarm, "code"), Text(alarm, "severity"), Text(alarm, "scope")));
        Assert.False(alarm.TryGetProperty("until", out _));
        Assert.Equal(["journalFailing", "recordingsOverQuota"], (await ListAsync(_server.Shop("read"), "alarms")).EnumerateArray().Select(a => Text(a, "code")));
        Assert.Equal(1, (await ListAsync(_server.Program("read"), "status")).GetProperty("alarms").GetInt32());
    }

    [Fact]
    public async Task Alarms_that_ended_are_listed_on_demand()
    {
        _server.Alarms.Happened(AlarmCodes.JobFailed, "events", "timed out");
        _server.Alarms.Tick();
        _server.Alarms.Tick();
        Assert.Empty((await ListAsync(_server.Program("read"), "alarms")).EnumerateArray());
        JsonElement over = Assert.Single((await ListAsync(_server.Program("read"), "alarms?ended=true")).EnumerateArray());
        Assert.True(over.GetProperty("until").GetDateTimeOffset() >= over.GetProperty("since").GetDateTimeOffset());
    }

    [Fact]
    public async Task Nobody_without_a_key_sees_alarms() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await _server.Program().GetAsync(new Uri("/api/v1/alarms", UriKind.Relative))).StatusCode);

    private static async Task<JsonElement> ListAsync(HttpClient client, string path) =>
        await TestServer.JsonAsync(await client.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative)), HttpStatusCode.OK);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
