using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace XHand.Browser.Tests.Rig;

/// <summary>What a person does on a page, by the words that stand there.</summary>
internal static class PageWords
{
    /// <summary>The field with this label; a star says that it must be filled.</summary>
    public static ILocator Field(this IPage page, string label) =>
        page.GetByLabel(new Regex($"^{Regex.Escape(label)}(\\s*\\*)?$")).And(page.Locator("input"));

    /// <summary>Presses the button with this word.</summary>
    public static Task Press(this IPage page, string word) => page.GetByRole(AriaRole.Button, new() { Name = word, Exact = true }).ClickAsync();

    /// <summary>Chooses from a list that opens below its field.</summary>
    public static async Task ChooseAsync(this IPage page, string label, string option)
    {
        await page.Field(label).First.ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option }).First.ClickAsync();
    }

    /// <summary>Waits until exactly this text stands there.</summary>
    public static Task SeesAsync(this IPage page, string text) => Assertions.Expect(page.GetByText(text, new() { Exact = true }).First).ToBeVisibleAsync();

    /// <summary>The row of a table in which this text stands.</summary>
    public static ILocator Row(this IPage page, string text) => page.Locator("tbody tr").Filter(new() { HasText = text });

    /// <summary>Waits until the panel beside the list is gone.</summary>
    public static Task PanelIsGoneAsync(this IPage page) => Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
}
