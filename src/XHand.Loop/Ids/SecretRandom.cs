using System.Security.Cryptography;

namespace XHand.Loop.Ids;

/// <summary>
/// The operating system's random source, for tags, tokens, nonces and keys. Small amounts come out of a block drawn ahead, for a draw costs the
/// same for ten bytes as for a thousand; what was given out is wiped from it. Any thread.
/// </summary>
public sealed class SecretRandom : IRandomSource
{
    private const int BlockBytes = 1024;
    private const int LargestFromBlock = 64;

    private readonly Lock _gate = new();
    private readonly byte[] _block = new byte[BlockBytes];
    private int _used = BlockBytes;

    /// <inheritdoc/>
    public void Fill(Span<byte> destination)
    {
        if (destination.Length > LargestFromBlock)
        {
            RandomNumberGenerator.Fill(destination);
            return;
        }

        lock (_gate)
        {
            if (_used + destination.Length > BlockBytes)
            {
                RandomNumberGenerator.Fill(_block);
                _used = 0;
            }

            Span<byte> taken = _block.AsSpan(_used, destination.Length);
            taken.CopyTo(destination);
            taken.Clear();
            _used += destination.Length;
        }
    }
}
