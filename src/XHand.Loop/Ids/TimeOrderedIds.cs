using System.Buffers.Binary;

namespace XHand.Loop.Ids;

/// <summary>
/// UUIDv7 (RFC 9562 5.7) with rand_a as a counter (6.2, method 1), so that ids of one source only grow, also within a
/// millisecond and when the wall clock steps back. Any thread.
/// </summary>
public sealed class TimeOrderedIds(TimeProvider time, IRandomSource random) : IIdSource
{
    private const int CounterLimit = 1 << 12;

    // RFC 9562 6.2: the counter starts at random with its highest bit zero, to leave room to count.
    private const int CounterSeedMask = (CounterLimit >> 1) - 1;

    private readonly Lock _gate = new();
    private long _milliseconds = -1;
    private int _counter;

    /// <inheritdoc/>
    public Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_gate)
        {
            random.Fill(bytes[6..]);
            long now = time.GetUtcNow().ToUnixTimeMilliseconds();
            int seed = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & CounterSeedMask;
            if (now > _milliseconds)
            {
                _milliseconds = now;
                _counter = seed;
            }
            else if (++_counter == CounterLimit)
            {
                // More than the counter holds in one millisecond: borrow from the next (RFC 9562 6.2).
                _milliseconds++;
                _counter = seed;
            }

            BinaryPrimitives.WriteInt64BigEndian(bytes, (_milliseconds << 16) | 0x7000u | (uint)_counter);
        }

        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
