using System.Text.RegularExpressions;
using Microsoft.Playwright;
using XHand.Peers.Tests.Rig;
using Xunit;

namespace XHand.Browser.Tests.Rig;

/// <summary>A system whose administrator was made by the first start's link, as its owner does it, and who signs in on the page.</summary>
public sealed partial class Managed : IAsyncLifetime
{
    private const string Login = "dona";
    private const string Password = "Pao-quente-6h";

    private readonly Story _story = new();

    /// <summary>The daemon.</summary>
    public Daemon Daemon => _story.Daemon;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        // A password takes long to hash, longer on a machine with other work.
        Assertions.SetDefaultExpectTimeout(40_000);
        await _story.InitializeAsync();
        // It is printed right after the daemon has become ready.
        await Eventually.TrueAsync(
            () => Task.FromResult(SetUpLink().IsMatch(Daemon.Printed)),
            TimeSpan.FromSeconds(60),
            () => "The daemon prints no link for the first start: " + Daemon.Printed);
        Match link = SetUpLink().Match(Daemon.Printed);
        await using Screen screen = await _story.Browser.OpenAsync(_story.Server);
        screen.Expect("/api/v1/session");
        await screen.GoAsync(link.Value);
        await screen.Page.Field("Seu nome").FillAsync("Dona Maria");
        await screen.Page.Field("Usuário").FillAsync(Login);
        await screen.Page.Field("Nova senha").FillAsync(Password);
        await screen.Page.Field("Repita a senha").FillAsync(Password);
        await screen.Page.Press("Criar e entrar");
        await Assertions.Expect(screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Painel", Level = 1 })).ToBeVisibleAsync();
    }

    /// <summary>A page in which the administrator has signed in, whose account speaks that language too unless it is to stay as it is.</summary>
    internal async Task<Screen> EnterAsync(string language = "pt-BR", bool keepsAccount = false)
    {
        Screen screen = await _story.Browser.OpenAsync(_story.Server, language);
        screen.Expect("/api/v1/session");
        await screen.GoAsync("/sign-in");
        await screen.Page.Locator("input[name=username]").FillAsync(Login);
        await screen.Page.Locator("input[name=password]").FillAsync(Password);
        await screen.Page.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(screen.Page.Locator("#main h1")).ToBeVisibleAsync();
        if (!keepsAccount)
        {
            await screen.Page.EvaluateAsync(
                "language => fetch('/api/v1/session/profile', { method: 'PUT', body: JSON.stringify({ language }), headers: { 'X-XHand': '1', 'Content-Type': 'application/json' } })",
                language);
            await screen.GoAsync("/");
        }

        return screen;
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => _story.DisposeAsync();

    [GeneratedRegex("/set-up\\?token=[A-Za-z0-9_-]+")]
    private static partial Regex SetUpLink();
}
