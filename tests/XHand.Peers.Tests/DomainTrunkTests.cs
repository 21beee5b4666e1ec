using System.Text.Json;
using XHand.Peers.Tests.Rig;
using XHand.TestKit;

namespace XHand.Peers.Tests;

/// <summary>An operator whose servers are named by the DNS, through the real daemon and glibc's resolver.</summary>
public sealed class DomainTrunkTests : IAsyncLifetime, IDisposable
{
    private readonly NameServer _names = new();
    private readonly Daemon _daemon;
    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    public DomainTrunkTests() => _daemon = new Daemon { More = new Dictionary<string, string> { ["XHAND_Sip__NameServers"] = _names.Address.ToString() } };

    public Task InitializeAsync() => _daemon.InitializeAsync();

    public Task DisposeAsync() => _daemon.DisposeAsync();

    public void Dispose() => _names.Dispose();

    [Fact]
    public async Task The_first_server_that_is_silent_is_left_for_the_second()
    {
        int silent = LoopbackPorts.Pair();
        await using Baresip far = await Baresip.StartAsync(_daemon, "36521777", 1000, registers: false);
        _names.WithService("operadora.test", 1, "SIP+D2U", "_sip._udp.voz.operadora.test")
            .WithServer("_sip._udp.voz.operadora.test", 1, 0, silent, "sbc1.operadora.test")
            .WithServer("_sip._udp.voz.operadora.test", 2, 0, far.SipPort, "sbc2.operadora.test")
            .WithAddress("sbc1.operadora.test", "127.0.0.1")
            .WithAddress("sbc2.operadora.test", "127.0.0.1");
        await _daemon.ApplyAsync("""
            {
              "trunks": [{"name": "t", "host": "operadora.test", "port": 0, "checkSeconds": 30, "timeoutSeconds": 1}],
              "routes": [{"name": "r", "direction": "outbound", "pattern": "36521777", "order": 1, "checkClass": false, "trunks": ["t"]}]
            }
            """);
        await Eventually.TrueAsync(
            async () =>
            {
                using JsonDocument document = JsonDocument.Parse(await _daemon.XhandAsync("trunks", "--json"));
                return document.RootElement[0].GetProperty("state").GetString() == "reachable";
            },
            TimeSpan.FromSeconds(25),
            () => "The second server was not reached.");
        await using Sipp caller = Sipp.Start(
            _daemon, "1700", SippSteps.Invite + SippSteps.Answered + SippSteps.Bye, LoopbackPorts.Pair(), "36521777");
        await far.WaitAsync("CALL_INCOMING");
        await far.DoAsync("accept");
        await caller.PassesAsync();
        Assert.Equal("answered", (await _daemon.RecordOfAsync("36521777", _began)).GetProperty("result").GetString());
    }
}
