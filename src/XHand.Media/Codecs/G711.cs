using System.Numerics;

namespace XHand.Media.Codecs;

/// <summary>The two companding laws of ITU-T G.711 as tables, and the way from one to the other.</summary>
internal static class G711
{
    private static readonly short[] ALawLinear = Table(DecodeALaw);
    private static readonly short[] MuLawLinear = Table(DecodeMuLaw);
    private static readonly byte[] ALawToMuLawTable = Convert(ALawLinear, EncodeMuLaw);
    private static readonly byte[] MuLawToALawTable = Convert(MuLawLinear, EncodeALaw);

    /// <summary>What the law calls silence: the code of 0.</summary>
    public static byte Silence(G711Law law) => law == G711Law.ALaw ? (byte)0xD5 : (byte)0xFF;

    /// <summary>The linear 16-bit value of a code.</summary>
    public static short Decode(G711Law law, byte code) => (law == G711Law.ALaw ? ALawLinear : MuLawLinear)[code];

    /// <summary>Encodes as many samples as both spans hold.</summary>
    public static void Encode(G711Law law, ReadOnlySpan<short> samples, Span<byte> codes)
    {
        if (law == G711Law.ALaw)
        {
            for (int i = 0; i < samples.Length && i < codes.Length; i++)
            {
                codes[i] = EncodeALaw(samples[i]);
            }

            return;
        }

        for (int i = 0; i < samples.Length && i < codes.Length; i++)
        {
            codes[i] = EncodeMuLaw(samples[i]);
        }
    }

    /// <summary>Turns codes of <paramref name="from"/> into codes of the other law, in place (G.711 tables 3 and 4).</summary>
    public static void Transcode(G711Law from, Span<byte> codes)
    {
        byte[] table = from == G711Law.ALaw ? ALawToMuLawTable : MuLawToALawTable;
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = table[codes[i]];
        }
    }

    private static short DecodeALaw(byte code)
    {
        int inverted = code ^ 0x55;
        int segment = (inverted >> 4) & 7;
        int value = ((inverted & 15) << 4) + 8;
        value = segment == 0 ? value : (value + 0x100) << (segment - 1);
        return (short)((inverted & 0x80) != 0 ? value : -value);
    }

    private static short DecodeMuLaw(byte code)
    {
        int inverted = ~code;
        int value = ((((inverted & 15) << 3) + 0x84) << ((inverted >> 4) & 7)) - 0x84;
        return (short)((inverted & 0x80) != 0 ? -value : value);
    }

    // 13 significant bits; even bits are inverted on the line.
    private static byte EncodeALaw(short sample)
    {
        int value = sample >> 3;
        int mask = 0xD5;
        if (value < 0)
        {
            mask = 0x55;
            value = -value - 1;
        }

        int segment = value < 32 ? 0 : BitOperations.Log2((uint)value) - 4;
        return (byte)(((segment << 4) | ((value >> Math.Max(1, segment)) & 15)) ^ mask);
    }

    // 14 significant bits with a bias of 33; all bits are inverted on the line.
    private static byte EncodeMuLaw(short sample)
    {
        int value = sample >> 2;
        int mask = 0xFF;
        if (value < 0)
        {
            mask = 0x7F;
            value = -value;
        }

        value = Math.Min(value, 8158) + 33;
        int segment = BitOperations.Log2((uint)value) - 5;
        return (byte)(((segment << 4) | ((value >> (segment + 1)) & 15)) ^ mask);
    }

    private static short[] Table(Func<byte, short> decode)
    {
        short[] table = new short[256];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = decode((byte)i);
        }

        return table;
    }

    private static byte[] Convert(short[] linear, Func<short, byte> encode) => Array.ConvertAll(linear, value => encode(value));
}
