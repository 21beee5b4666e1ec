using System.Text;
using XHand.Sip.Messages;
using XHand.Sip.Parsing;

namespace XHand.Sip.Authentication;

/// <summary>The parameters of one Digest challenge or of one set of Digest credentials (RFC 7616 3.3 and 3.4), quotes and their escapes resolved.</summary>
internal sealed class DigestFields
{
    // Challenges and credentials have ten at most; the rest would be somebody's filler.
    private const int MaxFields = 32;

    private readonly List<(string Name, string Value)> _fields = new(12);

    /// <summary>The value of a parameter, name without case, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach ((string present, string value) in _fields)
            {
                if (present.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>Parses one header value; null when it is of another scheme or broken.</summary>
    public static DigestFields? Parse(string header)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(header);
        ReadOnlySpan<byte> text = bytes;
        if (text.Length < 8 || !Ascii.EqualsIgnoreCase(text[..6], "Digest"u8) || !SipText.IsWhite(text[6]))
        {
            return null;
        }

        var fields = new DigestFields();
        int at = SkipSeparators(text, 7);
        while (at < text.Length)
        {
            if (!fields.TryRead(text, ref at))
            {
                return null;
            }

            at = SkipSeparators(text, at);
        }

        return fields;
    }

    /// <summary>The credentials for <paramref name="realm"/> in Authorization or Proxy-Authorization, or null.</summary>
    public static DigestFields? Find(SipMessage message, string realm) =>
        Find(message, SipHeader.Authorization, realm) ?? Find(message, SipHeader.ProxyAuthorization, realm);

    private static DigestFields? Find(SipMessage message, SipHeader header, string realm)
    {
        foreach (string value in message.Values(header))
        {
            if (Parse(value) is { } fields && realm.Equals(fields["realm"], StringComparison.Ordinal))
            {
                return fields;
            }
        }

        return null;
    }

    private bool TryRead(ReadOnlySpan<byte> text, ref int at)
    {
        int length = SipText.TokenLength(text[at..]);
        int equals = SipText.SkipWhite(text, at + length);
        if (length == 0 || equals >= text.Length || text[equals] != '=' || _fields.Count == MaxFields)
        {
            return false;
        }

        string name = SipText.Decode(text.Slice(at, length));
        int start = SipText.SkipWhite(text, equals + 1);
        string value;
        if (start < text.Length && text[start] == '"')
        {
            at = SipText.EndOfQuoted(text, start);
            if (at < 0)
            {
                return false;
            }

            value = SipText.Unquote(text[(start + 1)..(at - 1)]);
        }
        else
        {
            int end = text[start..].IndexOfAny(", \t"u8);
            at = end < 0 ? text.Length : start + end;
            value = SipText.Decode(text[start..at]);
        }

        // A name given twice would let two readers see two credentials.
        if (this[name] is not null)
        {
            return false;
        }

        _fields.Add((name, value));
        return true;
    }

    private static int SkipSeparators(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && (text[at] == ',' || SipText.IsWhite(text[at])))
        {
            at++;
        }

        return at;
    }
}
