using System.Diagnostics;
using XHand.Browser.Tests.Rig;

namespace XHand.Browser.Tests;

/// <summary>The first page of a system that nobody has set up, as Chromium sees it.</summary>
public sealed class FirstPageTests(Story story) : IClassFixture<Story>
{
    [Theory]
    [InlineData("pt-BR", "pt-BR")]
    [InlineData("en", "en")]
    [InlineData("es", "es")]
    [InlineData("fr", "pt-BR")]
    public async Task It_speaks_the_browsers_language_within_the_policy_and_everyone_can_use_it(string language, string spoken)
    {
        await using Screen screen = await story.Browser.OpenAsync(story.Server, language);
        screen.Expect("/api/v1/session");
        await screen.Page.GotoAsync("/");
        await screen.Page.Locator("#root h1").First.WaitForAsync();
        Assert.Equal(spoken, await screen.Page.EvaluateAsync<string>("document.documentElement.lang"));
        await screen.IsAccessibleAsync(language);
        await screen.PictureAsync($"first-page-{language}");
    }

    [Fact]
    public async Task Cold_it_is_there_within_two_seconds()
    {
        // The best of three: what is measured is the page, not who else used the processor meanwhile.
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            await using Screen screen = await story.Browser.OpenAsync(story.Server);
            screen.Expect("/api/v1/session");
            Stopwatch watch = Stopwatch.StartNew();
            await screen.Page.GotoAsync("/");
            await screen.Page.Locator("#root h1").First.WaitForAsync();
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        Assert.True(best < TimeSpan.FromSeconds(2), $"The first page took {best.TotalMilliseconds:0} ms at best.");
    }
}
