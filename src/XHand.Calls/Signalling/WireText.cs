using System.Text;

namespace XHand.Calls.Signalling;

/// <summary>Text of a peer's, made fit to be kept: no control characters, no broken surrogates, not longer than asked.</summary>
public static class WireText
{
    /// <summary>At most <paramref name="length"/> UTF-16 units of <paramref name="text"/>; "" for null.</summary>
    public static string Clean(string? text, int length)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        StringBuilder clean = new(Math.Min(text.Length, length));
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > length)
            {
                break;
            }

            if (!Rune.IsControl(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }
}
