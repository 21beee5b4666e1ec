namespace XHand.Sip.Parsing;

/// <summary>A host with an optional port, as in a URI or a Via (RFC 3261 25.1 hostport).</summary>
internal readonly ref struct HostPortView
{
    private HostPortView(ReadOnlySpan<byte> host, int port, int length)
    {
        Host = host;
        Port = port;
        Length = length;
    }

    /// <summary>Host as written, IPv6 without brackets.</summary>
    public ReadOnlySpan<byte> Host { get; }

    /// <summary>1 to 65,535, or 0 when not written.</summary>
    public int Port { get; }

    /// <summary>Bytes that it took from the text.</summary>
    public int Length { get; }

    /// <summary>Reads from the start of <paramref name="text"/>; white space around the colon only where the grammar has it (Via).</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, bool whiteAroundColon, out HostPortView view, out string? error)
    {
        view = default;
        ReadOnlySpan<byte> host;
        int at;
        if (text.Length > 0 && text[0] == '[')
        {
            int close = text.IndexOf((byte)']');
            if (close < 0 || !SipText.IsIPv6(text[1..close]))
            {
                error = "bad IPv6 reference";
                return false;
            }

            host = text[1..close];
            at = close + 1;
        }
        else
        {
            at = SipText.HostLength(text);
            host = text[..at];
            if (at == 0)
            {
                error = "no host";
                return false;
            }
        }

        int colon = whiteAroundColon ? SipText.SkipWhite(text, at) : at;
        if (colon >= text.Length || text[colon] != ':')
        {
            view = new(host, 0, at);
            error = null;
            return true;
        }

        int start = whiteAroundColon ? SipText.SkipWhite(text, colon + 1) : colon + 1;
        int end = start;
        while (end < text.Length && text[end] is >= (byte)'0' and <= (byte)'9')
        {
            end++;
        }

        if (!SipText.TryNumber(text[start..end], out uint port, out _) || port is 0 or > 65_535)
        {
            error = "bad port";
            return false;
        }

        view = new(host, (int)port, end);
        error = null;
        return true;
    }
}
