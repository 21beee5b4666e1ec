namespace XHand.Sip.Parsing;

/// <summary>
/// Splits a header's comma list in place, minding quoted strings and angle brackets (RFC 3261 7.3.1). Empty elements are passed over.
/// </summary>
internal ref struct CommaListReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads the elements of a header value.</summary>
    public CommaListReader(ReadOnlySpan<byte> text) => _rest = text;

    /// <summary>The present element without white space around it.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>What follows the present element's comma.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>The next element that is not empty; false at the end.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            int end = EndOfElement(_rest);
            Current = SipText.Trim(_rest[..end]);
            _rest = end < _rest.Length ? _rest[(end + 1)..] : default;
            if (!Current.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static int EndOfElement(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length)
        {
            int mark = text[at..].IndexOfAny((byte)',', (byte)'"', (byte)'<');
            if (mark < 0)
            {
                return text.Length;
            }

            at += mark;
            if (text[at] == ',')
            {
                return at;
            }

            // An open quote or bracket takes the rest: the element is broken and whoever reads it says so.
            int end = text[at] == '"' ? SipText.EndOfQuoted(text, at) : text[at..].IndexOf((byte)'>') is >= 0 and int close ? at + close + 1 : -1;
            if (end < 0)
            {
                return text.Length;
            }

            at = end;
        }

        return text.Length;
    }
}
