using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using XHand.Browser.Tests.Rig;
using Xunit;

namespace XHand.Browser.Tests.Stories;

/// <summary>What people do about their own account, and administrators about keys and the company.</summary>
public sealed class AccountStories(Managed managed) : IClassFixture<Managed>
{
    [Fact]
    public async Task A_language_chosen_in_ones_account_comes_along_to_another_browser()
    {
        await using Screen screen = await managed.EnterAsync();
        IPage page = screen.Page;
        await screen.GoAsync("/account");
        await screen.IsAccessibleAsync();
        await page.ChooseAsync("Idioma", "Español");
        await page.Press("Salvar");
        await page.SeesAsync("Mi cuenta");
        await screen.PictureAsync("account");

        await using Screen elsewhere = await managed.EnterAsync("en", keepsAccount: true);
        await elsewhere.GoAsync("/account");
        await elsewhere.Page.SeesAsync("Dónde ha entrado");
        await elsewhere.Page.ChooseAsync("Idioma", "Português (Brasil)");
        await elsewhere.Page.Press("Guardar");
        await elsewhere.Page.SeesAsync("Minha conta");
    }

    [Fact]
    public async Task A_session_in_another_browser_is_seen_and_ended()
    {
        await using Screen screen = await managed.EnterAsync();
        await using Screen forgotten = await managed.EnterAsync();
        forgotten.Expect("401");
        forgotten.Expect("/live");
        IPage page = screen.Page;
        await screen.GoAsync("/account");
        await page.SeesAsync("Esta sessão");
        ILocator others = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Encerrar (a sessão|as outras|a outra)") });
        await Assertions.Expect(others.First).ToBeVisibleAsync();
        ILocator all = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Encerrar as outras") });
        await (await all.CountAsync() > 0 ? all : others.First).ClickAsync();
        await Assertions.Expect(others).ToHaveCountAsync(0);
        await forgotten.Page.ReloadAsync();
        await Assertions.Expect(forgotten.Page.Field("Usuário")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await page.SeesAsync("Esta sessão");
    }

    [Fact]
    public async Task A_new_password_needs_the_present_one_and_its_refusal_is_in_the_readers_language()
    {
        await using Screen screen = await managed.EnterAsync();
        screen.Expect("422");
        IPage page = screen.Page;
        await screen.GoAsync("/account");
        await page.Field("Senha atual").FillAsync("nao-e-esta-1");
        await page.Field("Nova senha").FillAsync("outra-bem-longa-8");
        await page.Field("Repita a senha").FillAsync("outra-bem-longa-8");
        await page.Press("Mudar a senha");
        await page.SeesAsync("Não é a senha atual");
        await screen.IsAccessibleAsync();
    }

    [Fact]
    public async Task A_key_is_shown_once_works_for_what_it_may_and_no_more_once_it_is_revoked()
    {
        await using Screen screen = await managed.EnterAsync();
        IPage page = screen.Page;
        await screen.GoAsync("/api-keys");
        await page.Press("Nova chave");
        await page.Field("Nome").FillAsync("relatório");
        await page.Press("Criar a chave");
        await page.SeesAsync("Escolha pelo menos um.");
        await page.GetByLabel("Ver bilhetes").CheckAsync();
        await screen.IsAccessibleAsync();
        await page.Press("Criar a chave");
        string key = await page.Field("Chave").InputValueAsync();
        Assert.StartsWith("xh_", key, StringComparison.Ordinal);
        await screen.PictureAsync("api-key");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (await StatusAsync(key, "/api/v1/call-records"), await StatusAsync(key, "/api/v1/extensions")));

        await page.Press("Já copiei");
        await page.PanelIsGoneAsync();
        await Assertions.Expect(page.Row("relatório")).ToContainTextAsync("Válida");
        Assert.DoesNotContain(key, await page.ContentAsync(), StringComparison.Ordinal);
        await page.Press("Revogar a chave relatório");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revogar", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Row("relatório")).ToContainTextAsync("Revogada");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(key, "/api/v1/call-records"));
    }

    [Fact]
    public async Task The_companys_area_code_is_changed_and_a_wrong_domain_is_told_at_its_field()
    {
        await using Screen screen = await managed.EnterAsync();
        screen.Expect("422");
        IPage page = screen.Page;
        await screen.GoAsync("/company");
        await page.Field("DDD").FillAsync("21");
        await page.Field("Domínio dos telefones").FillAsync("isto não");
        await page.Press("Salvar");
        await page.SeesAsync("“isto não” não é um domínio como pabx.exemplo.com.br");
        await page.Field("Domínio dos telefones").FillAsync("pabx.padaria.com.br");
        await page.Press("Salvar");
        await Assertions.Expect(page.GetByText("Já está valendo").First).ToBeVisibleAsync();
        await screen.IsAccessibleAsync();
        await screen.PictureAsync("company");
        await page.ReloadAsync();
        await Assertions.Expect(page.Field("DDD")).ToHaveValueAsync("21");
    }

    [Fact]
    public async Task An_announcement_is_made_and_a_prompt_that_is_not_there_is_told()
    {
        await using Screen screen = await managed.EnterAsync();
        screen.Expect("422");
        IPage page = screen.Page;
        await page.GotoAsync("/announcements/new");
        await page.Field("Número").FillAsync("1799");
        await page.Field("Nome").FillAsync("Boas-vindas");
        await page.Field("Mensagem").FillAsync("nenhuma");
        await page.Press("Salvar");
        await page.SeesAsync("Não há a mensagem “nenhuma” em pt-BR");
        await page.Field("Mensagem").FillAsync("welcome");
        await page.Press("Salvar");
        await page.PanelIsGoneAsync();
        await Assertions.Expect(page.Row("1799")).ToContainTextAsync("Boas-vindas");
    }

    private async Task<HttpStatusCode> StatusAsync(string key, string path)
    {
        using HttpClient program = new() { BaseAddress = new($"http://127.0.0.1:{managed.Daemon.HttpPort}") };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using HttpResponseMessage answer = await program.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}
