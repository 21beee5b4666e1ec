using Microsoft.Playwright;
using XHand.Browser.Tests.Rig;
using XHand.Peers.Tests.Rig;
using XHand.TestKit;
using Xunit;

namespace XHand.Browser.Tests.Stories;

/// <summary>Real trunks: how they are is seen as it changes, a call over one is seen live, its messages are drawn, and the dial plan is explained.</summary>
public sealed class OperatorStories(Managed managed) : IClassFixture<Managed>
{
    [Fact]
    [Trait("Feature", "RTE-11")]
    public async Task Trunks_tell_how_they_are_and_a_call_over_one_is_drawn_message_by_message()
    {
        int registrar = LoopbackPorts.Pair();
        int operatorPort = LoopbackPorts.Pair();
        await using Kamailio kamailio = Kamailio.Start(registrar, "MD5");
        await managed.Daemon.ApplyAsync($$"""
            {
              "companySettings": {"areaCode": "21"},
              "extensions": [{"number": "1700", "name": "Ana Souza", "password": "{{Daemon.PasswordOf("1700")}}", "classOfService": ["local", "longDistance"]}],
              "trunks": [
                {"name": "operadora", "host": "127.0.0.1", "port": {{operatorPort}}, "checkSeconds": 0, "callerId": "2136521700"},
                {"name": "registrada", "host": "127.0.0.1", "port": {{registrar}}, "register": true, "login": "552136520000", "password": "right"},
                {"name": "reserva", "host": "127.0.0.1", "port": {{LoopbackPorts.Pair()}}, "checkSeconds": 10},
                {"name": "antiga", "host": "127.0.0.1", "port": 9, "enabled": false}
              ],
              "routes": [
                {"name": "Antiga", "pattern": "3652XXXX", "order": 5, "active": false, "trunks": ["antiga"]},
                {"name": "DDI", "pattern": "00X.", "order": 10, "trunks": ["registrada"]},
                {"name": "Local", "pattern": "[2-5]XXXXXXX", "order": 20, "trunks": ["operadora", "reserva"], "falseRingback": true}
              ],
              "redirects": [{"did": "1778", "name": "Vendas da loja", "tag": "vendas", "destination": {"extension": "1700"} }]
            }
            """);
        await using Screen screen = await managed.EnterAsync();
        screen.Expect("404");
        IPage page = screen.Page;
        await screen.GoAsync("/trunks");
        await Assertions.Expect(page.Row("registrada")).ToContainTextAsync("Registrado");
        await Assertions.Expect(page.Row("reserva")).ToContainTextAsync("Não responde", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Row("antiga")).ToContainTextAsync("Desligado");
        await Assertions.Expect(page.Row("operadora").First).ToContainTextAsync("Sem verificação");
        await screen.IsAccessibleAsync();
        await EverywhereAsync(screen, "trunks");
        await page.GetByRole(AriaRole.Link, new() { Name = "registrada" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Registrado");
        await EverywhereAsync(screen, "trunk");

        await screen.GoAsync("/routes");
        await Assertions.Expect(page.Row("Local")).ToContainTextAsync("operadora → reserva");
        await EverywhereAsync(screen, "routes");
        await screen.GoAsync("/calls");
        await using Sipp far = Sipp.Start(managed.Daemon, "operator", SippSteps.InviteComes + SippSteps.Ring + SippSteps.Answer() + SippSteps.ByeComes, operatorPort);
        await using Sipp caller = Sipp.Start(
            managed.Daemon, "1700", SippSteps.Invite + SippSteps.Answered + SippSteps.Pause(6000) + SippSteps.Bye, LoopbackPorts.Pair(), dialled: "36521777");
        await Assertions.Expect(page.Row("36521777")).ToContainTextAsync("Em ligação");
        await Assertions.Expect(page.Row("36521777")).ToContainTextAsync("operadora");
        await EverywhereAsync(screen, "call-over-a-trunk");
        await caller.PassesAsync();
        await far.PassesAsync();

        await screen.GoAsync("/records");
        ILocator record = page.Row("36521777");
        await Eventually.TrueAsync(
            async () =>
            {
                await page.Press("Atualizar");
                return await record.CountAsync() > 0;
            },
            TimeSpan.FromSeconds(20),
            () => "No record of the call came.");
        await record.GetByRole(AriaRole.Link).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Mensagens SIP" }).ClickAsync();
        ILocator messages = page.GetByRole(AriaRole.Dialog).Locator("ol li");
        await Assertions.Expect(messages.Filter(new() { HasText = "INVITE" }).First).ToBeVisibleAsync();
        await Assertions.Expect(messages.Filter(new() { HasText = "BYE" }).First).ToBeAttachedAsync();
        await screen.IsAccessibleAsync();
        await EverywhereAsync(screen, "trace");
        await messages.Filter(new() { HasText = "INVITE" }).Last.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByText("P-Asserted-Identity").First).ToBeVisibleAsync();
        await screen.PictureAsync("trace-message");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Por que foi para lá" }).ClickAsync();
        await EverywhereAsync(screen, "why");
    }

    [Fact]
    public async Task What_would_happen_is_explained_for_a_call_out_and_one_from_outside()
    {
        await using Screen screen = await managed.EnterAsync();
        await managed.Daemon.ApplyAsync($$"""
            {
              "companySettings": {"areaCode": "21"},
              "extensions": [{"number": "1800", "name": "Beto", "classOfService": ["local"]}],
              "trunks": [{"name": "saida", "host": "127.0.0.1", "port": {{LoopbackPorts.Pair()}}, "checkSeconds": 0}],
              "routes": [
                {"name": "Celular", "pattern": "9XXXXXXXX", "order": 30, "strip": 0, "prefix": "021", "trunks": ["saida"]},
                {"name": "Fixo", "pattern": "4XXXXXXX", "order": 31, "trunks": ["saida"]}
              ],
              "redirects": [{"did": "9901", "name": "Balcão", "tag": "balcao", "destination": {"extension": "1800"} }]
            }
            """);
        IPage page = screen.Page;
        await screen.GoAsync("/explain?from=1800&dial=45678901");
        await Assertions.Expect(page.Locator("#main")).ToContainTextAsync("Beto");
        await Assertions.Expect(page.Locator("#main ol").Last).ToContainTextAsync("saida");
        await screen.IsAccessibleAsync();
        await EverywhereAsync(screen, "explain-out");
        await screen.GoAsync("/explain?from=1800&dial=988887777");
        await page.SeesAsync("Recusada");
        await EverywhereAsync(screen, "explain-refused");
        await screen.GoAsync("/explain?trunk=saida&did=36529901&from=1133334444");
        await page.SeesAsync("O redirecionamento 9901 (Balcão) atende: 36529901 termina em 9901");
        await screen.IsAccessibleAsync();
        await EverywhereAsync(screen, "explain-in");
    }

    /// <summary>Pictures of the page light and dark, on a desk's screen and a phone's.</summary>
    private static async Task EverywhereAsync(Screen screen, string name)
    {
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await screen.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            foreach ((string where, int width, int height) in new[] { ("desk", 1366, 768), ("phone", 390, 844) })
            {
                await screen.Page.SetViewportSizeAsync(width, height);
                await screen.PictureAsync($"{name}-{where}-{scheme.ToString().ToLowerInvariant()}");
            }
        }

        await screen.Page.SetViewportSizeAsync(1366, 768);
        await screen.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }
}
