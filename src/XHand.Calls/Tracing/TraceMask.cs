using System.Text.RegularExpressions;

namespace XHand.Calls.Tracing;

/// <summary>Takes out of a message's text what nobody should read there: proofs of passwords, keys of media, digits pressed.</summary>
internal static partial class TraceMask
{
    private const string Hidden = "***";

    /// <summary>The text to show.</summary>
    public static string Of(string text)
    {
        int bodyStart = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string head = bodyStart < 0 ? text : text[..bodyStart];
        string body = bodyStart < 0 ? "" : text[bodyStart..];
        head = Credentials().Replace(head, line => Secrets().Replace(line.Value, "$1" + Hidden));
        head = Token().Replace(head, "$1 " + Hidden);
        head = UriPassword().Replace(head, "$1:" + Hidden + "@");
        return head + (body.Length == 0 ? "" : Body(head, body));
    }

    private static string Body(string head, string body)
    {
        if (Digits().IsMatch(head))
        {
            return Signal().IsMatch(body) ? Signal().Replace(body, "$1*") : "\r\n\r\n*";
        }

        return MediaKeys().Replace(body, "$1" + Hidden);
    }

    // Folded lines (RFC 3261 7.3.1) belong to the header.
    [GeneratedRegex(@"^(Proxy-)?Auth(orization|entication-Info)[ \t]*:[^\r\n]*(\r\n[ \t][^\r\n]*)*", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Credentials();

    [GeneratedRegex(@"\b((?:response|rspauth|cnonce|nonce|nextnonce|opaque)\s*=\s*)(?:""[^""]*""|[^,\s]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Secrets();

    // Schemes whose whole value is the secret.
    [GeneratedRegex(@"^((?:Proxy-)?Authorization[ \t]*:[ \t]*(?:Basic|Bearer))[ \t]+\S+", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Token();

    [GeneratedRegex(@"(sips?:[^\s:@<>;,""]*):[^\s@<>]*@", RegexOptions.IgnoreCase)]
    private static partial Regex UriPassword();

    // SDES keys (RFC 4568), ICE passwords (RFC 8839), the old k= line.
    [GeneratedRegex(@"(\binline:|^a=ice-pwd:|^k=)[^\s|]+", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex MediaKeys();

    [GeneratedRegex(@"^(Content-Type|c)[ \t]*:[ \t]*application/(dtmf|vnd\.nortelnetworks\.digits)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Digits();

    [GeneratedRegex(@"\b((?:Signal|d)[ \t]*=[ \t]*)\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Signal();
}
