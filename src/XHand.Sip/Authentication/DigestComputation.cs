using System.Security.Cryptography;
using System.Text;

namespace XHand.Sip.Authentication;

/// <summary>The formulas of RFC 7616 3.4, all results in lower-case hex.</summary>
internal static class DigestComputation
{
    /// <summary>H(user:realm:password).</summary>
    public static string Ha1(DigestAlgorithm algorithm, string user, string realm, string password) => Hash(algorithm, $"{user}:{realm}:{password}");

    /// <summary>HA1 of a "-sess" algorithm: H(HA1:nonce:cnonce).</summary>
    public static string SessionHa1(DigestAlgorithm algorithm, string ha1, string nonce, string cnonce) => Hash(algorithm, $"{ha1}:{nonce}:{cnonce}");

    /// <summary>The response without qop, as RFC 2069 had it and RFC 3261 22.4 still allows.</summary>
    public static string LegacyResponse(DigestAlgorithm algorithm, string ha1, string nonce, string method, string uri) =>
        Hash(algorithm, $"{ha1}:{nonce}:{Hash(algorithm, $"{method}:{uri}")}");

    /// <summary>The response with qop=auth.</summary>
    public static string Response(DigestAlgorithm algorithm, string ha1, string nonce, string count, string cnonce, string method, string uri) =>
        Hash(algorithm, $"{ha1}:{nonce}:{count}:{cnonce}:auth:{Hash(algorithm, $"{method}:{uri}")}");

    private static string Hash(DigestAlgorithm algorithm, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(algorithm == DigestAlgorithm.Md5 ? Md5(bytes) : SHA256.HashData(bytes));
    }

#pragma warning disable CA5351 // MD5 is what RFC 3261 phones speak; where they can, SHA-256 is offered first (RFC 8760).
    private static byte[] Md5(byte[] bytes) => MD5.HashData(bytes);
#pragma warning restore CA5351
}
