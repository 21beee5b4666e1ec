using System.Net;
using System.Text;
using XHand.Sip.Resolution;

namespace XHand.Sip.Tests.Resolution;

public sealed class DnsReplyTests
{
    // "_sip._udp.a.example" asked for SRV; its target is "b" with a pointer to "a.example" in the question.
    private static readonly byte[] Srv =
    [
        0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 1,
        4, .. "_sip"u8, 4, .. "_udp"u8, 1, (byte)'A', 7, .. "example"u8, 0, 0, 33, 0, 1,
        0xC0, 12, 0, 33, 0, 1, 0, 0, 0x0E, 0x10, 0, 10, 0, 5, 0, 60, 0x13, 0xC4, 1, (byte)'b', 0xC0, 22,
        1, (byte)'b', 0xC0, 22, 0, 1, 0, 1, 0xFF, 0, 0, 0, 0, 4, 192, 0, 2, 9,
    ];

    [Fact]
    public void Records_are_read_with_names_that_point_back()
    {
        IReadOnlyList<DnsRecord> records = DnsReply.Read(Srv);
        Assert.Equal(2, records.Count);
        Assert.Equal(
            new DnsRecord("_sip._udp.a.example", DnsRecordType.Srv, TimeSpan.FromHours(1)) { Priority = 5, Weight = 60, Port = 5060, Target = "b.a.example" },
            records[0]);
        Assert.Equal(("b.a.example", TimeSpan.Zero, IPAddress.Parse("192.0.2.9")), (records[1].Name, records[1].Lifetime, records[1].Address!));
    }

    [Fact]
    public void A_reply_that_ends_anywhere_gives_what_was_whole()
    {
        for (int length = 0; length < Srv.Length; length++)
        {
            Assert.InRange(DnsReply.Read(Srv.AsSpan(0, length)).Count, 0, 1);
        }
    }

    [Fact]
    public void A_name_that_points_at_itself_or_forwards_ends_the_reading()
    {
        byte[] circle = [0, 7, 0x81, 0x80, 0, 0, 0, 1, 0, 0, 0, 0, 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 9];
        Assert.Empty(DnsReply.Read(circle));
        circle[13] = 20;
        Assert.Empty(DnsReply.Read(circle));
    }

    [Fact]
    public void Whatever_bytes_come_nothing_is_thrown_and_reading_ends()
    {
        Random random = new(4711);
        for (int i = 0; i < 200_000; i++)
        {
            byte[] bytes = [.. Srv];
            for (int j = random.Next(1, 6); j > 0; j--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Assert.InRange(DnsReply.Read(bytes.AsSpan(0, random.Next(bytes.Length + 1))).Count, 0, 200);
        }
    }

    [Fact]
    public void NAPTR_has_its_order_flags_service_and_replacement()
    {
        byte[] data = [0, 10, 0, 50, 1, (byte)'S', 7, .. "SIP+D2u"u8, 0, 4, .. "_sip"u8, 0];
        byte[] reply = [0, 7, 0x81, 0x80, 0, 0, 0, 1, 0, 0, 0, 0, 1, (byte)'a', 0, 0, 35, 0, 1, 0, 0, 0, 9, 0, (byte)data.Length, .. data];
        DnsRecord record = Assert.Single(DnsReply.Read(reply));
        Assert.Equal((10, 50, "s", "SIP+D2U", "_sip"), (record.Priority, record.Weight, record.Flags, record.Service, record.Target));
        Assert.Empty(DnsReply.Read(Encoding.ASCII.GetBytes("no reply")));
    }
}
