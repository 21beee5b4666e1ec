using System.Buffers.Binary;
using XHand.Loop.Ids;

namespace XHand.Simulation;

/// <summary>What people do by chance, drawn from a source of their own, so that their plans do not change with the network's luck.</summary>
internal sealed class Chance(ulong seed)
{
    private readonly SeededRandom _random = new(seed);

    /// <summary>True in <paramref name="share"/> of the cases, 0 to 1.</summary>
    public bool Is(double share) => Fraction() < share;

    /// <summary>0 up to, not including, <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)(Fraction() * limit);

    /// <summary>A time between the two, in seconds, of whole milliseconds.</summary>
    public TimeSpan Seconds(double from, double to) => TimeSpan.FromMilliseconds(Math.Round((from + (Fraction() * (to - from))) * 1_000));

    // The upper 53 bits: every double of [0, 1) on a grid, the same on every machine.
    private double Fraction()
    {
        Span<byte> bytes = stackalloc byte[8];
        _random.Fill(bytes);
        return (BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> 11) * (1.0 / (1UL << 53));
    }
}
