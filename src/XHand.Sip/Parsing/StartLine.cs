using System.Text;
using XHand.Sip.Messages;

namespace XHand.Sip.Parsing;

/// <summary>A request line or status line taken apart (RFC 3261 7.1 and 7.2); positions count from its first byte.</summary>
internal readonly record struct StartLine
{
    /// <summary>True for a request line, sound or not; false for a status line and for what is neither.</summary>
    public bool IsRequest { get; private init; }

    /// <summary>The method.</summary>
    public SipMethod Method { get; private init; }

    /// <summary>Bytes of the method's name.</summary>
    public int MethodLength { get; private init; }

    /// <summary>Where the Request-URI stands.</summary>
    public Range Uri { get; private init; }

    /// <summary>100 to 699.</summary>
    public int StatusCode { get; private init; }

    /// <summary>Where the reason phrase stands.</summary>
    public Range Reason { get; private init; }

    /// <summary>Takes a line apart. False with the status to answer with; 0 for what is no SIP or a status line.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out StartLine start, out string? error, out int status) =>
        line.Length >= 4 && Ascii.EqualsIgnoreCase(line[..4], "SIP/"u8)
            ? TryReadStatus(line, out start, out error, out status)
            : TryReadRequest(line, out start, out error, out status);

    private static bool TryReadStatus(ReadOnlySpan<byte> line, out StartLine start, out string? error, out int status)
    {
        start = default;
        status = 0;
        if (line.Length < 11 || !line[4..8].SequenceEqual("2.0 "u8))
        {
            error = "a status line of another version";
            return false;
        }

        ReadOnlySpan<byte> rest = line[8..];
        bool isThreeDigits = rest.Length == 3 || SipText.IsWhite(rest[3]);
        if (!isThreeDigits || !SipText.TryNumber(rest[..3], out uint code, out _) || code is < 100 or > 699)
        {
            error = "a status code outside 100 to 699";
            return false;
        }

        if (rest.Contains((byte)0))
        {
            error = "NUL in a reason phrase";
            return false;
        }

        // RFC 4475 3.1.1.13: the phrase may be empty; that its space is missing then is nothing to lose a call over.
        start = new() { StatusCode = (int)code, Reason = Math.Min(12, line.Length)..line.Length };
        error = null;
        return true;
    }

    private static bool TryReadRequest(ReadOnlySpan<byte> line, out StartLine start, out string? error, out int status)
    {
        start = default;
        status = 0;
        int first = line.IndexOf((byte)' ');
        ReadOnlySpan<byte> trimmed = line;
        while (trimmed.Length > 0 && SipText.IsWhite(trimmed[^1]))
        {
            trimmed = trimmed[..^1];
        }

        int last = trimmed.LastIndexOf((byte)' ');
        if (first <= 0 || last < first || !SipText.IsToken(line[..first]))
        {
            error = "no SIP request line";
            return false;
        }

        ReadOnlySpan<byte> version = trimmed[(last + 1)..];
        if (!IsSipVersion(version))
        {
            error = "no SIP version in the request line";
            return false;
        }

        int uriStart = Math.Min(first + 1, last);
        start = new() { IsRequest = true, Method = SipMethodNames.Find(line[..first]), MethodLength = first, Uri = uriStart..last };
        if (!version[4..].SequenceEqual("2.0"u8))
        {
            error = "a SIP version other than 2.0";
            status = 505;
            return false;
        }

        status = 400;
        if (trimmed.Length != line.Length || last == first)
        {
            error = "superfluous white space in the request line";
            return false;
        }

        if (!UriView.TryRead(line[uriStart..last], out UriView uri, out error))
        {
            return false;
        }

        // RFC 3261 19.1.1 keeps headers out of a Request-URI.
        error = uri.HasHeaders ? "headers in the Request-URI" : null;
        return error is null;
    }

    // "SIP/", digits, ".", digits, in any case (RFC 3261 7.1).
    private static bool IsSipVersion(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 7 or > 16 || !Ascii.EqualsIgnoreCase(text[..4], "SIP/"u8))
        {
            return false;
        }

        ReadOnlySpan<byte> number = text[4..];
        int dot = number.IndexOf((byte)'.');
        return dot > 0 && SipText.TryNumber(number[..dot], out _, out _) && SipText.TryNumber(number[(dot + 1)..], out _, out _);
    }
}
