using Microsoft.Playwright;
using XHand.Browser.Tests.Rig;
using Xunit;

namespace XHand.Browser.Tests.Stories;

/// <summary>Extensions, trunks, routes and redirects: made, changed and deleted on the page.</summary>
public sealed class ConfigurationStories(Managed managed) : IClassFixture<Managed>
{
    [Fact]
    public async Task An_extension_is_made_changed_and_deleted_and_each_mistake_is_said_at_its_field()
    {
        await using Screen screen = await managed.EnterAsync();
        screen.Expect("422");
        IPage page = screen.Page;
        await page.GotoAsync("/extensions/new");
        await page.Field("Número").FillAsync("1");
        await page.Field("Senha do telefone").FillAsync("abc");
        await page.Press("Salvar");
        await page.SeesAsync("De 2 a 15 dígitos.");
        await page.SeesAsync("De 8 a 64 caracteres.");
        await screen.IsAccessibleAsync();

        await page.Field("Número").FillAsync("1710");
        await page.Field("Nome").FillAsync("Zélia");
        await page.Press("Gerar");
        await page.GetByLabel("Celular local").CheckAsync();
        await page.Press("Salvar");
        await page.PanelIsGoneAsync();
        await Assertions.Expect(page.Row("1710")).ToContainTextAsync("Zélia");

        await page.GetByRole(AriaRole.Link, new() { Name = "1710" }).ClickAsync();
        await Assertions.Expect(page.Field("Nome")).ToHaveValueAsync("Zélia");
        await Assertions.Expect(page.GetByLabel("Celular local")).ToBeCheckedAsync();
        await page.Field("Nome").FillAsync("Zélia Prado");
        await page.Keyboard.PressAsync("Control+s");
        await page.PanelIsGoneAsync();
        await Assertions.Expect(page.Row("1710")).ToContainTextAsync("Zélia Prado");

        await page.GotoAsync("/extensions/new");
        await page.Field("Número").FillAsync("1710");
        await page.Press("Salvar");
        await page.SeesAsync("Já existe.");
        await page.Press("Cancelar");
        await page.Press("Descartar mudanças");
        await page.PanelIsGoneAsync();

        await page.GotoAsync("/extensions/1710");
        await page.Press("Excluir");
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Excluir ramal 1710?" }).GetByRole(AriaRole.Button, new() { Name = "Excluir" }).ClickAsync();
        await page.PanelIsGoneAsync();
        await Assertions.Expect(page.Row("1710")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_was_typed_and_not_saved_is_not_lost_by_going_back()
    {
        await using Screen screen = await managed.EnterAsync();
        IPage page = screen.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Ramais" }).First.ClickAsync();
        await page.Press("Novo ramal");
        await page.Field("Número").FillAsync("1720");
        await page.GoBackAsync();
        await page.SeesAsync("Sair sem salvar?");
        await page.Press("Continuar editando");
        await Assertions.Expect(page.Field("Número")).ToHaveValueAsync("1720");
        await page.Press("Cancelar");
        await page.Press("Descartar mudanças");
        await page.PanelIsGoneAsync();
    }

    [Fact]
    public async Task Whatever_it_is_called_it_is_found_by_Control_K()
    {
        await using Screen screen = await managed.EnterAsync();
        IPage page = screen.Page;
        await page.GotoAsync("/extensions/new");
        await page.Field("Número").FillAsync("1750");
        await page.Field("Nome").FillAsync("Zuleica Araújo");
        await page.Press("Salvar");
        await page.PanelIsGoneAsync();
        await page.Keyboard.PressAsync("Control+k");
        ILocator field = page.GetByRole(AriaRole.Combobox, new() { Name = "Ir para" });
        await field.FillAsync("juntor");
        await Assertions.Expect(page.GetByRole(AriaRole.Option, new() { Name = "Troncos IP" })).ToBeVisibleAsync();
        await screen.IsAccessibleAsync();
        await screen.PictureAsync("palette");
        await field.FillAsync("zuleica araujo");
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Field("Nome")).ToHaveValueAsync("Zuleica Araújo");
    }

    [Fact]
    [Trait("Feature", "RDR-02")]
    public async Task A_redirect_is_found_by_its_name_in_any_spelling()
    {
        await using Screen screen = await managed.EnterAsync();
        IPage page = screen.Page;
        await page.GotoAsync("/extensions/new");
        await page.Field("Número").FillAsync("1740");
        await page.Press("Salvar");
        await page.PanelIsGoneAsync();
        foreach ((string did, string name) in new[] { ("5501", "Balcão da Conceição"), ("5502", "Entregas") })
        {
            await page.GotoAsync("/redirects/new");
            await page.Field("Número chamado (DDR)").FillAsync(did);
            await page.Field("Nome").FillAsync(name);
            await page.ChooseAsync("Ramal", "1740");
            await page.Press("Salvar");
            await page.PanelIsGoneAsync();
        }

        await page.GetByRole(AriaRole.Searchbox).FillAsync("conceicao");
        await Assertions.Expect(page.Row("5502")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Row("5501")).ToContainTextAsync("Balcão da Conceição");
    }

    [Fact]
    public async Task A_trunk_a_route_and_a_redirect_are_made_and_what_is_used_is_not_deleted()
    {
        await using Screen screen = await managed.EnterAsync();
        screen.Expect("409");
        IPage page = screen.Page;
        await page.GotoAsync("/extensions/new");
        await page.Field("Número").FillAsync("1730");
        await page.Press("Salvar");
        await page.PanelIsGoneAsync();

        await page.GotoAsync("/trunks/new");
        await page.Field("Nome").FillAsync("operadora");
        await page.Field("Endereço da operadora").FillAsync("127.0.0.1");
        await page.Field("Porta").FillAsync("9");
        await page.Press("Salvar");
        await page.PanelIsGoneAsync();
        await Assertions.Expect(page.Row("operadora")).ToContainTextAsync("127.0.0.1:9");

        await page.GotoAsync("/routes/new");
        await page.Field("Nome").FillAsync("Default");
        await page.Field("Números").FillAsync("X.");
        await page.ChooseAsync("Troncos", "operadora");
        await page.Keyboard.PressAsync("Escape");
        await page.Press("Salvar");
        await page.PanelIsGoneAsync();
        await Assertions.Expect(page.Row("Default")).ToContainTextAsync("operadora");

        await page.GotoAsync("/redirects/new");
        await page.Field("Número chamado (DDR)").FillAsync("1778");
        await page.ChooseAsync("Ramal", "1730");
        await page.Press("Salvar");
        await page.PanelIsGoneAsync();
        await Assertions.Expect(page.Row("1778")).ToContainTextAsync("1730");

        await page.GotoAsync("/trunks/operadora");
        await page.Press("Excluir");
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Excluir tronco operadora?" }).GetByRole(AriaRole.Button, new() { Name = "Excluir" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("é usado por rota “Default”");
        await screen.IsAccessibleAsync();
        await page.Press("Cancelar");

        await page.GotoAsync("/explain?from=1730&dial=190");
        await page.SeesAsync("190 é número de emergência: nenhum cadeado e nenhuma categoria se aplica");
        await page.SeesAsync("operadora");
        await screen.IsAccessibleAsync();
        await screen.PictureAsync("explain");
    }
}
