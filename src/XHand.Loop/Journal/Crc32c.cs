using System.Buffers.Binary;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace XHand.Loop.Journal;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720 B.4): reflected polynomial 0x82F63B78, start and final XOR all ones. By the processor's
/// instruction where it has one.
/// </summary>
internal static class Crc32c
{
    private const uint Polynomial = 0x82F63B78;

    private static readonly uint[] Table = MakeTable();

    /// <summary>The checksum of <paramref name="bytes"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Finish(Add(Begin(), bytes));

    /// <summary>The state before the first byte.</summary>
    public static uint Begin() => uint.MaxValue;

    /// <summary>The state after <paramref name="bytes"/>.</summary>
    public static uint Add(uint state, ReadOnlySpan<byte> bytes)
    {
        if (Sse42.X64.IsSupported)
        {
            for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            {
                state = (uint)Sse42.X64.Crc32(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            }

            foreach (byte b in bytes)
            {
                state = Sse42.Crc32(state, b);
            }

            return state;
        }

        if (Crc32.Arm64.IsSupported)
        {
            for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            {
                state = Crc32.Arm64.ComputeCrc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            }

            foreach (byte b in bytes)
            {
                state = Crc32.ComputeCrc32C(state, b);
            }

            return state;
        }

        return AddByTable(state, bytes);
    }

    /// <summary>What <see cref="Add"/> does on a processor without the instruction.</summary>
    internal static uint AddByTable(uint state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            state = Table[(byte)(state ^ b)] ^ (state >> 8);
        }

        return state;
    }

    /// <summary>The checksum that <paramref name="state"/> stands for.</summary>
    public static uint Finish(uint state) => ~state;

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
