using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using XHand.Sip.Transport;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>Blocked addresses over HTTP, and SIP's WebSocket at its door.</summary>
public sealed class BlockTests : IAsyncLifetime, IDisposable
{
    private static readonly Uri Blocks = new("/api/v1/blocks", UriKind.Relative);

    private readonly TestServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_network_is_blocked_listed_and_released()
    {
        using HttpClient local = _server.Local();
        HttpResponseMessage made = await local.PostAsJsonAsync(Blocks, new { address = "203.0.113.0/24", reason = "scanner", minutes = 5 });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        JsonElement block = Assert.Single((await ListAsync(local)).EnumerateArray());
        Assert.Equal(("203.0.113.0/24", "scanner"), (block.GetProperty("address").GetString(), block.GetProperty("reason").GetString()));
        Assert.Equal(TimeSpan.FromMinutes(5), block.GetProperty("until").GetDateTimeOffset() - block.GetProperty("since").GetDateTimeOffset());
        Assert.False(block.TryGetProperty("user", out _));

        Uri one = new("/api/v1/blocks?address=203.0.113.0%2F24", UriKind.Relative);
        Assert.Equal(HttpStatusCode.NoContent, (await local.DeleteAsync(one)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await local.DeleteAsync(one)).StatusCode);
        Assert.Empty((await ListAsync(local)).EnumerateArray());
    }

    [Theory]
    [InlineData("""{"address": "nowhere"}""", "such as 203.0.113.9")]
    [InlineData("""{"address": "0.0.0.0/0"}""", "too wide")]
    [InlineData("""{"address": "203.0.113.9", "minutes": 0}""", "minutes")]
    public async Task What_cannot_be_blocked_is_said(string body, string reason)
    {
        using HttpClient local = _server.Local();
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");
        HttpResponseMessage refused = await local.PostAsync(Blocks, content);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(reason, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(_server.Blocks.List());
    }

    [Fact]
    public async Task A_blocked_user_is_seen_by_his_company_and_reading_is_not_changing()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        _server.Blocks.Add(new Block("198.51.100.7", $"1700@{FakeSite.Shop:N}", "3 wrong passwords for 1700", now, now.AddHours(1)));
        using HttpClient other = _server.Program("read");
        Assert.Empty((await ListAsync(other)).EnumerateArray());
        Assert.Equal(HttpStatusCode.Forbidden, (await other.PostAsJsonAsync(Blocks, new { address = "203.0.113.9" })).StatusCode);
        using HttpClient local = _server.Local();
        Assert.Equal("1700", Assert.Single((await ListAsync(local)).EnumerateArray()).GetProperty("user").GetString());
    }

    [Theory]
    [InlineData("sip", null)]
    [InlineData("chat", "\"sip\"")]
    public async Task A_WebSocket_at_sip_needs_the_sub_protocol_sip(string subProtocol, string? refusal)
    {
        using ClientWebSocket socket = new();
        socket.Options.AddSubProtocol(subProtocol);
        socket.Options.CollectHttpResponseDetails = true;
        UriBuilder address = new(_server.Address) { Scheme = "ws", Path = "/sip" };
        using HttpClient plain = _server.Program();
        Assert.Equal(HttpStatusCode.BadRequest, (await plain.GetAsync(new Uri("/sip", UriKind.Relative))).StatusCode);
        if (refusal is null)
        {
            await socket.ConnectAsync(address.Uri, CancellationToken.None);
            Assert.Equal("sip", socket.SubProtocol);
        }
        else
        {
            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address.Uri, CancellationToken.None));
            Assert.Equal(HttpStatusCode.BadRequest, socket.HttpStatusCode);
        }
    }

    private static async Task<JsonElement> ListAsync(HttpClient client) => await TestServer.JsonAsync(await client.GetAsync(Blocks), HttpStatusCode.OK);
}
