using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using XHand.Web.Live;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>The live hub, by SignalR's JSON protocol over a bare WebSocket.</summary>
public sealed class LiveHubTests : IAsyncLifetime, IDisposable
{
    private readonly TestServer _server = new() { Live = new LiveOptions { RecheckEvery = TimeSpan.FromMilliseconds(100) } };

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Whoever_watches_calls_gets_them_at_once_and_again_when_one_comes_or_goes()
    {
        Guid first = _server.Calls.Ring(FakeSite.Default, "1700", "1701");
        using HubClient page = await ConnectAsync("read");
        Assert.Null(await page.InvokeAsync("Watch", "calls"));
        (string topic, long version, JsonElement items) = await page.StateAsync();
        Assert.Equal("calls", topic);
        Assert.Equal(first, items.EnumerateArray().Single().GetProperty("callId").GetGuid());
        Assert.Equal("1700", items[0].GetProperty("from").GetString());

        _server.Calls.Ring(FakeSite.Default, "1702", "1703");
        (_, long next, items) = await page.StateAsync();
        Assert.True(next > version);
        Assert.Equal(2, items.GetArrayLength());

        _server.Calls.Live.Clear();
        (_, _, items) = await page.StateAsync();
        Assert.Equal(0, items.GetArrayLength());
    }

    [Fact]
    public async Task A_company_sees_its_own_calls_and_phones_alone()
    {
        _server.Calls.Ring(FakeSite.Default, "1700", "1701");
        Guid own = _server.Calls.Ring(FakeSite.Shop, "2000", "2001");
        _server.Calls.Phones.Add(new(FakeSite.Default, "1700", "sip:1700@127.0.0.1", "127.0.0.1:5062", "udp", "phone", FakeCalls.Noon, FakeCalls.Noon));
        using HubClient shop = await HubClient.ConnectAsync(_server.Address, _server.Keys.Make(FakeSite.Shop, "loja", "k", "read"));
        await shop.DoAsync("Watch", "calls");
        Assert.Equal(own, (await shop.StateAsync()).Items.EnumerateArray().Single().GetProperty("callId").GetGuid());
        await shop.DoAsync("Watch", "registrations");
        Assert.Equal(0, (await shop.StateAsync()).Items.GetArrayLength());
    }

    [Fact]
    public async Task The_site_topic_tells_its_version_alone()
    {
        using HubClient page = await ConnectAsync("read");
        await page.DoAsync("Watch", "site");
        JsonElement item = (await page.StateAsync()).Items.EnumerateArray().Single();
        Assert.Equal(7, item.GetProperty("version").GetInt64());
        Assert.Single(item.EnumerateObject());
        using HttpResponseMessage put = await _server.Program("read", "write").PutAsync(new Uri("/api/v1/extensions/1701", UriKind.Relative), TestServer.Body("""{"name":"Bia"}"""));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(8, (await page.StateAsync()).Items[0].GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Changes_are_gathered_so_that_a_topic_is_sent_at_most_four_times_a_second()
    {
        using HubClient page = await ConnectAsync("read");
        await page.DoAsync("Watch", "calls");
        await page.StateAsync();
        Stopwatch watch = Stopwatch.StartNew();
        int states = 0;
        int seen = 0;
        for (int i = 1; i <= 40; i++)
        {
            _server.Calls.Ring(FakeSite.Default, "1700", "1701");
            await Task.Delay(25);
        }

        while (seen < 40)
        {
            seen = (await page.StateAsync()).Items.GetArrayLength();
            states++;
        }

        // One that was due when the clock began, and four for each second since.
        Assert.True(states <= 2 + (watch.Elapsed.TotalSeconds * 4), $"{states} states in {watch.Elapsed}");
    }

    [Fact]
    public async Task Nothing_is_sent_of_a_topic_that_is_watched_no_longer()
    {
        using HubClient page = await ConnectAsync("read");
        await page.DoAsync("Watch", "calls");
        await page.StateAsync();
        Assert.Null(await page.InvokeAsync("Unwatch", "calls"));
        _server.Calls.Ring(FakeSite.Default, "1700", "1701");
        await page.DoAsync("Watch", "site");
        Assert.Equal("site", (await page.StateAsync()).Topic);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData(null)]
    [InlineData("calls' or 1=1")]
    public async Task A_topic_that_is_not_there_is_named_as_such_and_the_connection_stays(string? topic)
    {
        using HubClient page = await ConnectAsync("read");
        Assert.Contains("There is no such topic", await page.InvokeAsync("Watch", topic), StringComparison.Ordinal);
        Assert.Null(await page.InvokeAsync("Watch", "calls"));
    }

    [Fact]
    public async Task Whoever_lacks_the_right_is_told_which()
    {
        using HubClient page = await ConnectAsync("write");
        Assert.Contains("needed: calls.view", await page.InvokeAsync("Watch", "calls"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_comes_in_without_saying_who_he_is()
    {
        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(_server.Address, null));
        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
        await TestServer.ProblemAsync(await _server.Program().PostAsync(new Uri("/live/negotiate?negotiateVersion=1", UriKind.Relative), null), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("https://127.0.0.1")]
    public async Task A_page_of_another_site_is_refused_whatever_it_brings_along(string origin)
    {
        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(_server.Address, Key("read"), origin));
        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_this_server_is_let_in()
    {
        using HubClient page = await HubClient.ConnectAsync(_server.Address, Key("read"), $"http://{_server.Address.Authority}");
        Assert.Null(await page.InvokeAsync("Watch", "calls"));
    }

    [Fact]
    public async Task A_key_that_is_revoked_ends_its_connections()
    {
        using HubClient page = await ConnectAsync("read");
        Assert.Null(await page.InvokeAsync("Watch", "calls"));
        await _server.Local().DeleteAsync(new Uri("/api/v1/api-keys/live", UriKind.Relative));
        await page.EndsAsync();
    }

    [Fact]
    public async Task With_the_database_away_a_connection_stays()
    {
        using HubClient page = await ConnectAsync("read");
        await page.DoAsync("Watch", "calls");
        await page.StateAsync();
        _server.Keys.IsAway = true;
        _server.Calls.Ring(FakeSite.Default, "1700", "1701");
        Assert.Equal(1, (await page.StateAsync()).Items.GetArrayLength());
    }

    [Fact]
    public async Task A_client_that_takes_nothing_is_disconnected_and_holds_nobody_up()
    {
        using TestServer server = new() { Live = new LiveOptions { BytesASecond = int.MaxValue, RestPerWork = 0, SendLimit = TimeSpan.FromSeconds(2) } };
        await server.InitializeAsync();
        string key = server.Keys.Make(FakeSite.Default, "default", "live", "read");
        using HubClient slow = await HubClient.ConnectAsync(server.Address, key);
        using HubClient other = await HubClient.ConnectAsync(server.Address, key);
        await slow.DoAsync("Watch", "calls");
        await other.DoAsync("Watch", "calls");
        await other.StateAsync();
        Stopwatch watch = Stopwatch.StartNew();
        for (int round = 0; round < 10 || watch.Elapsed < TimeSpan.FromSeconds(6); round++)
        {
            // Two megabytes a state, until the slow one's buffers in the kernel are full too, and on until its time is over.
            string number = new((char)('0' + (round % 10)), 1_000_000);
            server.Calls.Live = [new(Guid.Empty, FakeSite.Default, number, "1701", number, "ringing", FakeCalls.Noon, null, [])];
            Assert.Equal(number, (await other.StateAsync()).Items[0].GetProperty("from").GetString());
        }

        await slow.EndsAsync();
        Assert.Null(await other.InvokeAsync("Unwatch", "calls"));
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"type":1,"target":"Watch","arguments":[{}]}""")]
    [InlineData("""{"type":1,"target":"Dispose","arguments":[]}""")]
    [InlineData("""{"type":1,"target":"OnConnectedAsync","arguments":[]}""")]
    [InlineData("not JSON at all")]
    public async Task Nonsense_harms_nobody_else(string message)
    {
        using HubClient other = await HubClient.ConnectAsync(_server.Address, Key("read"));
        using HubClient page = await ConnectAsync("read");
        await page.SendAsync(message);
        Assert.Null(await other.InvokeAsync("Watch", "calls"));
    }

    [Fact]
    public async Task A_message_longer_than_any_that_is_needed_ends_the_connection()
    {
        using HubClient page = await ConnectAsync("read");
        await page.SendAsync($$"""{"type":1,"target":"Watch","arguments":["{{new string('x', 100_000)}}"]}""");
        await page.EndsAsync();
    }

    [Fact]
    public async Task While_the_server_starts_the_hub_is_not_there_yet()
    {
        using TestServer starting = new();
        await starting.StartAsync();
        try
        {
            using HttpResponseMessage answer = await starting.Program().PostAsync(new Uri("/live/negotiate", UriKind.Relative), null);
            await TestServer.ProblemAsync(answer, HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            await starting.DisposeAsync();
        }
    }

    private string Key(string scope) => _server.Keys.Make(FakeSite.Default, "default", "live", scope);

    private Task<HubClient> ConnectAsync(string scope) => HubClient.ConnectAsync(_server.Address, Key(scope));
}
