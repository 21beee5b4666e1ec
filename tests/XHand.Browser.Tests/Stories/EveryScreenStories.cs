using Microsoft.Playwright;
using XHand.Browser.Tests.Rig;
using Xunit;

namespace XHand.Browser.Tests.Stories;

/// <summary>Each screen in each language, usable by everyone; names from outside are text and nothing else.</summary>
public sealed class EveryScreenStories(Managed managed) : IClassFixture<Managed>
{
    private static readonly string[] _screens =
        ["/", "/calls", "/registrations", "/records", "/extensions", "/trunks", "/routes", "/redirects", "/announcements", "/explain", "/users", "/roles", "/api-keys", "/company", "/audit", "/account"];

    [Theory]
    [InlineData("pt-BR", "Ramais")]
    [InlineData("en", "Extensions")]
    [InlineData("es", "Extensiones")]
    public async Task Each_screen_breaks_no_rule_of_accessibility(string language, string extensions)
    {
        await using Screen screen = await managed.EnterAsync(language);
        foreach (string path in _screens)
        {
            await screen.GoAsync(path);
            await screen.IsAccessibleAsync($"{path.Trim('/')}-{language}");
        }

        await screen.GoAsync("/extensions");
        Assert.Equal(extensions, await screen.Page.Locator("#main h1").InnerTextAsync());
    }

    [Fact]
    public async Task In_the_dark_too()
    {
        await using Screen screen = await managed.EnterAsync();
        await screen.Page.Press("Usar o tema escuro");
        foreach (string path in _screens)
        {
            await screen.GoAsync(path);
            await screen.IsAccessibleAsync($"{path.Trim('/')}-dark");
        }
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("javascript:alert(1)//{{constructor}}")]
    public async Task A_hostile_name_is_shown_and_does_nothing(string name)
    {
        await using Screen screen = await managed.EnterAsync();
        IPage page = screen.Page;
        await page.GotoAsync("/extensions/new");
        await page.Field("Número").FillAsync("1790");
        await page.Field("Nome").FillAsync(name);
        await page.Press("Salvar");
        await page.PanelIsGoneAsync();
        await Assertions.Expect(page.Row("1790")).ToContainTextAsync(name);
        await page.GotoAsync("/audit");
        await Assertions.Expect(page.Row("1790").First).ToBeVisibleAsync();
        await page.Row("1790").First.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(name[..8]);
        await page.GotoAsync("/extensions/1790");
        await page.Press("Excluir");
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Excluir ramal 1790?" }).GetByRole(AriaRole.Button, new() { Name = "Excluir" }).ClickAsync();
        await page.PanelIsGoneAsync();
    }

    [Fact]
    public async Task Whose_session_ended_is_asked_to_sign_in_and_comes_back_to_where_they_were()
    {
        await using Screen screen = await managed.EnterAsync();
        screen.Expect("401");
        screen.Expect("/live");
        IPage page = screen.Page;
        await screen.GoAsync("/routes");
        await page.Context.ClearCookiesAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Field("Usuário")).ToBeVisibleAsync();
        Assert.Contains("next=%2Froutes", page.Url, StringComparison.Ordinal);
    }
}
