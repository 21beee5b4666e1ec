using XHand.Media.Graph;

namespace XHand.Media.Tests.Graph;

public sealed class PlayTests
{
    private readonly CoreBench _bench = new();

    [Theory]
    [InlineData(Tone.Ringback, 1000, 4000)]
    [InlineData(Tone.Busy, 250, 250)]
    public void A_tone_has_its_frequency_level_and_cadence(Tone tone, int onMs, int offMs)
    {
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone);
        _bench.Do(new PlayTone(ana, tone));
        _bench.Pass(10_000);
        short[] heard = Goertzel.Decode(_bench.Take(ana));
        int period = (onMs + offMs) * 8;
        for (int start = 0; start + period <= heard.Length; start += period)
        {
            Assert.Equal(-10, Goertzel.LevelDbm0(heard.AsSpan(start, onMs * 8), 425), 0.5);
            Assert.Equal(-100, Goertzel.LevelDbm0(heard.AsSpan(start + (onMs * 8), offMs * 8), 425));
            Assert.True(Goertzel.LevelDbm0(heard.AsSpan(start, onMs * 8), 850) < -40);
        }
    }

    [Fact]
    public void Dial_tone_is_continuous_and_congestion_has_two_lengths()
    {
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone, "PCMU");
        _bench.Do(new PlayTone(ana, Tone.Dial));
        _bench.Pass(3000);
        short[] dial = Goertzel.Decode(_bench.Take(ana));
        for (int at = 0; at + 800 <= dial.Length; at += 800)
        {
            Assert.Equal(-10, Goertzel.LevelDbm0(dial.AsSpan(at, 800), 425), 0.6);
        }

        _bench.Do(new PlayTone(ana, Tone.Congestion));
        _bench.Pass(1500);
        short[] congestion = Goertzel.Decode(_bench.Take(ana));
        Assert.Equal([true, false, true, true, true, false], Enumerable.Range(0, 6)
            .Select(i => Goertzel.LevelDbm0(congestion.AsSpan(i * 2000, 2000), 425) > -20));
    }

    [Fact]
    public void Frames_come_every_20_ms_in_one_unbroken_stream()
    {
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone);
        _bench.Do(new PlayTone(ana, Tone.Dial));
        _bench.Pass(1000);
        IReadOnlyList<SentPacket> sent = _bench.Take(ana);
        Assert.InRange(sent.Count, 50, 51);
        Assert.All(sent, one => Assert.Equal((8, 160), (one.Payload, one.Body.Length)));
        Assert.Equal([true, .. Enumerable.Repeat(false, sent.Count - 1)], sent.Select(one => one.Marker));
        Assert.Equal(Enumerable.Range(0, sent.Count), sent.Select(one => (int)(ushort)(one.Sequence - sent[0].Sequence)));
        Assert.Equal(Enumerable.Range(0, sent.Count), sent.Select(one => (int)(one.Timestamp - sent[0].Timestamp) / 160));
    }

    [Fact]
    public void From_ringback_to_the_answer_the_caller_hears_one_stream()
    {
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone);
        _bench.Do(new PlayTone(ana, Tone.Ringback));
        _bench.Pass(100);
        MediaLeg bia = _bench.OpenTo(CoreBench.BiaPhone);
        _bench.Do(new BridgeLegs(ana, bia));
        _bench.Pass(40);
        _bench.Arrive(bia, SentPacket.Audio(4711, ssrc: 9), CoreBench.BiaPhone);
        IReadOnlyList<SentPacket> sent = _bench.Take(ana);
        Assert.Single(sent.Select(one => one.Ssrc).Distinct());
        Assert.Equal((ushort)(sent[^2].Sequence + 1), sent[^1].Sequence);
        Assert.True(sent[^1].Marker);
        Assert.InRange(sent[^1].Timestamp - sent[^2].Timestamp, 160u, 60u * 8);
    }

    [Fact]
    public void A_file_is_played_once_and_its_end_told_once()
    {
        _bench.Sounds["en/welcome.wav"] = SoundLoad.Of(Sine(1000, 2450));
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone);
        _bench.Do(new PlayFile(ana, "en/welcome.wav", 42));
        _bench.Pass(2440);
        Assert.Empty(_bench.Events);
        _bench.Pass(30);
        Assert.Equal(new PlayEnded(ana, 42, true, null), Assert.Single(_bench.Events));
        _bench.Pass(500);
        short[] heard = Goertzel.Decode(_bench.Take(ana));
        Assert.Equal(123 * 160, heard.Length);
        Assert.True(Goertzel.LevelDbm0(heard.AsSpan(0, 2400 * 8), 1000) > -12);
        Assert.Equal(8, heard[^1]);
        Assert.Single(_bench.Events);
    }

    [Fact]
    public void A_file_that_is_still_on_the_disk_begins_when_it_comes_and_a_missing_one_ends_with_the_reason()
    {
        SoundLoad load = new();
        _bench.Sounds["slow"] = load;
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone);
        _bench.Do(new PlayFile(ana, "slow", 1));
        _bench.Pass(500);
        Assert.Empty(_bench.Take(ana));
        load.Settle(Sine(1000, 100), null);
        _bench.Pass(200);
        Assert.Equal(5, _bench.Take(ana).Count);

        SoundLoad missing = new();
        _bench.Sounds["missing"] = missing;
        _bench.Do(new PlayFile(ana, "missing", 2));
        missing.Settle(null, "missing: there is no such file");
        _bench.Pass(5);
        Assert.Equal(
            [new PlayEnded(ana, 1, true, null), new PlayEnded(ana, 2, false, "missing: there is no such file")],
            _bench.Events);
    }

    [Fact]
    public void Whatever_replaces_a_file_ends_it_early_exactly_once()
    {
        _bench.Sounds["long"] = SoundLoad.Of(Sine(1000, 60_000));
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        long id = 0;
        MediaCommand[] enders =
        [
            new StopPlaying(ana), new PlayTone(ana, Tone.Busy), new PlayFile(ana, "long", 100), new BridgeLegs(bia, ana), new CloseLeg(ana),
        ];
        foreach (MediaCommand ender in enders)
        {
            _bench.Events.Clear();
            _bench.Do(new PlayFile(ana, "long", ++id), ender);
            _bench.Pass(100);
            Assert.Equal(new PlayEnded(ana, id, false, null), Assert.Single(_bench.Events.OfType<PlayEnded>(), one => one.PlayId == id));
        }
    }

    [Fact]
    public void While_something_is_played_the_partner_is_not_heard_and_after_it_he_is()
    {
        (MediaLeg ana, MediaLeg bia) = _bench.OpenCall();
        _bench.Do(new PlayTone(ana, Tone.Dial));
        _bench.Arrive(bia, SentPacket.Audio(1, 0x11), CoreBench.BiaPhone);
        _bench.Pass(10);
        Assert.DoesNotContain(_bench.Take(ana), one => one.Body[0] == 0x11);
        _bench.Do(new StopPlaying(ana));
        _bench.Arrive(bia, SentPacket.Audio(2, 0x11), CoreBench.BiaPhone);
        Assert.Equal(0x11, Assert.Single(_bench.Take(ana)).Body[0]);
    }

    [Fact]
    public void A_file_goes_on_while_the_phone_is_on_hold_and_ends_in_time()
    {
        _bench.Sounds["file"] = SoundLoad.Of(Sine(1000, 1000));
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone);
        _bench.Do(new PlayFile(ana, "file", 1), CoreBench.Remote(ana, null) with { Sends = false });
        _bench.Pass(1001);
        Assert.Empty(_bench.Take(ana));
        Assert.True(Assert.IsType<PlayEnded>(Assert.Single(_bench.Events)).Completed);
    }

    [Fact]
    public void After_a_stall_what_is_too_late_is_left_out_counted_and_the_clock_stays_right()
    {
        MediaLeg ana = _bench.OpenTo(CoreBench.AnaPhone);
        _bench.Do(new PlayTone(ana, Tone.Dial));
        _bench.Pass(100);
        _bench.Take(ana);
        _bench.Stall(1000);
        _bench.Pass(20);
        IReadOnlyList<SentPacket> sent = _bench.Take(ana);
        Assert.InRange(sent.Count, 5, 7);
        Assert.Equal(Enumerable.Range(0, sent.Count), sent.Select(one => (int)(ushort)(one.Sequence - sent[0].Sequence)));
        Assert.All(sent.Skip(1), one => Assert.Equal(0u, (one.Timestamp - sent[0].Timestamp) % 160));
        Assert.True(_bench.Counters.LateTicks > 0);
        Assert.InRange(_bench.Counters.WorstLatenessNanoseconds, 900_000_000, 1_000_000_000);
    }

    private static Sound Sine(double frequencyHz, int ms) =>
        new([.. Enumerable.Range(0, ms * 8).Select(i => (short)(8000 * Math.Sin(2 * Math.PI * frequencyHz * i / 8000)))]);
}
