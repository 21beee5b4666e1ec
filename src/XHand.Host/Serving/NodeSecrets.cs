using System.Security.Cryptography;
using System.Text;
using XHand.Site;

namespace XHand.Host.Serving;

/// <summary>Keys that never leave this machine, all drawn from the one key file: for stored secrets, for nonces, for identities.</summary>
/// <param name="Protector">Encrypts what is stored.</param>
/// <param name="NonceKey">MAC key of digest nonces.</param>
/// <param name="IdentityKey">MAC key of tags, Call-IDs and Contacts.</param>
internal sealed record NodeSecrets(SecretProtector Protector, byte[] NonceKey, byte[] IdentityKey)
{
    private const int KeyBytes = 32;

    /// <summary>From the key file, made at the first start; <see cref="SecretKeyException"/> when it is no key.</summary>
    public static NodeSecrets From(string keyFile)
    {
        SecretProtector protector = SecretProtector.FromKeyFile(keyFile);
        byte[] root = Convert.FromBase64String(File.ReadAllText(keyFile).Trim());
        return new(protector, Derive(root, "sip digest nonces"), Derive(root, "sip identities"));
    }

    private static byte[] Derive(byte[] root, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, root, KeyBytes, info: Encoding.ASCII.GetBytes("xhand " + purpose));
}
