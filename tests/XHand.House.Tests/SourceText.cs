using System.Text.RegularExpressions;

namespace XHand.House.Tests;

/// <summary>C# source with its comments taken out, line by line.</summary>
internal static partial class SourceText
{
    /// <summary>Lines that match, as "file:line: text".</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> files, Regex pattern)
    {
        List<string> found = [];
        foreach (string file in files)
        {
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                if (pattern.IsMatch(Comment().Replace(line, "")))
                {
                    found.Add($"{Checkout.Shown(file)}:{number}: {line.Trim()}");
                }
            }
        }

        return found;
    }

    // A // that no colon precedes, so that the address of a web page stays code.
    [GeneratedRegex(@"(?<!:)//.*$")]
    private static partial Regex Comment();
}
