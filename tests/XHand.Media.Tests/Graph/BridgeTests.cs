using System.Net;

namespace XHand.Media.Tests.Graph;

public sealed class BridgeTests
{
    private readonly CoreBench _bench = new();

    [Fact]
    public void Packets_go_both_ways_with_our_own_source_and_an_unbroken_order()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        for (int i = 0; i < 3; i++)
        {
            _bench.Arrive(ana, SentPacket.Audio(65534 + i, (byte)i, ssrc: 1), CoreBench.AnaPhone);
            _bench.Arrive(bia, SentPacket.Audio(10 + i, (byte)(100 + i), ssrc: 2), CoreBench.BiaPhone);
            _bench.Pass(20);
        }

        IReadOnlyList<SentPacket> toBia = _bench.Take(bia);
        IReadOnlyList<SentPacket> toAna = _bench.Take(ana);
        Assert.Equal([0, 1, 2], toBia.Select(one => (int)one.Body[0]));
        Assert.Equal([100, 101, 102], toAna.Select(one => (int)one.Body[0]));
        Assert.All(toBia, one => Assert.Equal(CoreBench.BiaPhone, one.Peer));
        Assert.Single(toBia.Select(one => one.Ssrc).Distinct());
        Assert.NotEqual(1u, toBia[0].Ssrc);
        Assert.NotEqual(toBia[0].Ssrc, toAna[0].Ssrc);
        Assert.Equal([true, false, false], toBia.Select(one => one.Marker));
        AssertContinuous(toBia, 160);
        AssertContinuous(toAna, 160);
    }

    [Fact]
    public void Payload_numbers_are_rewritten_where_the_legs_differ()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall(biaEvents: 96);
        _bench.Arrive(ana, SentPacket.Audio(1), CoreBench.AnaPhone);
        _bench.Arrive(ana, SentPacket.Key(2, 320, 5, 160, end: false), CoreBench.AnaPhone);
        Assert.Equal([8, 96], _bench.Take(bia).Select(one => one.Payload));

        _bench.Arrive(bia, SentPacket.Key(2, 320, 5, 160, end: false, payload: 96), CoreBench.BiaPhone);
        Assert.Equal([101], _bench.Take(ana).Select(one => one.Payload));
    }

    [Fact]
    public void Different_laws_are_transcoded_and_keys_that_the_other_cannot_take_are_dropped_and_counted()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall(bia: "PCMU", biaEvents: null);
        _bench.Arrive(ana, SentPacket.Audio(1, 0xD5), CoreBench.AnaPhone);
        _bench.Arrive(ana, SentPacket.Key(2, 320, 5, 160, end: false), CoreBench.AnaPhone);
        SentPacket sent = Assert.Single(_bench.Take(bia));
        Assert.Equal(0, sent.Payload);
        Assert.All(sent.Body, code => Assert.InRange(code, 0xFE, 0xFF));
        Assert.Equal(1, _bench.Counters.WrongPayload);
    }

    [Fact]
    public void Losses_and_order_of_the_source_are_shown_as_they_were()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        foreach (int sequence in (int[])[100, 101, 104, 103, 105])
        {
            _bench.Arrive(ana, SentPacket.Audio(sequence), CoreBench.AnaPhone);
        }

        IReadOnlyList<SentPacket> sent = _bench.Take(bia);
        Assert.Equal([0, 1, 4, 3, 5], sent.Select(one => (int)(ushort)(one.Sequence - sent[0].Sequence)));
        Assert.Equal([0, 160, 640, 480, 800], sent.Select(one => (int)(one.Timestamp - sent[0].Timestamp)));
    }

    [Fact]
    public void A_new_partner_goes_on_in_the_stream_of_the_last_without_a_gap()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        MediaLeg caio = _bench.OpenTo(new IPEndPoint(IPAddress.Parse("192.0.2.30"), 6000));
        _bench.Arrive(ana, SentPacket.Audio(500, ssrc: 1), CoreBench.AnaPhone);
        _bench.Pass(20);
        _bench.Arrive(ana, SentPacket.Audio(501, ssrc: 1), CoreBench.AnaPhone);
        _bench.Pass(300);
        _bench.Do(new BridgeLegs(caio, bia));
        _bench.Arrive(caio, SentPacket.Audio(9000, ssrc: 3), new IPEndPoint(IPAddress.Parse("192.0.2.30"), 6000));
        _bench.Pass(20);
        _bench.Arrive(caio, SentPacket.Audio(9001, ssrc: 3), new IPEndPoint(IPAddress.Parse("192.0.2.30"), 6000));
        _bench.Arrive(ana, SentPacket.Audio(502, ssrc: 1), CoreBench.AnaPhone);

        IReadOnlyList<SentPacket> sent = _bench.Take(bia);
        Assert.Equal(4, sent.Count);
        Assert.Single(sent.Select(one => one.Ssrc).Distinct());
        Assert.Equal([0, 1, 2, 3], sent.Select(one => (int)(ushort)(one.Sequence - sent[0].Sequence)));
        Assert.Equal([0, 160, 160 + 2400, 160 + 2400 + 160], sent.Select(one => (int)(one.Timestamp - sent[0].Timestamp)));
        Assert.Equal([true, false, true, false], sent.Select(one => one.Marker));
    }

    [Fact]
    public void A_source_that_starts_anew_from_the_same_address_is_accepted_and_goes_on()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        _bench.Arrive(ana, SentPacket.Audio(500, ssrc: 1), CoreBench.AnaPhone);
        _bench.Pass(20);
        _bench.Arrive(ana, SentPacket.Audio(20000, ssrc: 77), CoreBench.AnaPhone);
        IReadOnlyList<SentPacket> sent = _bench.Take(bia);
        Assert.Equal(1, (ushort)(sent[1].Sequence - sent[0].Sequence));
        Assert.Equal(160u, sent[1].Timestamp - sent[0].Timestamp);
        Assert.Equal(sent[0].Ssrc, sent[1].Ssrc);
    }

    [Fact]
    public void Contributors_extension_and_padding_are_taken_off()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        byte[] plain = SentPacket.Audio(1, 0x33);
        byte[] padded = [0xB1, .. plain[1..12], 9, 9, 9, 9, 0xBE, 0xDE, 0, 1, 1, 2, 3, 4, .. plain[12..], 0, 0, 0, 4];
        _bench.Arrive(ana, padded, CoreBench.AnaPhone);
        SentPacket sent = Assert.Single(_bench.Take(bia));
        Assert.Equal(0x80, sent.Bytes[0]);
        Assert.Equal(plain[12..], sent.Body);
    }

    [Fact]
    public void Hold_stops_what_is_sent_to_the_holder_and_resume_goes_on_without_a_gap()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        _bench.Arrive(ana, SentPacket.Audio(1), CoreBench.AnaPhone);
        _bench.Do(CoreBench.Remote(bia, null) with { Sends = false, Receives = false });
        for (int i = 2; i < 100; i++)
        {
            _bench.Pass(20);
            _bench.Arrive(ana, SentPacket.Audio(i), CoreBench.AnaPhone);
            _bench.Arrive(bia, SentPacket.Audio(i, ssrc: 2), CoreBench.BiaPhone);
        }

        Assert.Single(_bench.Take(bia));
        Assert.Empty(_bench.Take(ana));
        _bench.Do(CoreBench.Remote(bia, CoreBench.BiaPhone));
        _bench.Arrive(ana, SentPacket.Audio(100), CoreBench.AnaPhone);
        _bench.Arrive(bia, SentPacket.Audio(100, ssrc: 2), CoreBench.BiaPhone);
        Assert.Single(_bench.Take(bia));
        Assert.Single(_bench.Take(ana));

        _bench.Do(new CloseLeg(ana), new CloseLeg(bia));
        MediaStatistics held = _bench.Events.OfType<LegClosed>().Single(one => one.Leg == bia).Statistics;
        Assert.Equal(new MediaStatistics(1, 2, 0, 0, 0), held);
    }

    [Fact]
    public void A_packet_of_our_own_that_comes_back_is_not_sent_round_again()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        _bench.Arrive(ana, SentPacket.Audio(1), CoreBench.AnaPhone);
        byte[] ours = Assert.Single(_bench.Take(bia)).Bytes;
        _bench.Arrive(ana, ours, CoreBench.AnaPhone);
        _bench.Arrive(bia, ours, CoreBench.BiaPhone);
        Assert.Empty(_bench.Take(ana));
        Assert.Empty(_bench.Take(bia));
        Assert.Equal(2, _bench.Counters.Loops);
    }

    [Fact]
    public void An_unbridged_leg_falls_silent()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        _bench.Do(new UnbridgeLeg(ana));
        _bench.Arrive(ana, SentPacket.Audio(1), CoreBench.AnaPhone);
        _bench.Arrive(bia, SentPacket.Audio(1), CoreBench.BiaPhone);
        Assert.Empty(_bench.Take(ana));
        Assert.Empty(_bench.Take(bia));
    }

    [Fact]
    public void Another_payload_number_is_dropped_and_counted()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        _bench.Arrive(ana, SentPacket.Audio(1, payload: 18), CoreBench.AnaPhone);
        Assert.Empty(_bench.Take(bia));
        _bench.Do(new CloseLeg(ana));
        Assert.Equal(1, _bench.Events.OfType<LegClosed>().Single().Statistics.PacketsDropped);
    }

    [Fact]
    public void Commands_of_an_older_generation_are_dropped_and_a_newer_address_raises_it()
    {
        MediaLeg first = CoreBench.NewLeg();
        MediaLeg second = first with { Generation = 2 };
        _bench.Open(first);
        _bench.Do(CoreBench.Remote(second, CoreBench.AnaPhone));
        _bench.Do(new PlayTone(first, Tone.Busy), new CloseLeg(first));
        _bench.Pass(100);
        Assert.Empty(_bench.Take(first));
        Assert.Equal(2, _bench.Counters.StaleCommands);
        _bench.Do(new CloseLeg(second));
        Assert.Equal(second, _bench.Events.OfType<LegClosed>().Single().Leg);
    }

    private static void AssertContinuous(IReadOnlyList<SentPacket> packets, uint samples)
    {
        for (int i = 1; i < packets.Count; i++)
        {
            Assert.Equal((ushort)(packets[i - 1].Sequence + 1), packets[i].Sequence);
            Assert.Equal(packets[i - 1].Timestamp + samples, packets[i].Timestamp);
        }
    }
}
