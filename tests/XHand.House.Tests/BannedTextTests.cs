using System.Text.RegularExpressions;

namespace XHand.House.Tests;

/// <summary>What the house does without, each with its reason.</summary>
public sealed class BannedTextTests
{
    /// <summary>Projects whose code decides: no clock, thread or randomness of their own.</summary>
    private static readonly string[] _domain =
        ["XHand.Sip", "XHand.Sdp", "XHand.Site", "XHand.Dialplan", "XHand.Calls", "XHand.Pbx", "XHand.Ivr", "XHand.Acd", "XHand.Dialer"];

    /// <summary>Sockets live here, with their own threads.</summary>
    private static readonly string[] _edges = [Path.Combine("src", "XHand.Sip", "Transport")];

    [Theory]
    [InlineData(@"\bDateTime(Offset)?\.(Utc)?Now\b", "time comes from TimeProvider")]
    [InlineData(@"\bThread\.Sleep\(", "nothing sleeps on a thread")]
    [InlineData(@"\basync void\b", "what it throws ends the process")]
    [InlineData(@"\bCreateUnbounded\b", "every queue has a bound")]
    [InlineData(@"\bNotImplementedException\b", "what is there works")]
    [InlineData(@"\bcatch\s*\{|catch \(Exception\)\s*\{\s*\}", "an error is never swallowed unseen")]
    [InlineData(@"^\s*(public |internal |private |protected )+static (?!readonly|class|partial|async|extern|implicit|explicit|unsafe|void|event|[\w<>?]+ operator)[^({=]+(;|=[^>])", "no mutable statics")]
    public void No_source_has(string pattern, string why) => AssertNone(Checkout.Files("src", "*.cs"), pattern, why);

    [Theory]
    [InlineData(@"\bTask\.(Run|Delay|WhenAny)\b", "flows await loop verbs only")]
    [InlineData(@"\bTaskCompletionSource\b", "it resumes inside someone else's turn; LoopPromise does not")]
    [InlineData(@"\.ConfigureAwait\(false\)", "it leaves the loop")]
    [InlineData(@"^\s*(public|internal|private|protected)[\w ]* event ", "no event members")]
    [InlineData(@"\block \(", "one thread decides; there is nothing to lock")]
    [InlineData(@"\bRandom\.Shared\b|\bGuid\.(NewGuid|CreateVersion7)\b|\bnew Random\(", "randomness and ids are parameters")]
    [InlineData(@"\bStopwatch\.|\bEnvironment\.TickCount", "time comes from TimeProvider")]
    public void No_deciding_source_has(string pattern, string why) => AssertNone(DomainFiles(), pattern, why);

    [Theory]
    [InlineData(@"\bThread\.Sleep\(", "tests turn the clock themselves")]
    [InlineData(@"\bSkip\s*=", "no test is skipped")]
    [InlineData(@"Assert\.True\(true\)", "a test proves something")]
    public void No_test_has(string pattern, string why) =>
        AssertNone(Checkout.Files("tests", "*.cs").Where(f => !f.EndsWith(nameof(BannedTextTests) + ".cs", StringComparison.Ordinal)), pattern, why);

    [Fact]
    public void No_file_passes_400_lines() =>
        Assert.Empty(Checkout.Files("src", "*.cs").Where(f => File.ReadLines(f).Count() > 400).Select(Checkout.Shown));

    [Fact]
    public void No_file_is_named_after_nothing()
    {
        Regex vague = new("(Manager|Helpers?|Utils?|Utilities|Processor|Info|Common|Abstractions)$");
        Assert.Empty(Checkout.Files("src", "*.cs").Where(f => vague.IsMatch(Path.GetFileNameWithoutExtension(f))).Select(Checkout.Shown));
    }

    [Fact]
    public void No_file_names_a_place_of_one_machine()
    {
        // Homes, and folders that only the machine of whoever wrote the line has.
        Regex place = new(@"(?<![\w.])/(home/\w+|root|work|Users/\w+)/");
        string[] kinds = ["*.cs", "*.csproj", "*.md", "*.sh", "*.sql", "*.json", "*.py", "*.yml", "*.service", "run", "xhand"];
        IEnumerable<string> files = kinds.SelectMany(k => Checkout.Files(".", k))
            .Where(f => !f.EndsWith(nameof(BannedTextTests) + ".cs", StringComparison.Ordinal));
        Assert.Empty(files.Where(f => place.IsMatch(File.ReadAllText(f))).Select(Checkout.Shown));
    }

    private static IEnumerable<string> DomainFiles() => _domain
        .SelectMany(p => Checkout.Files(Path.Combine("src", p), "*.cs"))
        .Where(f => !_edges.Any(e => Checkout.Shown(f).StartsWith(e, StringComparison.Ordinal)));

    private static void AssertNone(IEnumerable<string> files, string pattern, string why)
    {
        IReadOnlyList<string> found = SourceText.Find(files, new Regex(pattern));
        Assert.True(found.Count == 0, $"{why}:\n{string.Join("\n", found)}");
    }
}
