using XHand.Media.Graph;

namespace XHand.Media.Tests.Graph;

public sealed class WavReaderTests
{
    private static readonly byte[] Good = Wav(Format(1, 1, 8000, 16), [1, 0, 0xFF, 0xFF]);

    [Fact]
    public void Sixteen_bit_linear_a_law_and_mu_law_are_read()
    {
        Assert.Equal([1, -1], WavReader.TryRead(Good, out _)!.Samples);
        Assert.Equal([8, -8], WavReader.TryRead(Wav(Format(6, 1, 8000, 8), [0xD5, 0x55]), out _)!.Samples);
        Assert.Equal([0, 32124], WavReader.TryRead(Wav(Format(7, 1, 8000, 8), [0xFF, 0x80]), out _)!.Samples);
    }

    [Fact]
    public void Chunks_that_we_do_not_know_are_passed_over_with_their_padding()
    {
        byte[] file = [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVELIST"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. Good[12..]];
        Assert.Equal([1, -1], WavReader.TryRead(file, out _)!.Samples);
    }

    [Fact]
    public void A_length_beyond_the_end_takes_what_is_there()
    {
        byte[] file = [.. Good];
        file[^8] = file[^7] = file[^6] = file[^5] = 0xFF;
        Assert.Equal([1, -1], WavReader.TryRead(file, out _)!.Samples);
    }

    [Theory]
    [InlineData(1, 2, 8000, 16, "2 channels")]
    [InlineData(1, 1, 44100, 16, "44100 Hz")]
    [InlineData(1, 1, 8000, 24, "24 bits")]
    [InlineData(85, 1, 8000, 16, "format 85")]
    public void Another_format_is_refused_with_what_it_is(int format, int channels, int rate, int bits, string reason)
    {
        Assert.Null(WavReader.TryRead(Wav(Format(format, channels, rate, bits), [0, 0]), out string said));
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_and_every_broken_byte_of_the_head_is_survived()
    {
        for (int length = 0; length < Good.Length; length++)
        {
            WavReader.TryRead(Good.AsSpan(0, length), out _);
        }

        for (int at = 0; at < Good.Length; at++)
        {
            foreach (byte value in (byte[])[0, 1, 0x7F, 0x80, 0xFF])
            {
                byte[] broken = [.. Good];
                broken[at] = value;
                WavReader.TryRead(broken, out _);
            }
        }

        Assert.Null(WavReader.TryRead("not audio at all"u8, out string reason));
        Assert.Equal("not a RIFF WAVE file", reason);
    }

    internal static byte[] Wav(byte[] format, byte[] data) =>
    [
        .. "RIFF"u8, .. BitConverter.GetBytes(20 + format.Length + data.Length), .. "WAVE"u8,
        .. "fmt "u8, .. BitConverter.GetBytes(format.Length), .. format,
        .. "data"u8, .. BitConverter.GetBytes(data.Length), .. data,
    ];

    internal static byte[] Format(int format, int channels, int rate, int bits) =>
    [
        .. BitConverter.GetBytes((short)format), .. BitConverter.GetBytes((short)channels), .. BitConverter.GetBytes(rate),
        .. BitConverter.GetBytes(rate * channels * bits / 8), .. BitConverter.GetBytes((short)(channels * bits / 8)),
        .. BitConverter.GetBytes((short)bits),
    ];
}
