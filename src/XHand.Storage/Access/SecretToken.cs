using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace XHand.Storage.Access;

/// <summary>What a session or a one-time link is: 256 random bits, 43 characters of base64url, found by their SHA-256.</summary>
internal static class SecretToken
{
    private const int Bytes = 32;
    private const int Characters = 43;

    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>False for text that cannot be one, so that it costs no query.</summary>
    public static bool IsWellFormed(string? text) => text is { Length: Characters } && Base64Url.IsValid(text);

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
