using System.Text.RegularExpressions;

namespace XHand.House.Tests;

/// <summary>The documents speak the code's own names, and the code names documents that are there.</summary>
public sealed partial class GuideTests
{
    /// <summary>Names that documents mention and .NET defines.</summary>
    private static readonly string[] _foreign = ["TimeProvider", "Task", "TaskCompletionSource", "LibraryImport"];

    [Fact]
    public void Every_type_and_member_that_a_document_names_is_in_the_code()
    {
        HashSet<string> words = [];
        foreach (string file in Checkout.Files("src", "*.cs").Concat(Checkout.Files("tests", "*.cs")))
        {
            words.UnionWith(Word().Matches(File.ReadAllText(file)).Select(m => m.Value));
        }

        string[] missing =
        [
            .. from file in Checkout.Files("docs", "*.md")
               from name in CodeName().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)
               from part in name.Split('.')
               where !words.Contains(part) && !_foreign.Contains(part)
               select $"{Checkout.Shown(file)}: {name}",
        ];
        Assert.True(missing.Length == 0, string.Join("\n", missing));
    }

    [Fact]
    public void Every_document_that_the_code_names_is_there()
    {
        string[] documents = [.. Checkout.Files("docs", "*.md").Select(f => Path.GetFileName(f)), "README.md"];
        string[] missing =
        [
            .. from file in Checkout.Files("src", "*.cs").Concat(Checkout.Files("tests", "*.cs")).Concat(Checkout.Files("migrations", "*.sql"))
               from name in Document().Matches(File.ReadAllText(file)).Select(m => m.Value)
               where !documents.Contains(name)
               select $"{Checkout.Shown(file)}: {name}",
        ];
        Assert.True(missing.Length == 0, string.Join("\n", missing));
    }

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        string[] broken =
        [
            .. from file in Checkout.Files("docs", "*.md").Append(Path.Combine(Checkout.Root, "README.md"))
               from target in Link().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)
               where !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target.Split('#')[0]))
               select $"{Checkout.Shown(file)}: {target}",
        ];
        Assert.True(broken.Length == 0, string.Join("\n", broken));
    }

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Word();

    // `SwitchLoop`, `RoutePlanner.Plan`: with a small letter inside, so that `INVITE` and `XHAND_Demo` stay out.
    [GeneratedRegex(@"`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(?:\.[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)*)(?:<T>|\([^)`]*\))?`")]
    private static partial Regex CodeName();

    [GeneratedRegex(@"\b[A-Z]{4,}\.md\b")]
    private static partial Regex Document();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
