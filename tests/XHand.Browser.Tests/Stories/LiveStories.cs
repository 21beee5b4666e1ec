using Microsoft.Playwright;
using XHand.Browser.Tests.Rig;
using XHand.Peers.Tests.Rig;
using Xunit;

namespace XHand.Browser.Tests.Stories;

/// <summary>What moves by itself: phones that register, a call that rings, is answered and ends in the records.</summary>
public sealed class LiveStories(Managed managed) : IClassFixture<Managed>
{
    [Fact]
    public async Task A_call_between_two_phones_is_seen_while_it_lives_and_in_the_records_afterwards()
    {
        await using Screen screen = await managed.EnterAsync();
        IPage page = screen.Page;
        foreach (string number in new[] { "1700", "1701" })
        {
            await page.GotoAsync("/extensions/new");
            await page.Field("Número").FillAsync(number);
            await page.Field("Nome").FillAsync(number == "1700" ? "Ana" : "Bruno");
            await page.Field("Senha do telefone").FillAsync(Daemon.PasswordOf(number));
            await page.Press("Salvar");
            await page.PanelIsGoneAsync();
        }

        await page.GotoAsync("/registrations");
        await page.SeesAsync("Nenhum telefone registrado");
        await using Baresip ana = await Baresip.StartAsync(managed.Daemon, "1700", 440);
        await using Baresip bruno = await Baresip.StartAsync(managed.Daemon, "1701", 880);
        await Assertions.Expect(page.Row("1700")).ToContainTextAsync("Ana");
        await Assertions.Expect(page.Row("1701")).ToContainTextAsync("baresip");
        await screen.IsAccessibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Chamadas ao vivo" }).First.ClickAsync();
        await page.SeesAsync("Nenhuma chamada agora");
        await ana.DoAsync("dial", $"sip:1701@127.0.0.1:{managed.Daemon.SipPort}");
        await bruno.WaitAsync("CALL_INCOMING");
        await Assertions.Expect(page.Row("1700")).ToContainTextAsync("Tocando");
        await bruno.DoAsync("accept");
        await Assertions.Expect(page.Row("1700")).ToContainTextAsync("Em ligação");
        await screen.IsAccessibleAsync();
        await screen.PictureAsync("live-call");

        await page.GetByRole(AriaRole.Button, new() { Name = "Encerrar a chamada de 1700 para 1701" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Encerrar chamada" }).ClickAsync();
        await page.SeesAsync("Nenhuma chamada agora");

        ILocator record = page.Row("1701");
        await page.GotoAsync("/records");
        await Eventually.TrueAsync(
            async () =>
            {
                await page.Press("Atualizar");
                return await record.CountAsync() > 0;
            },
            TimeSpan.FromSeconds(20),
            () => "No record of the call came.");
        await Assertions.Expect(record).ToContainTextAsync("Atendida");
        await record.GetByRole(AriaRole.Link).ClickAsync();
        await page.SeesAsync("Atendeu");
        await screen.IsAccessibleAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Por que foi para lá" }).ClickAsync();
        await page.SeesAsync("1701 (Bruno) é um ramal: os telefones dele tocam");
        await page.GetByRole(AriaRole.Tab, new() { Name = "2 pernas" }).ClickAsync();
        await page.SeesAsync("quem chamou");
        await screen.PictureAsync("record");
    }
}
