using System.Buffers.Binary;
using XHand.Media.Codecs;
using XHand.Media.Rtp;

namespace XHand.Media.Graph;

/// <summary>Reads RIFF WAV: 8000 Hz mono in 16 bit linear, A-law or mu-law. Every length is held against the file before it is used.</summary>
internal static class WavReader
{
    private const int FormatPcm = 1;
    private const int FormatALaw = 6;
    private const int FormatMuLaw = 7;

    /// <summary>Reads the file's bytes; null with the reason.</summary>
    public static Sound? TryRead(ReadOnlySpan<byte> file, out string reason)
    {
        if (file.Length < 12 || !file.StartsWith("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
        {
            reason = "not a RIFF WAVE file";
            return null;
        }

        int format = 0;
        int bits = 0;
        ReadOnlySpan<byte> chunks = file[12..];
        while (chunks.Length >= 8)
        {
            ReadOnlySpan<byte> id = chunks[..4];
            uint declared = BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]);
            ReadOnlySpan<byte> rest = chunks[8..];

            // A recorder that was cut off leaves a length of 0 or beyond the end: what is there counts.
            int length = (int)Math.Min(declared, (uint)rest.Length);
            if (id.SequenceEqual("fmt "u8))
            {
                if (!TryReadFormat(rest[..length], out format, out bits, out reason))
                {
                    return null;
                }
            }
            else if (id.SequenceEqual("data"u8))
            {
                return TryDecode(rest[..length], format, bits, out reason);
            }

            int padded = length + (length & 1);
            chunks = padded >= rest.Length ? [] : rest[padded..];
        }

        reason = "no audio data in it";
        return null;
    }

    private static bool TryReadFormat(ReadOnlySpan<byte> chunk, out int format, out int bits, out string reason)
    {
        format = bits = 0;
        if (chunk.Length < 16)
        {
            reason = "its format chunk is too short";
            return false;
        }

        format = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        reason = channels != 1 || rate != RtpClock.RateHz
            ? $"it has {channels} channels at {rate} Hz; wanted is mono at {RtpClock.RateHz} Hz"
            : "";
        return reason.Length == 0;
    }

    private static Sound? TryDecode(ReadOnlySpan<byte> data, int format, int bits, out string reason)
    {
        reason = "";
        switch (format, bits)
        {
            case (FormatPcm, 16):
                short[] linear = new short[data.Length / 2];
                for (int i = 0; i < linear.Length; i++)
                {
                    linear[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(2 * i)..]);
                }

                return new Sound(linear);
            case (FormatALaw or FormatMuLaw, 8):
                G711Law law = format == FormatALaw ? G711Law.ALaw : G711Law.MuLaw;
                short[] decoded = new short[data.Length];
                for (int i = 0; i < decoded.Length; i++)
                {
                    decoded[i] = G711.Decode(law, data[i]);
                }

                return new Sound(decoded);
            default:
                reason = $"its format {format} with {bits} bits is not 16 bit linear, A-law or mu-law";
                return null;
        }
    }
}
