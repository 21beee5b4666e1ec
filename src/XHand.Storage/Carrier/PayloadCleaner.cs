using System.Globalization;
using System.Text;
using System.Text.Json;

namespace XHand.Storage.Carrier;

/// <summary>
/// Makes a payload fit for PostgreSQL, whose text knows neither NUL nor broken UTF-8 or UTF-16: each such place becomes U+FFFD.
/// Everything else stays as it is.
/// </summary>
internal static class PayloadCleaner
{
    private const string Replacement = "\\ufffd";
    private const int EscapeLength = 6;

    /// <summary>The payload as JSON text, or null with a reason when it is none.</summary>
    public static string? Clean(ReadOnlyMemory<byte> payload, out string reason)
    {
        // Replaces broken UTF-8 as it decodes.
        string text = Encoding.UTF8.GetString(payload.Span);
        if (text.Contains("\\u", StringComparison.Ordinal))
        {
            text = CleanEscapes(text);
        }
        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text));
            while (reader.Read())
            {
            }
            reason = "";
            return text;
        }
        catch (JsonException e)
        {
            reason = $"not JSON: {e.Message}";
            return null;
        }
    }

    // \u0000 is no character for PostgreSQL, half a surrogate pair is none for anybody. In JSON a backslash stands only in strings.
    private static string CleanEscapes(string text)
    {
        StringBuilder clean = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                clean.Append(text[i++]);
            }
            else if (Unit(text, i) is not { } unit)
            {
                clean.Append(text, i, 2);
                i += 2;
            }
            else if (char.IsHighSurrogate(unit) && Unit(text, i + EscapeLength) is { } low && char.IsLowSurrogate(low))
            {
                clean.Append(text, i, 2 * EscapeLength);
                i += 2 * EscapeLength;
            }
            else if (unit == '\0' || char.IsSurrogate(unit))
            {
                clean.Append(Replacement);
                i += EscapeLength;
            }
            else
            {
                clean.Append(text, i, EscapeLength);
                i += EscapeLength;
            }
        }
        return clean.ToString();
    }

    private static char? Unit(string text, int at) =>
        at + EscapeLength <= text.Length && text[at] == '\\' && text[at + 1] == 'u'
        && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit)
            ? (char)unit
            : null;
}
