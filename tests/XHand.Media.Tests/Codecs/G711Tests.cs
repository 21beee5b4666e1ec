using XHand.Media.Codecs;

namespace XHand.Media.Tests.Codecs;

public sealed class G711Tests
{
    [Fact]
    public void The_ends_of_both_scales_are_those_of_the_recommendation()
    {
        Assert.Equal(32256, G711.Decode(G711Law.ALaw, 0xAA));
        Assert.Equal(-32256, G711.Decode(G711Law.ALaw, 0x2A));
        Assert.Equal(8, G711.Decode(G711Law.ALaw, 0xD5));
        Assert.Equal(-8, G711.Decode(G711Law.ALaw, 0x55));
        Assert.Equal(32124, G711.Decode(G711Law.MuLaw, 0x80));
        Assert.Equal(-32124, G711.Decode(G711Law.MuLaw, 0x00));
        Assert.Equal(0, G711.Decode(G711Law.MuLaw, 0xFF));
    }

    [Theory]
    [InlineData(nameof(G711Law.ALaw))]
    [InlineData(nameof(G711Law.MuLaw))]
    public void Every_code_survives_decoding_and_encoding(string name)
    {
        G711Law law = Enum.Parse<G711Law>(name);
        for (int code = 0; code < 256; code++)
        {
            short linear = G711.Decode(law, (byte)code);
            byte again = Encode(law, linear);

            // mu-law has two zeros; the negative one comes back as the positive.
            Assert.Equal(law == G711Law.MuLaw && code == 0x7F ? 0xFF : code, again);
        }
    }

    [Theory]
    [InlineData(nameof(G711Law.ALaw))]
    [InlineData(nameof(G711Law.MuLaw))]
    public void Every_sample_is_encoded_to_the_nearest_step(string name)
    {
        G711Law law = Enum.Parse<G711Law>(name);
        for (int sample = short.MinValue; sample <= short.MaxValue; sample++)
        {
            int decoded = G711.Decode(law, Encode(law, (short)sample));
            int step = Math.Max(16, Math.Abs(sample) / 16);
            Assert.True(Math.Abs(decoded - sample) <= step, $"{sample} became {decoded}");
        }
    }

    [Fact]
    public void Converting_between_the_laws_and_back_changes_no_more_than_a_step()
    {
        for (int code = 0; code < 256; code++)
        {
            byte[] there = [(byte)code];
            G711.Transcode(G711Law.ALaw, there);
            G711.Transcode(G711Law.MuLaw, there);
            int before = G711.Decode(G711Law.ALaw, (byte)code);
            int after = G711.Decode(G711Law.ALaw, there[0]);
            Assert.True(Math.Abs(after - before) <= Math.Max(16, Math.Abs(before) / 12), $"{before} became {after}");
        }
    }

    private static byte Encode(G711Law law, short sample)
    {
        byte[] code = new byte[1];
        G711.Encode(law, [sample], code);
        return code[0];
    }
}
