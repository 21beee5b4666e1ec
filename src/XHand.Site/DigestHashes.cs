using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace XHand.Site;

/// <summary>HA1 of a phone's password in its company's realm, lower-case hex (RFC 7616 3.4.2: H(user:realm:password)).</summary>
/// <param name="Realm">The realm they were made for; in another they mean nothing.</param>
/// <param name="Md5">For MD5.</param>
/// <param name="Sha256">For SHA-256.</param>
public sealed record DigestHashes(string Realm, string Md5, string Sha256)
{
    /// <summary>The hashes of a clear password.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "RFC 7616 keeps MD5 for phones that know nothing else.")]
    public static DigestHashes Of(string number, string realm, string password)
    {
        byte[] text = Encoding.UTF8.GetBytes($"{number}:{realm}:{password}");
        return new(realm, Convert.ToHexStringLower(MD5.HashData(text)), Convert.ToHexStringLower(SHA256.HashData(text)));
    }

    /// <summary>As one line, for a place that encrypts it.</summary>
    internal string ToLine() => $"ha1 {Md5} {Sha256} {Realm}";

    /// <summary>Reads <see cref="ToLine"/> back; null when the text is something else.</summary>
    internal static DigestHashes? FromLine(string line) =>
        line.Split(' ', 4) is ["ha1", { Length: 32 } md5, { Length: 64 } sha256, { Length: > 0 } realm] ? new(realm, md5, sha256) : null;
}
