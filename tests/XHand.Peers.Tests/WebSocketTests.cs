using System.Text.Json;
using XHand.Peers.Tests.Rig;
using XHand.TestKit;

namespace XHand.Peers.Tests;

/// <summary>A browser's signalling over a secure WebSocket at the real daemon.</summary>
public sealed class WebSocketTests(Daemon daemon) : IClassFixture<Daemon>
{
    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    [Fact]
    public async Task It_registers_with_outbound_rings_over_its_connection_and_is_gone_with_it()
    {
        await using SocketPhone browser = new(daemon, "1703", Guid.NewGuid().ToString());
        string ok = await browser.RegisterAsync();
        Assert.StartsWith("SIP/2.0 200", ok, StringComparison.Ordinal);
        Assert.Contains("Require: outbound", ok, StringComparison.Ordinal);
        Assert.Contains(";reg-id=1", ok, StringComparison.Ordinal);
        JsonElement registered = Assert.Single(await RegistrationsAsync());
        Assert.Equal("wss", registered.GetProperty("protocol").GetString());

        await using Sipp caller = Sipp.Start(daemon, "1700", SippSteps.Invite + SippSteps.Refused(486), LoopbackPorts.Pair(), "1703");
        string invite = await browser.ReadAsync();
        Assert.StartsWith($"INVITE sip:1703@{browser.Host};transport=ws;ob SIP/2.0", invite, StringComparison.Ordinal);
        Assert.Contains($"Via: SIP/2.0/WSS 127.0.0.1:{daemon.HttpsPort};", invite, StringComparison.Ordinal);
        Assert.Contains(";transport=ws>", invite, StringComparison.Ordinal);
        await browser.AnswerAsync(invite, "486 Busy Here", "b");
        Assert.StartsWith("ACK ", await browser.ReadAsync(), StringComparison.Ordinal);
        await caller.PassesAsync();

        browser.Break();
        await Eventually.TrueAsync(
            async () => (await RegistrationsAsync()).Count == 0, TimeSpan.FromSeconds(10), () => "It stayed registered without its connection.");
    }

    [Fact]
    public async Task A_call_follows_the_browser_to_its_new_connection()
    {
        string instance = Guid.NewGuid().ToString();
        await using SocketPhone browser = new(daemon, "1703", instance);
        await browser.RegisterAsync();
        await using Sipp caller = Sipp.Start(
            daemon, "1700", SippSteps.Invite + SippSteps.Answered + SippSteps.Pause(4_000) + SippSteps.Bye, LoopbackPorts.Pair(), "1703");
        string invite = await browser.ReadAsync();
        await browser.AnswerAsync(invite, "200 OK", "b", "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 46000 RTP/AVP 8\r\n");
        Assert.StartsWith("ACK ", await browser.ReadAsync(), StringComparison.Ordinal);
        browser.Break();

        await using SocketPhone again = new(daemon, "1703", instance);
        Assert.StartsWith("SIP/2.0 200", await again.RegisterAsync(), StringComparison.Ordinal);
        string bye = await again.ReadAsync();
        Assert.StartsWith("BYE ", bye, StringComparison.Ordinal);
        await again.AnswerAsync(bye, "200 OK");
        await caller.PassesAsync();
        JsonElement record = await daemon.RecordOfAsync("1703", _began);
        Assert.Equal("answered", record.GetProperty("result").GetString());
    }

    private async Task<IReadOnlyList<JsonElement>> RegistrationsAsync()
    {
        using JsonDocument document = JsonDocument.Parse(await daemon.XhandAsync("registrations", "--json"));
        return [.. document.RootElement.EnumerateArray().Select(item => item.Clone())];
    }
}
