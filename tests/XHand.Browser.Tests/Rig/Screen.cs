using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using XHand.Peers.Tests.Rig;

namespace XHand.Browser.Tests.Rig;

/// <summary>
/// A browser's page that remembers whatever went wrong in it: what the content security policy refused, what a script threw, what it wrote as an error, answers
/// of 500 and more, dialogs that only injected script would open. <see cref="DisposeAsync"/> fails the test when there is any.
/// </summary>
internal sealed class Screen : IAsyncDisposable
{
    private readonly IBrowserContext _profile;
    private readonly List<string> _wrongs = [];
    private readonly List<string> _expected = [];

    private Screen(IBrowserContext profile, IPage page) => (_profile, Page) = (profile, page);

    /// <summary>Playwright's page.</summary>
    public IPage Page { get; }

    /// <summary>An empty page in that profile.</summary>
    public static async Task<Screen> OpenAsync(IBrowserContext profile)
    {
        // Chromium writes a violation to the console too, but not always with what was refused.
        await profile.AddInitScriptAsync("""
            addEventListener('securitypolicyviolation', (e) => console.error(
              `REFUSED by the policy: ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`));
            """);
        Screen screen = new(profile, await profile.NewPageAsync());
        screen.Page.Console += (_, message) => screen.Note(message.Type == "error", $"console: {message.Text} ({message.Location})");
        screen.Page.PageError += (_, error) => screen.Note(true, $"thrown: {error}");
        screen.Page.Response += (_, answer) => screen.Note(answer.Status >= 500, $"answer: {answer.Status} {answer.Request.Method} {answer.Url}");
        screen.Page.Crash += (_, _) => screen.Note(true, "the page crashed");
        screen.Page.Dialog += (_, dialog) =>
        {
            screen.Note(true, $"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        return screen;
    }

    /// <summary>What is written with this text in it is part of the story, such as the console's line for an answer of 401.</summary>
    public void Expect(string part) => _expected.Add(part);

    /// <summary>Goes to an address of the server and waits until it shows its one main heading.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync(new() { Timeout = 20_000 });
    }

    /// <summary>Keeps a picture of the page in TestResults/browser.</summary>
    public Task PictureAsync(string name) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, name + ".png"), FullPage = true });

    /// <summary>
    /// Fails with each rule that the page breaks of WCAG 2.2 A and AA (axe-core), and where. The script runs in the page by the debugger's way in, which the policy does not bind.
    /// </summary>
    public async Task IsAccessibleAsync([CallerMemberName] string story = "")
    {
        await Page.EvaluateAsync(await AxeAsync());
        string broken = await Page.EvaluateAsync<string>("""
            async () => {
              const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
              const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
              return found.violations
                .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`))
                .join('\n');
            }
            """);
        if (broken.Length > 0)
        {
            await PictureAsync($"not-accessible-{story}");
            Assert.Fail($"{Page.Url} breaks rules of accessibility:\n{broken}");
        }
    }

    /// <summary>Fails with everything that went wrong so far.</summary>
    public void NothingWentWrong()
    {
        lock (_wrongs)
        {
            string[] left = [.. _wrongs.Where(wrong => !_expected.Exists(part => wrong.Contains(part, StringComparison.Ordinal)))];
            Assert.True(left.Length == 0, string.Join('\n', left));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _profile.CloseAsync();
        NothingWentWrong();
    }

    private static string Folder { get; } = Directory.CreateDirectory(Path.Combine(SourceTree.Root, "TestResults", "browser")).FullName;

    private static Task<string> AxeAsync()
    {
        string file = Path.Combine(SourceTree.Root, "src/XHand.Web/client/node_modules/axe-core/axe.min.js");
        Assert.True(File.Exists(file), $"{file} is not there; npm ci in src/XHand.Web/client brings it (deploy/test.sh does).");
        return File.ReadAllTextAsync(file);
    }

    private void Note(bool isWrong, string what)
    {
        if (isWrong)
        {
            lock (_wrongs)
            {
                _wrongs.Add(what);
            }
        }
    }
}
