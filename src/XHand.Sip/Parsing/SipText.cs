using System.Buffers;
using System.Text;

namespace XHand.Sip.Parsing;

/// <summary>The character classes of RFC 3261 25.1 and the few scans that every part of the grammar needs.</summary>
internal static class SipText
{
    private static readonly SearchValues<byte> s_token =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~"u8);

    // The underscore is no host name by the RFC, but Windows machines and Docker put it there.
    private static readonly SearchValues<byte> s_host =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"u8);

    private static readonly SearchValues<byte> s_ipv6 = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>True when the text is a token: at least one byte and nothing else.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => text.Length > 0 && !text.ContainsAnyExcept(s_token);

    /// <summary>Length of the token that the text starts with, 0 when none.</summary>
    public static int TokenLength(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExcept(s_token);
        return end < 0 ? text.Length : end;
    }

    /// <summary>Length of the host name or IPv4 address that the text starts with, 0 when none.</summary>
    public static int HostLength(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExcept(s_host);
        return end < 0 ? text.Length : end;
    }

    /// <summary>True for what may stand between the brackets of an IPv6 reference; 45 is the longest such address.</summary>
    public static bool IsIPv6(ReadOnlySpan<byte> text) => text.Length is >= 2 and <= 45 && !text.ContainsAnyExcept(s_ipv6) && text.Contains((byte)':');

    /// <summary>True for space and tab; folds have become spaces before anything is scanned.</summary>
    public static bool IsWhite(byte value) => value is (byte)' ' or (byte)'\t';

    /// <summary>The first offset from <paramref name="at"/> on that is no white space.</summary>
    public static int SkipWhite(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && IsWhite(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>Without the white space around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsWhite(text[start]))
        {
            start++;
        }

        while (end > start && IsWhite(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>
    /// A number of decimal digits and nothing else; one that is too large reads as <see cref="uint.MaxValue"/> with
    /// <paramref name="overflow"/> set. False when it is no number.
    /// </summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, out uint value, out bool overflow)
    {
        ulong sum = 0;
        overflow = false;
        value = 0;
        if (text.IsEmpty)
        {
            return false;
        }

        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            sum = Math.Min((sum * 10) + (uint)(digit - '0'), (ulong)uint.MaxValue + 1);
        }

        overflow = sum > uint.MaxValue;
        value = overflow ? uint.MaxValue : (uint)sum;
        return true;
    }

    /// <summary>
    /// The offset after the closing quote of the quoted-string that starts at <paramref name="at"/>, or -1 when it does not end.
    /// </summary>
    public static int EndOfQuoted(ReadOnlySpan<byte> text, int at)
    {
        for (int i = at + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i + 1;
            }
        }

        return -1;
    }

    /// <summary>Text of bytes; what is no UTF-8 becomes U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> text) => text.IsEmpty ? "" : Encoding.UTF8.GetString(text);

    /// <summary>The content of a quoted-string without its quotes, quoted pairs resolved.</summary>
    public static string Unquote(ReadOnlySpan<byte> inside)
    {
        if (!inside.Contains((byte)'\\'))
        {
            return Decode(inside);
        }

        byte[] plain = new byte[inside.Length];
        int length = 0;
        for (int i = 0; i < inside.Length; i++)
        {
            if (inside[i] == '\\' && i + 1 < inside.Length)
            {
                i++;
            }

            plain[length++] = inside[i];
        }

        return Decode(plain.AsSpan(0, length));
    }

    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    public static int HexValue(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };

    /// <summary>True when every "%" is followed by two hexadecimal digits.</summary>
    public static bool IsEscapedWell(ReadOnlySpan<byte> text)
    {
        int at = text.IndexOf((byte)'%');
        while (at >= 0)
        {
            if (at + 2 >= text.Length || HexValue(text[at + 1]) < 0 || HexValue(text[at + 2]) < 0)
            {
                return false;
            }

            int next = text[(at + 3)..].IndexOf((byte)'%');
            at = next < 0 ? -1 : at + 3 + next;
        }

        return true;
    }

    /// <summary>Text with its "%XX" resolved; a "%" without two digits stays.</summary>
    public static string Unescape(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'%'))
        {
            return Decode(text);
        }

        byte[] plain = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && HexValue(text[i + 1]) >= 0 && HexValue(text[i + 2]) >= 0)
            {
                plain[length++] = (byte)((HexValue(text[i + 1]) << 4) | HexValue(text[i + 2]));
                i += 2;
            }
            else
            {
                plain[length++] = text[i];
            }
        }

        return Decode(plain.AsSpan(0, length));
    }
}
