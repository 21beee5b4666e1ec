using System.Net;
using System.Net.Sockets;
using System.Text;

namespace XHand.Site;

/// <summary>Rules for the texts of a site file.</summary>
internal static class SiteText
{
    /// <summary>Why a text may not stand in a field of at most <paramref name="longest"/> characters, or null.</summary>
    public static Reason? Refusal(string text, int longest)
    {
        if (text.Length > longest)
        {
            return SiteReasons.TooLong.With(longest, text.Length);
        }

        foreach (char c in text)
        {
            // Besides the control characters, those that turn the writing direction: they make a name read as another.
            if (char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
            {
                return SiteReasons.ControlCharacter.With($"U+{(int)c:X4}");
            }
        }

        return text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])) ? SiteReasons.OuterSpace.With() : null;
    }

    /// <summary>A text from outside made fit for one line of a message.</summary>
    public static string Shown(string text, int longest = 40)
    {
        StringBuilder shown = new();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, longest)))
        {
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        }

        return text.Length > longest ? shown.Append("...").ToString() : shown.ToString();
    }

    /// <summary>Whether a text is a host name with at least one letter (RFC 1123 2.1): "pabx.example.com".</summary>
    public static bool IsDomain(string text) =>
        text.Length is > 0 and <= 253 && text.Any(char.IsAsciiLetter) && text.Split('.').All(label =>
            label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));

    /// <summary>Whether a text is an IP address in its full form: "203.0.113.7" or "2001:db8::7".</summary>
    public static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out IPAddress? address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 ? !text.AsSpan().ContainsAny("[]%") : address.ToString() == text);

    /// <summary>Whether a text is an IANA time zone that this machine knows.</summary>
    public static bool IsTimeZone(string text) =>
        text.Length is > 0 and <= 64
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
        && char.IsAsciiLetter(text[0])
        && TimeZoneInfo.TryFindSystemTimeZoneById(text, out _);
}
