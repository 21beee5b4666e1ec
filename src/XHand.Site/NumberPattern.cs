namespace XHand.Site;

/// <summary>
/// The patterns of routes: digits stand for themselves, X for 0 to 9, Z for 1 to 9, N for 2 to 9, [789] or [2-5] for one of these, and a
/// final "." for one or more of anything. Letters count in either case. Pure text: nothing is compiled, and a broken pattern matches nothing.
/// </summary>
public static class NumberPattern
{
    /// <summary>Longest pattern in characters.</summary>
    public const int MaxLength = 80;

    private const int Broken = -1;
    private const int Anything = 11;

    /// <summary>What is wrong with a pattern, with the position counted from 1, or null when it is good.</summary>
    public static Reason? Problem(string pattern)
    {
        if (pattern.Length is 0 or > MaxLength)
        {
            return pattern.Length == 0 ? SiteReasons.Empty.With() : SiteReasons.TooLong.With(MaxLength, pattern.Length);
        }

        for (int i = 0; i < pattern.Length;)
        {
            int start = i;
            if (pattern[i] == '.')
            {
                if (i++ < pattern.Length - 1)
                {
                    return SiteReasons.PatternDot.With(start + 1);
                }
            }
            else if (Element(pattern, ref i) == Broken)
            {
                return Complaint(pattern, start);
            }
        }

        return null;
    }

    /// <summary>Whether the whole number fits the pattern.</summary>
    public static bool Matches(string pattern, string number) => Walk(pattern, number) == number.Length;

    /// <summary>Why a number does not fit, as the end of a sentence about the number, or null when it does.</summary>
    public static string? Mismatch(string pattern, string number)
    {
        int at = Walk(pattern, number);
        return at switch
        {
            _ when at == number.Length => null,
            Broken => "the pattern is broken",
            _ when at > number.Length => $"{number.Length} digits are fewer than it takes",
            _ when at == Length(pattern) => $"{number.Length} digits are more than it takes",
            _ => $"digit {at + 1} is {number[at]}",
        };
    }

    /// <summary>
    /// Orders patterns from narrow to wide: at the first place where they differ, the one that takes fewer digits comes first, and a
    /// "." last.
    /// </summary>
    public static int Compare(string a, string b)
    {
        int i = 0;
        int j = 0;
        while (i < a.Length && j < b.Length)
        {
            int difference = Width(a, ref i) - Width(b, ref j);
            if (difference != 0)
            {
                return difference;
            }
        }

        // Equal as far as both go: the longer one says more.
        return (b.Length - j) - (a.Length - i);
    }

    // How far the number fits: its length when it does, more when the pattern goes on, less at the digit that does not fit.
    private static int Walk(string pattern, string number)
    {
        int at = 0;
        for (int i = 0; i < pattern.Length; at++)
        {
            if (pattern[i] == '.')
            {
                return i < pattern.Length - 1 ? Broken : at < number.Length ? number.Length : at + 1;
            }

            int digits = Element(pattern, ref i);
            if (digits == Broken)
            {
                return Broken;
            }

            if (at >= number.Length)
            {
                return number.Length + 1;
            }

            if (!char.IsAsciiDigit(number[at]) || (digits & (1 << (number[at] - '0'))) == 0)
            {
                return at;
            }
        }

        return pattern.Length == 0 ? Broken : at;
    }

    private static int Length(string pattern)
    {
        int length = 0;
        for (int i = 0; i < pattern.Length; length++)
        {
            Width(pattern, ref i);
        }

        return length;
    }

    private static int Width(string pattern, ref int i)
    {
        if (pattern[i] == '.')
        {
            i++;
            return Anything;
        }

        int digits = Element(pattern, ref i);
        return digits == Broken ? Anything : System.Numerics.BitOperations.PopCount((uint)digits);
    }

    // The digits that one element takes, a bit for each, and on to the next element.
    private static int Element(string pattern, ref int i)
    {
        char c = pattern[i++];
        return c switch
        {
            >= '0' and <= '9' => 1 << (c - '0'),
            'X' or 'x' => 0b11_1111_1111,
            'Z' or 'z' => 0b11_1111_1110,
            'N' or 'n' => 0b11_1111_1100,
            '[' => Set(pattern, ref i),
            _ => Broken,
        };
    }

    private static int Set(string pattern, ref int i)
    {
        int digits = 0;
        while (i < pattern.Length && pattern[i] != ']')
        {
            char first = pattern[i++];
            char last = first;
            if (i + 1 < pattern.Length && pattern[i] == '-')
            {
                last = pattern[i + 1];
                i += 2;
            }

            if (!char.IsAsciiDigit(first) || !char.IsAsciiDigit(last) || last < first)
            {
                return Broken;
            }

            for (char c = first; c <= last; c++)
            {
                digits |= 1 << (c - '0');
            }
        }

        return i++ < pattern.Length && digits != 0 ? digits : Broken;
    }

    private static Reason Complaint(string pattern, int start)
    {
        if (pattern[start] != '[')
        {
            return SiteReasons.PatternSign.With(SiteText.Shown(pattern[start].ToString()), start + 1);
        }

        int end = pattern.IndexOf(']', start);
        return end < 0
            ? SiteReasons.PatternOpen.With(start + 1)
            : SiteReasons.PatternSet.With(SiteText.Shown(pattern[start..(end + 1)]), start + 1);
    }
}
