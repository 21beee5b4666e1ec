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
    public async Task Alarms_of_the_system_are_for_those_who_may_see_the_system()
    {
        _server.Alarms.Raise(AlarmCodes.JournalFailing, "", "No space left on device");
        _server.Alarms.Happened(AlarmCodes.RecordingsOverQuota, "shop", "12 recordings", FakeSite.Shop);
        _server.Alarms.Tick();
        Assert.Equal(["recordingsOverQuota"], (await ListAsync(_server.Shop("alarms.view"), "alarms")).EnumerateArray().Select(a => Text(a, "code")));
        Assert.Equal(2, (await ListAsync(_server.Shop("alarms.view", "system.view"), "alarms")).GetArrayLength());
        Assert.Equal(0, (await ListAsync(_server.Program("alarms.view"), "alarms")).GetArrayLength());
    }

    [Fact]
    public async Task A_page_that_watches_alarms_gets_them_as_they_come_and_go_and_those_of_the_system_with_the_right_alone()
    {
        _server.Alarms.Raise(AlarmCodes.JournalFailing, "", "No space left on device");
        _server.Alarms.Tick();
        using HubClient operators = await HubClient.ConnectAsync(_server.Address, _server.Keys.Make(FakeSite.Shop, "loja", "all", "alarms.view", "system.view"));
        using HubClient company = await HubClient.ConnectAsync(_server.Address, _server.Keys.Make(FakeSite.Shop, "loja", "own", "alarms.view"));
        await operators.DoAsync("Watch", "alarms");
        await company.DoAsync("Watch", "alarms");
        JsonElement failing = Assert.Single((await operators.StateAsync()).Items.EnumerateArray());
        Assert.Equal(("journalFailing", "critical", "system"), (Text(failing, "code"), Text(failing, "severity"), Text(failing, "scope")));
        Assert.Equal(0, (await company.StateAsync()).Items.GetArrayLength());

        _server.Alarms.Raise(AlarmCodes.JobFailed, "events", "timed out", FakeSite.Shop);
        _server.Alarms.Raise(AlarmCodes.JobFailed, "events", "timed out", FakeSite.Default);
        _server.Alarms.Tick();
        Assert.Equal(["journalFailing", "jobFailed"], (await operators.StateAsync()).Items.EnumerateArray().Select(a => Text(a, "code")));
        Assert.Equal(["company"], (await company.StateAsync()).Items.EnumerateArray().Select(a => Text(a, "scope")));

        _server.Alarms.Clear(AlarmCodes.JobFailed, "events", FakeSite.Shop);
        _server.Alarms.Tick();
        Assert.Equal(0, (await company.StateAsync()).Items.GetArrayLength());
    }

    [Fact]
    public async Task Nobody_without_a_key_sees_alarms() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await _server.Program().GetAsync(new Uri("/api/v1/alarms", UriKind.Relative))).StatusCode);

    private static async Task<JsonElement> ListAsync(HttpClient client, string path) =>
        await TestServer.JsonAsync(await client.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative)), HttpStatusCode.OK);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
