using System.Text;

namespace XHand.Sip.Parsing;

/// <summary>
/// A URI taken apart in place (RFC 3261 19.1, RFC 3966): what the parser checks with and <see cref="Messages.SipUri"/> is made from. A URI of any
/// other scheme is taken as scheme and opaque rest.
/// </summary>
internal readonly ref struct UriView
{
    /// <summary>What the scheme says about the rest.</summary>
    public SipUriKind Kind { get; private init; }

    /// <summary>Scheme as written.</summary>
    public ReadOnlySpan<byte> Scheme { get; private init; }

    /// <summary>User as written; for tel the number, for other schemes the opaque rest.</summary>
    public ReadOnlySpan<byte> User { get; private init; }

    /// <summary>True when "@" was there (or the scheme has no host).</summary>
    public bool HasUser { get; private init; }

    /// <summary>Password as written.</summary>
    public ReadOnlySpan<byte> Password { get; private init; }

    /// <summary>True when the user part had a colon.</summary>
    public bool HasPassword { get; private init; }

    /// <summary>Host as written, IPv6 without brackets.</summary>
    public ReadOnlySpan<byte> Host { get; private init; }

    /// <summary>Port, or 0.</summary>
    public int Port { get; private init; }

    /// <summary>From the first semicolon to the question mark, or empty.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    /// <summary>What follows the question mark.</summary>
    public ReadOnlySpan<byte> Headers { get; private init; }

    /// <summary>True when a question mark was there.</summary>
    public bool HasHeaders { get; private init; }

    /// <summary>Takes <paramref name="text"/> apart; it must be the URI and nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out UriView view, out string? error)
    {
        view = default;
        int colon = text.IndexOf((byte)':');
        if (colon <= 0 || !IsScheme(text[..colon]))
        {
            error = "no URI scheme";
            return false;
        }

        ReadOnlySpan<byte> rest = text[(colon + 1)..];
        if (rest.IndexOfAnyInRange((byte)0, (byte)' ') >= 0 || rest.IndexOfAny((byte)'<', (byte)'>', (byte)'"') >= 0 || rest.Contains((byte)0x7F))
        {
            error = "white space, quote or bracket inside a URI";
            return false;
        }

        ReadOnlySpan<byte> scheme = text[..colon];
        if (Ascii.EqualsIgnoreCase(scheme, "sip"u8) || Ascii.EqualsIgnoreCase(scheme, "sips"u8))
        {
            return TryReadSip(scheme, rest, out view, out error);
        }

        if (Ascii.EqualsIgnoreCase(scheme, "tel"u8))
        {
            return TryReadTel(scheme, rest, out view, out error);
        }

        error = rest.IsEmpty ? "empty URI" : null;
        view = new() { Kind = SipUriKind.Other, Scheme = scheme, User = rest, HasUser = true };
        return error is null;
    }

    private static bool TryReadSip(ReadOnlySpan<byte> scheme, ReadOnlySpan<byte> rest, out UriView view, out string? error)
    {
        view = default;

        // A user part may hold ";", "?" and "/" (RFC 4475 3.1.1.9), so "@" is looked for before anything else.
        int at = rest.IndexOf((byte)'@');
        ReadOnlySpan<byte> user = at < 0 ? default : rest[..at];
        ReadOnlySpan<byte> host = at < 0 ? rest : rest[(at + 1)..];
        int colon = user.IndexOf((byte)':');
        if (at == 0 || colon == 0)
        {
            error = "empty user in a URI";
            return false;
        }

        if (!SipText.IsEscapedWell(user))
        {
            error = "bad escape in the user of a URI";
            return false;
        }

        if (!HostPortView.TryRead(host, whiteAroundColon: false, out HostPortView hostPort, out error))
        {
            return false;
        }

        ReadOnlySpan<byte> tail = host[hostPort.Length..];
        int question = tail.IndexOf((byte)'?');
        ReadOnlySpan<byte> parameters = question < 0 ? tail : tail[..question];
        error = ParameterReader.Check(parameters);
        view = new()
        {
            Kind = SipUriKind.Sip,
            Scheme = scheme,
            User = colon < 0 ? user : user[..colon],
            HasUser = at > 0,
            Password = colon < 0 ? default : user[(colon + 1)..],
            HasPassword = colon > 0,
            Host = hostPort.Host,
            Port = hostPort.Port,
            Parameters = parameters,
            Headers = question < 0 ? default : tail[(question + 1)..],
            HasHeaders = question >= 0,
        };
        return error is null;
    }

    private static bool TryReadTel(ReadOnlySpan<byte> scheme, ReadOnlySpan<byte> rest, out UriView view, out string? error)
    {
        view = default;
        int semicolon = rest.IndexOf((byte)';');
        ReadOnlySpan<byte> number = semicolon < 0 ? rest : rest[..semicolon];
        ReadOnlySpan<byte> parameters = semicolon < 0 ? default : rest[semicolon..];
        if (number.IsEmpty || !SipText.IsEscapedWell(number))
        {
            error = "bad number in a tel URI";
            return false;
        }

        error = ParameterReader.Check(parameters);
        view = new() { Kind = SipUriKind.Tel, Scheme = scheme, User = number, HasUser = true, Parameters = parameters };
        return error is null;
    }

    private static bool IsScheme(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)value) && value is not ((byte)'+' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter((char)text[0]);
    }
}

/// <summary>What the scheme of a URI says about the rest.</summary>
internal enum SipUriKind
{
    /// <summary>sip or sips.</summary>
    Sip,

    /// <summary>tel.</summary>
    Tel,

    /// <summary>Any other scheme.</summary>
    Other,
}
