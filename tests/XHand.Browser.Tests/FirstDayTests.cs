using System.Text.RegularExpressions;
using Microsoft.Playwright;
using XHand.Browser.Tests.Rig;
using XHand.Peers.Tests.Rig;
using XHand.TestKit;
using static Microsoft.Playwright.Assertions;

namespace XHand.Browser.Tests;

/// <summary>
/// An administrator's first day, from the link that the system prints to a call from outside seen live and found again; everywhere with names that would be
/// script in a careless page.
/// </summary>
public sealed partial class FirstDayTests(Story story) : IClassFixture<Story>
{
    private const string Hostile = """<img src=x onerror=alert(1)>"><script>alert(2)</script>""";
    private const string HostileCaller = "<svg onload=alert(3)>javascript:alert(4)";
    private const string Password = "uma-senha-bem-longa-7";

    private static readonly string[] _screens =
        ["/", "/calls", "/registrations", "/records", "/extensions", "/trunks", "/routes", "/redirects", "/explain", "/users", "/roles", "/audit"];

    [Fact]
    public async Task From_the_first_start_to_the_first_call_from_outside()
    {
        await using Screen screen = await story.Browser.OpenAsync(story.Server);
        IPage page = screen.Page;
        await SetUpAsync(screen);

        await CreateAsync(screen, "/extensions/new", ("Número", "1700"), ("Nome", Hostile), ("Senha do telefone", Daemon.PasswordOf("1700")));
        int operatorPort = LoopbackPorts.Pair();
        await CreateAsync(screen, "/trunks/new", ("Nome", "operadora"), ("Endereço da operadora", "127.0.0.1"), ("Porta", $"{operatorPort}"), ("Verifica a cada", "0"));
        await page.GotoAsync("/routes/new");
        await Field(page, "Nome").FillAsync("Default");
        await Field(page, "Números").FillAsync("X.");
        await ChooseAsync(page, "Troncos", "operadora");
        await SaveAsync(screen);
        await page.GotoAsync("/redirects/new");
        await Field(page, "Número chamado (DDR)").FillAsync("1133334444");
        await Field(page, "TAG").FillAsync("campanha");
        await ChooseAsync(page, "Ramal", "1700");
        await SaveAsync(screen);

        await page.GotoAsync("/registrations");
        await Expect(page.GetByText("Nenhum telefone registrado")).ToBeVisibleAsync();
        await using Baresip phone = await Baresip.StartAsync(story.Daemon, "1700", 440);
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "1700" })).ToBeVisibleAsync();

        await page.GotoAsync("/calls");
        await Expect(page.GetByText("Nenhuma chamada agora")).ToBeVisibleAsync();
        await using Sipp outside = Sipp.Start(
            story.Daemon, "1700", OutsideCall.AnsweredThenEndedByUs(HostileCaller.Replace("\"", "", StringComparison.Ordinal), "11987654321"), operatorPort, "1133334444");
        ILocator row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "11987654321" });
        await Expect(row).ToContainTextAsync("Tocando");
        await phone.WaitAsync("CALL_INCOMING");
        await phone.DoAsync("accept");
        await Expect(row).ToContainTextAsync("Em ligação");
        await screen.PictureAsync("a-call-from-outside");
        await screen.IsAccessibleAsync();
        await page.ReloadAsync();
        await Expect(row).ToContainTextAsync("Em ligação");
        await row.GetByRole(AriaRole.Button).First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Encerrar chamada" }).ClickAsync();
        await Expect(page.GetByText("Nenhuma chamada agora")).ToBeVisibleAsync();
        await outside.PassesAsync();

        await FindItAgainAsync(screen);
        foreach (string path in _screens)
        {
            await screen.GoAsync(path);
            await screen.IsAccessibleAsync(path.Trim('/'));
        }

        await SignOutAsync(screen);
    }

    private async Task SetUpAsync(Screen screen)
    {
        string link = SetUpLink().Match(story.Daemon.Printed).Value;
        Assert.NotEqual("", link);
        IPage page = screen.Page;
        await screen.GoAsync(link);
        await screen.IsAccessibleAsync("set-up");
        await Field(page, "Seu nome").FillAsync(Hostile);
        await Field(page, "Nova senha").FillAsync(Password);
        await Field(page, "Repita a senha").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Criar e entrar" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Painel" })).ToBeVisibleAsync();
        await screen.PictureAsync("first-dashboard");
    }

    private static async Task FindItAgainAsync(Screen screen)
    {
        IPage page = screen.Page;
        await page.GotoAsync("/records");
        ILocator record = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "11987654321" });
        await Eventually.TrueAsync(
            async () =>
            {
                await page.ReloadAsync();
                await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
                return await record.CountAsync() > 0 || await Appears(record);
            },
            TimeSpan.FromSeconds(30),
            () => "The call is not among the records.");
        await Expect(record.First).ToContainTextAsync("Atendida");
        await record.First.ClickAsync();
        await Expect(page.GetByText("Chamada terminou").First).ToBeVisibleAsync();
        await screen.PictureAsync("the-record-of-it");
        await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Bilhetes" })).ToBeVisibleAsync();
    }

    private static async Task<bool> Appears(ILocator what)
    {
        try
        {
            await what.First.WaitForAsync(new() { Timeout = 2_000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task SignOutAsync(Screen screen)
    {
        IPage page = screen.Page;
        // Whoever is signed out elsewhere is shown the way in, and the address that was asked for waits.
        screen.Expect("401");
        await page.EvaluateAsync("fetch('/api/v1/session', { method: 'DELETE', headers: { 'X-XHand': '1' } })");
        await page.GotoAsync("/extensions");
        await Field(page, "Usuário").FillAsync("admin");
        await Field(page, "Senha").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Entrar" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Ramais" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = Hostile })).ToBeVisibleAsync();
    }

    private static async Task CreateAsync(Screen screen, string path, params (string Label, string Value)[] fields)
    {
        await screen.GoAsync(path);
        foreach ((string label, string value) in fields)
        {
            await Field(screen.Page, label).FillAsync(value);
        }

        await screen.IsAccessibleAsync(path.Replace('/', '-'));
        await SaveAsync(screen);
    }

    // A field that must be filled has a star after its label.
    private static ILocator Field(IPage page, string label) =>
        page.GetByLabel(new Regex($@"^{Regex.Escape(label)}( \*)?$")).First;

    private static async Task ChooseAsync(IPage page, string label, string option)
    {
        await page.GetByRole(AriaRole.Textbox, new() { Name = label }).Or(page.GetByRole(AriaRole.Combobox, new() { Name = label })).First.ClickAsync();
        await page.GetByRole(AriaRole.Option).Filter(new() { HasText = option }).First.ClickAsync();
        await page.Keyboard.PressAsync("Escape");
    }

    private static async Task SaveAsync(Screen screen)
    {
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Salvar" }).ClickAsync();
        await Expect(screen.Page.GetByText("Já está valendo").First).ToBeVisibleAsync();
    }

    [GeneratedRegex(@"/set-up\?token=\S+")]
    private static partial Regex SetUpLink();
}
