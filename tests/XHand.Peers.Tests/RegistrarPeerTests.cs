using System.Text.Json;
using XHand.Peers.Tests.Rig;
using XHand.TestKit;

namespace XHand.Peers.Tests;

/// <summary>Our registration at another's registrar: Debian's Kamailio.</summary>
public sealed class RegistrarPeerTests(Daemon daemon) : IClassFixture<Daemon>
{
    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    [Trait("Feature", "TRK-06")]
    public async Task A_trunk_registers_with_digest_refreshes_before_it_expires_and_takes_it_back(string algorithm)
    {
        int port = LoopbackPorts.Pair();
        await using Kamailio registrar = Kamailio.Start(port, algorithm);
        string name = $"k{port}";
        await TrunkAsync(name, port, "right");
        await StateAsync(name, "registered", registrar);

        // Its registrar grants 5 s: a second REGISTER within them is the refresh.
        await Eventually.TrueAsync(
            () => Task.FromResult(registrar.Saved.Count >= 2), TimeSpan.FromSeconds(12), () => $"It was not refreshed: {registrar.Printed}");
        Assert.All(registrar.Saved, saved => Assert.StartsWith("acme <sip:acme@127.0.0.1:", saved, StringComparison.Ordinal));
        Assert.Equal("registered", await StateOfAsync(name));

        await TrunkAsync(name, port, "right", enabled: false);
        await Eventually.TrueAsync(
            () => Task.FromResult(registrar.Saved[^1].EndsWith(" 0", StringComparison.Ordinal)), TimeSpan.FromSeconds(10), () => $"It was not taken back: {registrar.Printed}");
        Assert.Equal("disabled", await StateOfAsync(name));
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_said_and_nothing_is_bound()
    {
        int port = LoopbackPorts.Pair();
        await using Kamailio registrar = Kamailio.Start(port, "MD5");
        string name = $"k{port}";
        await TrunkAsync(name, port, "wrong-one");
        await StateAsync(name, "refused", registrar);
        Assert.Contains("does not accept", await daemon.XhandAsync("trunks"), StringComparison.Ordinal);
        Assert.Empty(registrar.Saved);
    }

    private async Task StateAsync(string trunk, string state, Kamailio registrar) => await Eventually.TrueAsync(
        async () => await StateOfAsync(trunk) == state, TimeSpan.FromSeconds(20), () => $"{trunk} never was {state}: {registrar.Printed}");

    private async Task<string?> StateOfAsync(string trunk)
    {
        using JsonDocument document = JsonDocument.Parse(await daemon.XhandAsync("trunks", "--json"));
        return document.RootElement.EnumerateArray().Single(item => item.GetProperty("name").GetString() == trunk).GetProperty("state").GetString();
    }

    private Task TrunkAsync(string name, int port, string password, bool enabled = true) => daemon.ApplyAsync($$"""
        {"trunks": [{"name": "{{name}}", "host": "127.0.0.1", "port": {{port}}, "register": true, "login": "acme", "password": "{{password}}", "enabled": {{(enabled ? "true" : "false")}}}]}
        """);
}
