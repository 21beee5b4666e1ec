using System.Text.Json;
using Microsoft.Playwright;
using XHand.Browser.Tests.Rig;
using XHand.Peers.Tests.Rig;
using XHand.TestKit;

namespace XHand.Browser.Tests;

/// <summary>JsSIP in Chromium as a phone: its signalling over a secure WebSocket at the daemon.</summary>
public sealed class BrowserPhoneTests(PhoneStory rig) : IClassFixture<PhoneStory>
{
    [Fact]
    public async Task It_registers_is_called_declines_and_is_gone_when_its_page_is_closed()
    {
        IPage page = await rig.Browser.OpenBareAsync(new Uri($"https://127.0.0.1:{rig.Daemon.HttpsPort}/health/live"));
        await page.AddScriptTagAsync(new() { Path = await BundleAsync() });
        string registered = await page.EvaluateAsync<string>($$"""
            () => new Promise((done) => {
              const socket = new JsSIP.WebSocketInterface('wss://127.0.0.1:{{rig.Daemon.HttpsPort}}/sip');
              window.phone = new JsSIP.UA({ sockets: [socket], uri: 'sip:1703@127.0.0.1', password: '{{Daemon.PasswordOf("1703")}}', register_expires: 120 });
              phone.on('registered', (e) => done('registered ' + e.response.status_code));
              phone.on('registrationFailed', (e) => done('failed ' + e.cause));
              phone.on('newRTCSession', (e) => { window.caller = e.request.from.uri.user; e.session.terminate({ status_code: 486 }); });
              phone.start();
              setTimeout(() => done('nothing'), 10000);
            })
            """);
        Assert.Equal("registered 200", registered);
        JsonElement phone = Assert.Single(await RegistrationsAsync());
        Assert.Equal(("1703", "wss"), (phone.GetProperty("number").GetString(), phone.GetProperty("protocol").GetString()));
        Assert.Contains(".invalid;transport=ws", phone.GetProperty("contact").GetString(), StringComparison.Ordinal);

        await using Sipp caller = Sipp.Start(rig.Daemon, "1700", SippSteps.Invite + SippSteps.Refused(486), LoopbackPorts.Pair(), "1703");
        await caller.PassesAsync();
        Assert.Equal("1700", await page.EvaluateAsync<string>("window.caller"));

        await page.CloseAsync();
        await Eventually.TrueAsync(
            async () => (await RegistrationsAsync()).Count == 0, TimeSpan.FromSeconds(10), () => "It stayed registered without its page.");
    }

    private async Task<IReadOnlyList<JsonElement>> RegistrationsAsync()
    {
        using JsonDocument document = JsonDocument.Parse(await rig.Daemon.XhandAsync("registrations", "--json"));
        return [.. document.RootElement.EnumerateArray().Select(item => item.Clone())];
    }

    // As the client's own build would: JsSIP comes as modules.
    private static async Task<string> BundleAsync()
    {
        string client = Path.Combine(SourceTree.Root, "src/XHand.Web/client");
        string bundle = Path.Combine(Path.GetTempPath(), $"jssip-{Guid.NewGuid():N}.js");
        CommandResult made = await Command.RunAsync(
            Path.Combine(client, "node_modules/.bin/rolldown"),
            ["node_modules/jssip/lib/JsSIP.js", "--format", "iife", "--name", "JsSIP", "-o", bundle],
            TimeSpan.FromSeconds(60),
            folder: client);
        Assert.True(made.ExitCode == 0, made.Output + made.Error);
        return bundle;
    }
}
