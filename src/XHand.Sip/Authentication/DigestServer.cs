using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using XHand.Sip.Messages;

namespace XHand.Sip.Authentication;

/// <summary>
/// The server side of digest (RFC 3261 22, RFC 7616, RFC 8760) with stateless nonces: time and an HMAC over time, realm and key. Unknown
/// users take the same time as known ones: the caller passes null and gets Wrong after the same work. Loop thread only, because of the replay window.
/// </summary>
public sealed class DigestServer(TimeProvider time, byte[] nonceKey, TimeSpan nonceLifetime)
{
    /// <summary>Used nonces remembered at once: 10,000 phones with six each; about 6 MB when full.</summary>
    public const int RememberedNonces = 65_536;

    // A clock that is set back makes nonces of the future; a little of it is jitter between reading the clock twice.
    private const long AllowedFutureMs = 5_000;

    // What an unknown user's credentials are compared with: as long and as random as a real HA1, and no password leads to it.
    private readonly DigestSecret _nobody = new(
        Convert.ToHexStringLower(HMACSHA256.HashData(nonceKey, "nobody"u8)[..16]), Convert.ToHexStringLower(HMACSHA256.HashData(nonceKey, "nobody"u8)));

    private readonly NonceWindow _window = new(RememberedNonces);
    private uint _serial;

    /// <summary>The user name of the Authorization (or Proxy-Authorization) header for <paramref name="realm"/>, or null.</summary>
    public static string? UserOf(SipRequest request, string realm) => DigestFields.Find(request, realm)?["username"];

    /// <summary>Checks the credentials for <paramref name="realm"/> against <paramref name="secret"/> (null: no such user).</summary>
    public DigestVerdict Verify(SipRequest request, string realm, DigestSecret? secret)
    {
        if (DigestFields.Find(request, realm) is not { } fields)
        {
            return DigestVerdict.Missing;
        }

        // Nothing returns before the comparison, so that the time it takes tells nothing about who exists.
        bool isRight = IsRight(request, fields, secret ?? _nobody, out uint count) & secret is not null;
        bool isOurs = DigestNonce.TryRead(fields["nonce"] ?? "", nonceKey, realm, out DigestNonce nonce);
        if (!isRight)
        {
            return DigestVerdict.Wrong;
        }

        // Right with a nonce from before a restart, too old or used before: the password is known, only the nonce is not good any more.
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        long expired = now - (long)nonceLifetime.TotalMilliseconds;
        bool isFresh = isOurs && nonce.IssuedMs >= expired && nonce.IssuedMs <= now + AllowedFutureMs;
        return isFresh && _window.TryUse(nonce, count, expired) ? DigestVerdict.Right : DigestVerdict.Stale;
    }

    /// <summary>The values of WWW-Authenticate headers, most preferred first: MD5 alone, or SHA-256 then MD5 when <paramref name="offerSha256"/>.</summary>
    public IReadOnlyList<string> Challenges(string realm, bool stale, bool offerSha256)
    {
        string nonce = new DigestNonce(time.GetUtcNow().ToUnixTimeMilliseconds(), unchecked(++_serial)).ToText(nonceKey, realm);
        return offerSha256
            ? [Challenge(realm, nonce, "SHA-256", stale), Challenge(realm, nonce, "MD5", stale)]
            : [Challenge(realm, nonce, "MD5", stale)];
    }

    /// <summary>HA1 of a password for both algorithms.</summary>
    public static DigestSecret Hash(string user, string realm, string password) => new(
        DigestComputation.Ha1(DigestAlgorithm.Md5, user, realm, password), DigestComputation.Ha1(DigestAlgorithm.Sha256, user, realm, password));

    private static bool IsRight(SipRequest request, DigestFields fields, DigestSecret secret, out uint count)
    {
        bool isSound = TryAlgorithm(fields["algorithm"], out DigestAlgorithm algorithm);
        string ha1 = algorithm == DigestAlgorithm.Sha256 ? secret.Sha256Ha1 : secret.Md5Ha1;
        string uri = fields["uri"] ?? "";
        string nonce = fields["nonce"] ?? "";
        string expected;
        if (fields["qop"] is { } qop)
        {
            string given = fields["nc"] ?? "";
            string cnonce = fields["cnonce"] ?? "";
            isSound &= given.Length == 8 & uint.TryParse(given, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out count)
                & count > 0 & cnonce.Length > 0 & qop.Equals("auth", StringComparison.OrdinalIgnoreCase);
            expected = DigestComputation.Response(algorithm, ha1, nonce, given, cnonce, request.MethodName, uri);
        }
        else
        {
            // Without qop there is no count: such a nonce is good for one request.
            count = 1;
            expected = DigestComputation.LegacyResponse(algorithm, ha1, nonce, request.MethodName, uri);
        }

        byte[] response = Encoding.UTF8.GetBytes((fields["response"] ?? "").ToLowerInvariant());
        bool isEqual = CryptographicOperations.FixedTimeEquals(response, Encoding.UTF8.GetBytes(expected));
        return isEqual & isSound & NamesSameTarget(request, uri);
    }

    // RFC 7616 3.4.6: credentials are for one target. Proxies and phones disagree about host, port and parameters, but who is called must be
    // what was signed, or a listener could send a call elsewhere. Some sign the server alone (sipp, older gateways): a nonce's count serves once,
    // so what a listener gains is one race against the phone itself.
    private static bool NamesSameTarget(SipRequest request, string uri) =>
        SipUri.TryParse(uri, out SipUri signed) && (signed.User is null || string.Equals(signed.User, request.Uri.User, StringComparison.Ordinal));

    private static bool TryAlgorithm(string? name, out DigestAlgorithm algorithm)
    {
        algorithm = "SHA-256".Equals(name, StringComparison.OrdinalIgnoreCase) ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5;
        return name is null || algorithm == DigestAlgorithm.Sha256 || name.Equals("MD5", StringComparison.OrdinalIgnoreCase);
    }

    private static string Challenge(string realm, string nonce, string algorithm, bool stale)
    {
        var text = new StringBuilder("Digest realm=", 128);
        WireText.AppendQuoted(text, realm);
        text.Append(", nonce=\"").Append(nonce).Append("\", qop=\"auth\", algorithm=").Append(algorithm);
        return (stale ? text.Append(", stale=true") : text).ToString();
    }
}
