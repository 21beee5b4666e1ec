using System.Text;
using XHand.Loop.Journal;

namespace XHand.Loop.Tests.Journal;

public sealed class Crc32cTests
{
    [Fact]
    public void The_vectors_of_rfc_3720_come_out()
    {
        Assert.Equal(0x8A9136AAu, Crc32c.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32c.Of([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Crc32c.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0xE3069283u, Crc32c.Of(Encoding.ASCII.GetBytes("123456789")));
    }

    [Fact]
    public void The_table_agrees_with_the_processor_at_every_length()
    {
        byte[] bytes = new byte[100];
        new Random(1).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            uint byTable = Crc32c.Finish(Crc32c.AddByTable(Crc32c.Begin(), bytes.AsSpan(0, length)));
            Assert.Equal(byTable, Crc32c.Of(bytes.AsSpan(0, length)));
        }
    }
}
