using System.Text;
using XHand.Loop.Ids;
using XHand.Sip.Messages;

namespace XHand.Sip.Authentication;

/// <summary>The client side of digest: answers a 401 or 407.</summary>
public sealed class DigestClient(IRandomSource random)
{
    private const int CnonceBytes = 16;

    /// <summary>
    /// The header (Authorization or Proxy-Authorization) that answers the strongest challenge we can; null when there is none.
    /// </summary>
    public (string Name, string Value)? Answer(SipResponse challenge, SipMethod method, SipUri uri, string user, string password)
    {
        bool isProxy = challenge.StatusCode == 407;
        Challenge? best = null;
        foreach (string value in challenge.Values(isProxy ? SipHeader.ProxyAuthenticate : SipHeader.WwwAuthenticate))
        {
            // RFC 8760 2.4: the strongest, and of equals the topmost.
            if (Challenge.Read(value) is { } one && (best is null || one.Algorithm > best.Algorithm))
            {
                best = one;
            }
        }

        return best is null ? null : (isProxy ? "Proxy-Authorization" : "Authorization", Credentials(best, method, uri.ToString(), user, password));
    }

    private string Credentials(Challenge challenge, SipMethod method, string uri, string user, string password)
    {
        const string Count = "00000001";
        Span<byte> bytes = stackalloc byte[CnonceBytes];
        random.Fill(bytes);
        string cnonce = Convert.ToHexStringLower(bytes);
        string methodName = SipMethodNames.NameOf(method);
        string ha1 = DigestComputation.Ha1(challenge.Algorithm, user, challenge.Realm, password);
        if (challenge.IsSession)
        {
            ha1 = DigestComputation.SessionHa1(challenge.Algorithm, ha1, challenge.Nonce, cnonce);
        }

        string response = challenge.HasQop
            ? DigestComputation.Response(challenge.Algorithm, ha1, challenge.Nonce, Count, cnonce, methodName, uri)
            : DigestComputation.LegacyResponse(challenge.Algorithm, ha1, challenge.Nonce, methodName, uri);

        var text = new StringBuilder("Digest username=", 320);
        WireText.AppendQuoted(text, user);
        Quoted(text, "realm", challenge.Realm);
        Quoted(text, "nonce", challenge.Nonce);
        Quoted(text, "uri", uri);
        Quoted(text, "response", response);
        if (challenge.AlgorithmName is not null)
        {
            text.Append(", algorithm=").Append(challenge.AlgorithmName);
        }

        if (challenge.HasQop)
        {
            text.Append(", qop=auth, nc=").Append(Count);
        }

        if (challenge.HasQop || challenge.IsSession)
        {
            Quoted(text, "cnonce", cnonce);
        }

        if (challenge.Opaque is not null)
        {
            Quoted(text, "opaque", challenge.Opaque);
        }

        return text.ToString();
    }

    private static void Quoted(StringBuilder text, string name, string value)
    {
        text.Append(", ").Append(name).Append('=');
        WireText.AppendQuoted(text, value);
    }

    private sealed record Challenge(string Realm, string Nonce, string? Opaque, DigestAlgorithm Algorithm, string? AlgorithmName, bool IsSession, bool HasQop)
    {
        // Null for what we cannot answer: another scheme, an unknown algorithm, auth-int alone.
        public static Challenge? Read(string header)
        {
            if (DigestFields.Parse(header) is not { } fields || fields["realm"] is not { } realm || fields["nonce"] is not { } nonce)
            {
                return null;
            }

            string? qop = fields["qop"];
            bool offersAuth = qop?.Split(',', StringSplitOptions.TrimEntries).Contains("auth", StringComparer.OrdinalIgnoreCase) ?? false;
            (DigestAlgorithm Algorithm, string? Name, bool IsSession)? known = fields["algorithm"]?.ToUpperInvariant() switch
            {
                null => (DigestAlgorithm.Md5, null, false),
                "MD5" => (DigestAlgorithm.Md5, "MD5", false),
                "MD5-SESS" => (DigestAlgorithm.Md5, "MD5-sess", true),
                "SHA-256" => (DigestAlgorithm.Sha256, "SHA-256", false),
                "SHA-256-SESS" => (DigestAlgorithm.Sha256, "SHA-256-sess", true),
                _ => null,
            };
            return known is not { } algorithm || (qop is not null && !offersAuth)
                ? null
                : new(realm, nonce, fields["opaque"], algorithm.Algorithm, algorithm.Name, algorithm.IsSession, offersAuth);
        }
    }
}
