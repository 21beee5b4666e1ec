using System.Text;

namespace XHand.Sip.Parsing;

/// <summary>One Via value taken apart in place (RFC 3261 20.42).</summary>
internal readonly ref struct ViaView
{
    /// <summary>Transport as written.</summary>
    public ReadOnlySpan<byte> Transport { get; private init; }

    /// <summary>sent-by host.</summary>
    public ReadOnlySpan<byte> Host { get; private init; }

    /// <summary>sent-by port, or 0.</summary>
    public int Port { get; private init; }

    /// <summary>Parameters from their first semicolon on, or empty.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    /// <summary>Takes one value apart; <paramref name="text"/> must be that and nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out ViaView view, out string? error)
    {
        view = default;
        int at = SipText.SkipWhite(text, 0);
        if (!TryPart(text, ref at, out ReadOnlySpan<byte> name, slash: true) || !Ascii.EqualsIgnoreCase(name, "SIP"u8)
            || !TryPart(text, ref at, out ReadOnlySpan<byte> version, slash: true) || !version.SequenceEqual("2.0"u8)
            || !TryPart(text, ref at, out ReadOnlySpan<byte> transport, slash: false))
        {
            error = "a Via does not start with SIP/2.0/transport";
            return false;
        }

        if (!HostPortView.TryRead(text[at..], whiteAroundColon: true, out HostPortView sentBy, out error))
        {
            return false;
        }

        ReadOnlySpan<byte> parameters = text[(at + sentBy.Length)..];
        error = ParameterReader.Check(parameters);
        view = new() { Transport = transport, Host = sentBy.Host, Port = sentBy.Port, Parameters = parameters };
        return error is null;
    }

    // A token, then "/" with white space around it, or white space alone.
    private static bool TryPart(ReadOnlySpan<byte> text, scoped ref int at, out ReadOnlySpan<byte> part, bool slash)
    {
        int length = SipText.TokenLength(text[at..]);
        part = text.Slice(at, length);
        int next = SipText.SkipWhite(text, at + length);
        if (length == 0 || next >= text.Length)
        {
            return false;
        }

        if (!slash)
        {
            bool spaced = next > at + length;
            at = next;
            return spaced;
        }

        at = SipText.SkipWhite(text, next + 1);
        return text[next] == '/';
    }
}
