using System.Security.Cryptography;

namespace XHand.Loop.Ids;

/// <summary>The operating system's random source, for tags, tokens, nonces and keys. Any thread.</summary>
public sealed class SecretRandom : IRandomSource
{
    /// <inheritdoc/>
    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);
}
