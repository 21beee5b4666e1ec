using System.Buffers.Binary;
using XHand.Loop.Ids;

namespace XHand.Media.Io;

/// <summary>
/// The even ports of a range in an order drawn once: a stranger cannot guess which port the next call gets, and what is bound ahead leaves room for
/// other programs anywhere in the range (two phones on the same machine, say).
/// </summary>
internal static class PortOrder
{
    /// <summary>The ports from <paramref name="firstEvenPort"/> on, each once.</summary>
    public static int[] Draw(int firstEvenPort, int pairs, IRandomSource random)
    {
        int[] ports = [.. Enumerable.Range(0, pairs).Select(i => firstEvenPort + (2 * i))];
        Span<byte> drawn = stackalloc byte[4];
        for (int last = pairs - 1; last > 0; last--)
        {
            random.Fill(drawn);
            int other = (int)(BinaryPrimitives.ReadUInt32LittleEndian(drawn) % (uint)(last + 1));
            (ports[last], ports[other]) = (ports[other], ports[last]);
        }

        return ports;
    }
}
