namespace XHand.Media.Tests.Graph;

public sealed class SilenceTests
{
    private readonly CoreBench _bench = new(new MediaSettings { RtpTimeout = TimeSpan.FromSeconds(2) });

    [Fact]
    public void Silence_of_a_bridged_peer_is_told_once_and_again_after_it_was_heard()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        for (int i = 0; i < 150; i++)
        {
            _bench.Arrive(bia, SentPacket.Audio(i), CoreBench.BiaPhone);
            _bench.Pass(20);
        }

        Assert.Equal(new RtpTimedOut(ana), Assert.Single(_bench.Events));
        _bench.Arrive(ana, SentPacket.Audio(1), CoreBench.AnaPhone);
        _bench.Pass(4000);
        Assert.Equal(2, _bench.Events.Count(one => one == new RtpTimedOut(ana)));
    }

    [Fact]
    public void A_new_agreement_counts_the_silence_from_its_beginning_and_tells_it_of_itself()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        _bench.Do(CoreBench.Remote(bia, null) with { Receives = false });
        _bench.Pass(2100);
        Assert.Equal(new RtpTimedOut(ana), Assert.Single(_bench.Events));
        MediaLeg next = ana with { Generation = 2 };
        _bench.Do(CoreBench.Remote(next, CoreBench.AnaPhone));
        _bench.Pass(1900);
        Assert.Single(_bench.Events);
        _bench.Pass(200);
        Assert.Equal(new RtpTimedOut(next), _bench.Events[1]);
    }

    [Fact]
    public void A_machine_that_stood_still_takes_no_peer_for_silent()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        _bench.Pass(1000);
        _bench.Stall(60_000);
        _bench.Pass(500);
        Assert.Empty(_bench.Events);
        _bench.Pass(600);
        Assert.Equal([new RtpTimedOut(bia), new RtpTimedOut(ana)], _bench.Events);
    }

    [Fact]
    public void A_caller_that_hears_it_ring_need_not_send()
    {
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone);
        _bench.Do(new PlayTone(ana, Tone.Ringback));
        _bench.Pass(10_000);
        Assert.Empty(_bench.Events);
    }

    [Fact]
    public void A_peer_on_hold_need_not_send_and_after_it_must()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        _bench.Arrive(ana, SentPacket.Audio(1), CoreBench.AnaPhone);
        foreach (MediaLeg leg in (MediaLeg[])[ana, bia])
        {
            _bench.Do(CoreBench.Remote(leg, CoreBench.AnaPhone) with { Receives = false });
        }

        _bench.Pass(10_000);
        Assert.Empty(_bench.Events);
        _bench.Do(CoreBench.Remote(ana, CoreBench.AnaPhone));
        _bench.Pass(1900);
        Assert.Empty(_bench.Events);
        _bench.Pass(200);
        Assert.Equal(new RtpTimedOut(ana), Assert.Single(_bench.Events));
    }

    [Fact]
    public void A_phone_that_put_us_on_hold_may_send_music_or_nothing()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        _bench.Do(CoreBench.Remote(bia, null) with { Sends = false, Receives = false });
        _bench.Do(CoreBench.Remote(ana, CoreBench.AnaPhone) with { Sends = false });
        _bench.Arrive(ana, SentPacket.Audio(1), CoreBench.AnaPhone);
        _bench.Pass(10_000);
        Assert.Empty(_bench.Events);
    }

    [Fact]
    public void Packets_of_a_stranger_do_not_keep_a_call_alive()
    {
        (MediaLeg ana, _) = _bench.OpenCall();
        for (int i = 0; i < 150; i++)
        {
            _bench.Arrive(ana, SentPacket.Audio(i), CoreBench.BiaPhone);
            _bench.Pass(20);
        }

        Assert.Contains(new RtpTimedOut(ana), _bench.Events);
    }

    [Fact]
    public void A_broken_socket_ends_its_leg_and_no_other()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        (MediaLeg caio, MediaLeg duda) = _bench.OpenCall();
        _bench.Rtp(ana).BrokenWith = 9;
        _bench.Arrive(ana, SentPacket.Audio(1), CoreBench.AnaPhone);
        Assert.Equal(new RtpTimedOut(ana), Assert.Single(_bench.Events));
        Assert.Equal(1, _bench.Counters.PortFaults);
        _bench.Arrive(caio, SentPacket.Audio(1), CoreBench.AnaPhone);
        Assert.Single(_bench.Take(duda));
        _bench.Do(new CloseLeg(ana), new CloseLeg(bia));
        Assert.Equal(2, _bench.Events.OfType<LegClosed>().Count());
        Assert.True(_bench.Rtp(ana).IsDisposed);
        Assert.Equal(2, _bench.Released);
    }
}
