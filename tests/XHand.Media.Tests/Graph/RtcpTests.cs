using System.Buffers.Binary;
using System.Net;
using XHand.Media.Rtp;

namespace XHand.Media.Tests.Graph;

public sealed class RtcpTests
{
    private static readonly IPEndPoint AnaRtcp = new(CoreBench.AnaPhone.Address, 4001);

    private readonly CoreBench _bench = new();

    [Fact]
    public void Reports_go_to_the_next_port_about_every_five_seconds_with_what_was_sent_and_received()
    {
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone);
        _bench.Do(new PlayTone(ana, Tone.Dial));
        for (int i = 0; i < 1500; i++)
        {
            if (i % 10 != 3)
            {
                _bench.Arrive(ana, SentPacket.Audio(i, ssrc: 0xABCD), CoreBench.AnaPhone);
            }

            _bench.Pass(20);
        }

        List<(byte[] Bytes, Native.Libc.UdpAddress To)> sent = _bench.Rtcp(ana).Sent;
        Assert.InRange(sent.Count, 4, 12);
        Assert.All(sent, one => Assert.Equal(AnaRtcp, one.To.ToEndPoint()));
        byte[] last = sent[^1].Bytes;
        Assert.Equal((0x81, 200, 12), (last[0], last[1], BinaryPrimitives.ReadUInt16BigEndian(last.AsSpan(2))));
        Assert.Equal(0xABCDu, BinaryPrimitives.ReadUInt32BigEndian(last.AsSpan(28)));
        Assert.InRange(last[32], 20, 32);
        uint packets = BinaryPrimitives.ReadUInt32BigEndian(last.AsSpan(20));
        uint octets = BinaryPrimitives.ReadUInt32BigEndian(last.AsSpan(24));
        Assert.InRange(packets, 1000u, 1501u);
        Assert.Equal(packets * 160, octets);
        Assert.Equal((0x81, 202), (last[52], last[53]));

        _bench.Do(new CloseLeg(ana));
        byte[] bye = _bench.Rtcp(ana).Sent[^1].Bytes;
        Assert.Equal((0x81, 203), (bye[^8], bye[^7]));
        MediaStatistics figures = _bench.Events.OfType<LegClosed>().Single().Statistics;
        Assert.Equal(1350, figures.PacketsReceived);
        Assert.Equal(150, figures.PacketsLost);
        Assert.InRange(figures.JitterMs, 0, 0.1);
    }

    [Fact]
    public void Jitter_is_the_one_of_rfc_3550()
    {
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone);
        for (int i = 0; i < 500; i++)
        {
            _bench.Arrive(ana, SentPacket.Audio(i), CoreBench.AnaPhone);
            _bench.Pass(i % 2 == 0 ? 10 : 30);
        }

        _bench.Do(new CloseLeg(ana));
        Assert.Equal(10, _bench.Events.OfType<LegClosed>().Single().Statistics.JitterMs, 0.1);
    }

    [Fact]
    public void The_round_trip_comes_from_what_the_peer_echoes()
    {
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone);
        _bench.Do(new PlayTone(ana, Tone.Dial));
        while (_bench.Rtcp(ana).Sent.Count == 0)
        {
            _bench.Pass(20);
        }

        byte[] ours = _bench.Rtcp(ana).Sent[0].Bytes;
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(ours.AsSpan(4));
        uint middle = BinaryPrimitives.ReadUInt32BigEndian(ours.AsSpan(10));
        _bench.Pass(1250);
        byte[] report = Report(201, 1, ssrc, middle, held: 65536);
        _bench.ArriveRtcp(ana, report, AnaRtcp);
        _bench.Do(new CloseLeg(ana));
        double trip = _bench.Events.OfType<LegClosed>().Single().Statistics.RoundTripMs!.Value;
        Assert.InRange(trip, 229, 271);
    }

    [Fact]
    public void A_goodbye_ends_nothing_and_a_stranger_is_not_read()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        byte[] bye = [.. Report(201, 0, 0, 0, 0), 0x81, 203, 0, 1, 0, 0, 0x04, 0x57];
        _bench.ArriveRtcp(ana, bye, AnaRtcp);
        _bench.ArriveRtcp(ana, bye, new IPEndPoint(IPAddress.Parse("198.51.100.66"), 4001));
        Assert.Equal((1, 1), (_bench.Counters.RtcpReceived, _bench.Counters.Strangers));
        Assert.Empty(_bench.Events);
        _bench.Arrive(ana, SentPacket.Audio(1), CoreBench.AnaPhone);
        Assert.Single(_bench.Take(bia));
    }

    [Fact]
    public void A_peer_that_was_never_sent_to_gets_no_goodbye()
    {
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone);
        _bench.Pass(60_000);
        _bench.Do(new CloseLeg(ana));
        Assert.Empty(_bench.Rtcp(ana).Sent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("80C80006")]
    [InlineData("80C9000100000001FF")]
    [InlineData("80C9FFFF00000001")] // longer than the datagram
    [InlineData("81C9000100000001")] // a block that is not there
    [InlineData("9FC80006000000010000000000000000000000000000000000000000")] // 31 blocks in 28 bytes
    [InlineData("40C9000100000001")] // version 1
    [InlineData("80CB000000000000")] // a goodbye comes first
    [InlineData("80C900010000000185CB0001000000FF")] // five sources in one word
    [InlineData("80C9000100000001000000000000")] // a second part without version
    public void Malformed_reports_are_refused_whole(string hex)
    {
        Assert.False(RtcpReader.TryRead(Convert.FromHexString(hex), 1, out _));
    }

    [Fact]
    public void Random_bytes_never_throw_and_never_hang()
    {
        Random random = new(4711);
        byte[] bytes = new byte[200];
        for (int i = 0; i < 50_000; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)(0x80 | (bytes[0] & 0x3F));
            bytes[1] = (byte)(200 + (bytes[1] % 5));
            bytes[2] = 0;
            bytes[3] = (byte)(bytes[3] % 50);
            Span<byte> datagram = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            _ = RtcpReader.TryRead(datagram, 1, out _);
            _ = RtpHeader.TryParse(datagram, out _);
        }
    }

    private static byte[] Report(byte type, int blocks, uint about, uint lastReport, uint held)
    {
        byte[] report = new byte[8 + (blocks * 24)];
        report[0] = (byte)(0x80 | blocks);
        report[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(report.AsSpan(2), (ushort)((report.Length / 4) - 1));
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(4), 0x457);
        if (blocks > 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(8), about);
            BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(24), lastReport);
            BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(28), held);
        }

        return report;
    }
}
