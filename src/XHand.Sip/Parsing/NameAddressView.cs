namespace XHand.Sip.Parsing;

/// <summary>A name-addr or addr-spec with header parameters taken apart in place (RFC 3261 20.10 and 25.1).</summary>
internal readonly ref struct NameAddressView
{
    /// <summary>Display name: without its quotes when <see cref="IsQuoted"/>; empty when none.</summary>
    public ReadOnlySpan<byte> DisplayName { get; private init; }

    /// <summary>True when the display name was a quoted-string.</summary>
    public bool IsQuoted { get; private init; }

    /// <summary>The URI.</summary>
    public UriView Uri { get; private init; }

    /// <summary>Header parameters from their first semicolon on, or empty.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    /// <summary>Takes one value apart; <paramref name="text"/> must be that and nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out NameAddressView view, out string? error)
    {
        text = SipText.Trim(text);
        if (text.Length > 0 && text[0] == '"')
        {
            int end = SipText.EndOfQuoted(text, 0);
            if (end < 0)
            {
                view = default;
                error = "unterminated quoted string in a display name";
                return false;
            }

            int open = SipText.SkipWhite(text, end);
            if (open >= text.Length || text[open] != '<')
            {
                view = default;
                error = "no '<' after a display name";
                return false;
            }

            return TryReadBracketed(text[1..(end - 1)], isQuoted: true, text[open..], out view, out error);
        }

        int mark = text.IndexOfAny("<;,\""u8);
        if (mark >= 0 && text[mark] == '<')
        {
            ReadOnlySpan<byte> name = SipText.Trim(text[..mark]);

            // More than tokens is taken (phones send "Ana (sala)" and UTF-8 unquoted), but nothing that would change the meaning.
            if (name.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 || name.Contains((byte)'\\'))
            {
                view = default;
                error = "bad character in a display name";
                return false;
            }

            return TryReadBracketed(name, isQuoted: false, text[mark..], out view, out error);
        }

        return TryReadBare(text, out view, out error);
    }

    private static bool TryReadBracketed(ReadOnlySpan<byte> name, bool isQuoted, ReadOnlySpan<byte> text, out NameAddressView view, out string? error)
    {
        view = default;
        int close = text.IndexOf((byte)'>');
        if (close < 0)
        {
            error = "no '>' after a URI";
            return false;
        }

        if (!UriView.TryRead(text[1..close], out UriView uri, out error))
        {
            return false;
        }

        ReadOnlySpan<byte> parameters = text[(close + 1)..];
        error = ParameterReader.Check(parameters);
        view = new() { DisplayName = name, IsQuoted = isQuoted, Uri = uri, Parameters = parameters };
        return error is null;
    }

    // RFC 3261 20.10: without brackets everything from ";" on belongs to the header, and a URI with "?" or "," must have brackets.
    private static bool TryReadBare(ReadOnlySpan<byte> text, out NameAddressView view, out string? error)
    {
        view = default;
        int end = text.IndexOfAny("; \t,"u8);
        ReadOnlySpan<byte> bare = end < 0 ? text : text[..end];
        if (bare.Contains((byte)'?'))
        {
            error = "a URI with '?' stands without brackets";
            return false;
        }

        if (!UriView.TryRead(bare, out UriView uri, out error))
        {
            return false;
        }

        ReadOnlySpan<byte> parameters = end < 0 ? default : text[end..];
        error = ParameterReader.Check(parameters);
        view = new() { Uri = uri, Parameters = parameters };
        return error is null;
    }
}
