using System.Buffers;
using System.Text;

namespace XHand.Dialplan;

/// <summary>What a phone sent, made into the number it means.</summary>
/// <param name="Number">Digits, * and a leading + as they stand; other characters too when <paramref name="Defect"/> names them.</param>
/// <param name="Ended">A trailing # (or %23) said that the number is complete.</param>
/// <param name="Defect">Why this cannot be a number, or null.</param>
public sealed record DialledNumber(string Number, bool Ended, string? Defect)
{
    /// <summary>Longest that is looked at: no number with all its prefixes is longer, and a record's column holds it.</summary>
    public const int MaxLength = 40;

    private static readonly SearchValues<char> _allowed = SearchValues.Create("0123456789*");

    /// <summary>
    /// Takes off the trailing #, escapes of * and # (RFC 3261 19.1.2) and visual separators (RFC 3966 5.1.1). Never fails.
    /// </summary>
    public static DialledNumber Of(string dialled)
    {
        // Escapes triple a character and separators may stand between digits: what is longer than this is cut, not read.
        ReadOnlySpan<char> text = dialled.AsSpan().Trim();
        bool tooLong = text.Length > MaxLength * 4;
        string bare = Unescaped(tooLong ? text[..MaxLength] : text);
        bool ended = bare.EndsWith('#');
        string number = bare.TrimEnd('#');
        if (tooLong || number.Length > MaxLength)
        {
            return new(number[..Math.Min(number.Length, MaxLength)], ended, $"is longer than {MaxLength} digits");
        }

        return new(number, ended, DefectOf(number));
    }

    private static string Unescaped(ReadOnlySpan<char> text)
    {
        StringBuilder bare = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (text[i..] is ['%', '2', '3', ..])
            {
                c = '#';
                i += 2;
            }
            else if (text[i..] is ['%', '2', 'A' or 'a', ..])
            {
                c = '*';
                i += 2;
            }

            if (c is not ('-' or '.' or '(' or ')' or ' '))
            {
                bare.Append(c);
            }
        }

        return bare.ToString();
    }

    private static string? DefectOf(string number)
    {
        if (number is "" or "+")
        {
            return "has no digits";
        }

        ReadOnlySpan<char> digits = number[0] == '+' ? number.AsSpan(1) : number;
        if (digits.Contains('#'))
        {
            return "has a # before its end";
        }

        return digits.ContainsAnyExcept(_allowed) ? "is not made of digits" : null;
    }
}
