using XHand.Loop.Ids;

namespace XHand.Loop.Tests.Ids;

public sealed class RandomSourceTests
{
    [Fact]
    public void The_seeded_source_repeats_itself_for_a_seed_and_differs_for_another()
    {
        Assert.Equal(Bytes(new SeededRandom(7), 37), Bytes(new SeededRandom(7), 37));
        Assert.NotEqual(Bytes(new SeededRandom(7), 37), Bytes(new SeededRandom(8), 37));
    }

    [Fact]
    public void The_seeded_source_gives_the_same_bytes_on_every_machine()
    {
        // Worked out by a second implementation of SplitMix64 and xoshiro256**.
        Assert.Equal("16C72E0C2E0B78157E3A116D86D90461", Convert.ToHexString(Bytes(new SeededRandom(42), 16)));
    }

    [Fact]
    public void The_secret_source_fills_every_byte()
    {
        SecretRandom random = new();
        byte[] seen = new byte[64];
        for (int round = 0; round < 64; round++)
        {
            byte[] drawn = Bytes(random, 64);
            for (int i = 0; i < seen.Length; i++)
            {
                seen[i] |= drawn[i];
            }
        }

        Assert.DoesNotContain((byte)0, seen);
    }

    private static byte[] Bytes(IRandomSource random, int length)
    {
        byte[] bytes = new byte[length];
        random.Fill(bytes);
        return bytes;
    }
}
