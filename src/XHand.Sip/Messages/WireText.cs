using System.Buffers;
using System.Text;

namespace XHand.Sip.Messages;

/// <summary>Writes what we made ourselves so that it reads back as the same and as nothing else (RFC 3261 25.1).</summary>
internal static class WireText
{
    private const string HexDigits = "0123456789ABCDEF";

    // unreserved and user-unreserved; everything else in a user part is escaped.
    private static readonly SearchValues<char> s_user =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()&=+$,;?/");

    private static readonly SearchValues<char> s_password =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()&=+$,");

    // param-unreserved and unreserved.
    private static readonly SearchValues<char> s_uriParameter =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()[]/:&+$");

    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789ABCDEFabcdef*#-.()+");

    /// <summary>A user part.</summary>
    public static void AppendUser(StringBuilder to, string user) => AppendEscaped(to, user, s_user);

    /// <summary>A password.</summary>
    public static void AppendPassword(StringBuilder to, string password) => AppendEscaped(to, password, s_password);

    /// <summary>The number of a tel URI.</summary>
    public static void AppendNumber(StringBuilder to, string number) => AppendEscaped(to, number, s_number);

    /// <summary>The parameters of a URI.</summary>
    public static void AppendUriParameters(StringBuilder to, SipParameters parameters)
    {
        foreach ((string name, string? value) in parameters.Items)
        {
            to.Append(';');
            AppendEscaped(to, name, s_uriParameter);
            if (value is not null)
            {
                to.Append('=');
                AppendEscaped(to, value, s_uriParameter);
            }
        }
    }

    /// <summary>The parameters of a header; a value that would end early is quoted.</summary>
    public static void AppendHeaderParameters(StringBuilder to, SipParameters parameters)
    {
        foreach ((string name, string? value) in parameters.Items)
        {
            to.Append(';').Append(name);
            if (value is null)
            {
                continue;
            }

            to.Append('=');
            if (IsPlainValue(value) || IsQuoted(value))
            {
                to.Append(value);
            }
            else
            {
                AppendQuoted(to, value);
            }
        }
    }

    /// <summary>
    /// A quoted-string. Control characters become spaces: quoted pairs of them are legal, but a line break never is, and C programs end at a NUL.
    /// </summary>
    public static void AppendQuoted(StringBuilder to, string text)
    {
        to.Append('"');
        foreach (char value in text)
        {
            if (value is '"' or '\\')
            {
                to.Append('\\');
            }

            to.Append(char.IsControl(value) ? ' ' : value);
        }

        to.Append('"');
    }

    /// <summary>A host, IPv6 in brackets.</summary>
    public static void AppendHost(StringBuilder to, string host)
    {
        if (host.Contains(':', StringComparison.Ordinal))
        {
            to.Append('[').Append(host).Append(']');
        }
        else
        {
            to.Append(host);
        }
    }

    private static void AppendEscaped(StringBuilder to, string text, SearchValues<char> plain)
    {
        if (!text.AsSpan().ContainsAnyExcept(plain))
        {
            to.Append(text);
            return;
        }

        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            if (value < 0x80 && plain.Contains((char)value))
            {
                to.Append((char)value);
            }
            else
            {
                to.Append('%').Append(HexDigits[value >> 4]).Append(HexDigits[value & 15]);
            }
        }
    }

    private static bool IsPlainValue(string value)
    {
        foreach (char one in value)
        {
            if (one is <= ' ' or '\x7F' or ';' or ',' or '"' or '<' or '>' or '\\')
            {
                return false;
            }
        }

        return value.Length > 0;
    }

    private static bool IsQuoted(string value)
    {
        if (value is not ['"', .., '"'])
        {
            return false;
        }

        for (int i = 1; i < value.Length - 1; i++)
        {
            if (value[i] == '\\')
            {
                i++;
                if (i == value.Length - 1)
                {
                    return false;
                }
            }
            else if (value[i] == '"' || char.IsControl(value[i]))
            {
                return false;
            }
        }

        return true;
    }
}
