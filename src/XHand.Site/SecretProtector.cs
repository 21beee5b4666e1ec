using System.Security.Cryptography;
using System.Text;

namespace XHand.Site;

/// <summary>Encrypts secrets for the database and the disk copy with AES-256-GCM and a key that lives outside the database.</summary>
public sealed class SecretProtector
{
    private const string Version = "v1:";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key;

    /// <summary>With a key of 32 bytes.</summary>
    public SecretProtector(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, SecretKeyFile.KeyBytes);
        _key = [.. key];
    }

    /// <summary>Reads the key file, or makes one (mode 0600) when there is none; <see cref="SecretKeyException"/> when it is no key.</summary>
    public static SecretProtector FromKeyFile(string path) => new(SecretKeyFile.ReadOrCreate(path));

    /// <summary>Reads a key file that must exist; <see cref="SecretKeyException"/> when it does not or is no key.</summary>
    public static SecretProtector FromExistingKeyFile(string path) => new(SecretKeyFile.Read(path));

    /// <summary>"v1:" and base64 of nonce, ciphertext and tag; <paramref name="context"/> is bound in as associated data (table, column, id).</summary>
    public string Protect(string clear, string context)
    {
        int length = Encoding.UTF8.GetByteCount(clear);
        byte[] packed = new byte[NonceBytes + length + TagBytes];
        Span<byte> nonce = packed.AsSpan(0, NonceBytes);
        Span<byte> cipher = packed.AsSpan(NonceBytes, length);
        Encoding.UTF8.GetBytes(clear, cipher);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm aes = new(_key, TagBytes);
        aes.Encrypt(nonce, cipher, cipher, packed.AsSpan(NonceBytes + length), Encoding.UTF8.GetBytes(context));
        return Version + Convert.ToBase64String(packed);
    }

    /// <summary>The clear text; <see cref="CryptographicException"/> when key, context or text do not fit.</summary>
    public string Unprotect(string stored, string context)
    {
        byte[] packed = Unpack(stored);
        Span<byte> clear = packed.AsSpan(NonceBytes, packed.Length - NonceBytes - TagBytes);
        using AesGcm aes = new(_key, TagBytes);
        try
        {
            aes.Decrypt(packed.AsSpan(0, NonceBytes), clear, packed.AsSpan(packed.Length - TagBytes), clear, Encoding.UTF8.GetBytes(context));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new CryptographicException("it was made with another key, belongs to another record, or was altered", e);
        }

        return Encoding.UTF8.GetString(clear);
    }

    private static byte[] Unpack(string stored)
    {
        byte[] packed = new byte[stored.Length];
        return stored.StartsWith(Version, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(stored.AsSpan(Version.Length), packed, out int length)
            && length >= NonceBytes + TagBytes
            ? packed[..length]
            : throw new CryptographicException("it is not an encrypted secret of this system (\"v1:\" and base64)");
    }
}
