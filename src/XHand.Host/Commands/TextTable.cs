using System.Globalization;
using System.Text;

namespace XHand.Host.Commands;

/// <summary>Columns for people; programs take <c>--json</c>.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Heads and rows, or <paramref name="empty"/> when there are none.</summary>
    public static string Of(string[] heads, IReadOnlyList<string[]> rows, string empty)
    {
        if (rows.Count == 0)
        {
            return empty + "\n";
        }

        int[] widths = [.. heads.Select((head, i) => Math.Max(Width(head), rows.Max(row => Width(row[i]))))];
        StringBuilder text = new();
        foreach (string[] row in rows.Prepend(heads))
        {
            IEnumerable<string> cells = row.Select((cell, i) => i == row.Length - 1 ? Clean(cell) : Clean(cell) + new string(' ', widths[i] - Width(cell)));
            text.Append(string.Join(Gap, cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    // Names come from phones: control characters must not reach the terminal.
    private static string Clean(string cell) => string.Concat(cell.Select(c => char.IsControl(c) ? ' ' : c));

    private static int Width(string cell) => new StringInfo(cell).LengthInTextElements;
}
