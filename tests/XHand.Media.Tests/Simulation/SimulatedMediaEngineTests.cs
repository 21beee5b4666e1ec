using System.Net;
using XHand.Loop;
using XHand.Media.Simulation;

namespace XHand.Media.Tests.Simulation;

public sealed class SimulatedMediaEngineTests : IMediaEventSink
{
    private static readonly MediaLeg Ana = new(Guid.Parse("019aa000-0000-7000-8000-00000000000a"), 1);
    private static readonly MediaLeg Bia = new(Guid.Parse("019aa000-0000-7000-8000-00000000000b"), 1);

    private readonly VirtualLoop _loop = new(DateTimeOffset.UnixEpoch);
    private readonly List<MediaEvent> _events = [];
    private readonly SimulatedMediaEngine _engine;

    public SimulatedMediaEngineTests()
    {
        MediaSettings settings = new() { FirstPort = 20001, LastPort = 20007, PortQuarantine = TimeSpan.FromSeconds(2) };
        _engine = new SimulatedMediaEngine(settings, _loop, path => path == "en/welcome.wav" ? TimeSpan.FromSeconds(3) : null);
        _engine.Start(this);
    }

    void IMediaEventSink.OnMediaEvent(MediaEvent mediaEvent) => _events.Add(mediaEvent);

    [Fact]
    public void Ports_are_even_limited_and_reused_first_in_first_out_after_their_quarantine()
    {
        On(() =>
        {
            Assert.Equal(3, _engine.TotalPairs);
            Assert.Equal(20002, _engine.TryReserve(Ana, null)!.Port);
            Assert.Equal(20004, _engine.TryReserve(Bia, Ana.Id)!.Port);
            Assert.Equal(20006, _engine.TryReserve(new MediaLeg(Guid.NewGuid(), 1), null)!.Port);
            _engine.TrySend(new CloseLeg(Bia));
            _engine.TrySend(new CloseLeg(Ana));
            Assert.Equal(1, _engine.ReservedPairs);
            Assert.Null(_engine.TryReserve(Ana, null));
        });
        _loop.Advance(TimeSpan.FromSeconds(2));
        On(() => Assert.Equal(20004, _engine.TryReserve(Ana, null)!.Port));
    }

    [Fact]
    public void A_file_ends_after_its_length_and_a_missing_one_at_once_with_a_reason()
    {
        On(() =>
        {
            _engine.TryReserve(Ana, null);
            _engine.TrySend(new PlayFile(Ana, "en/welcome.wav", 7));
        });
        _loop.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Empty(_events);
        _loop.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(new PlayEnded(Ana, 7, true, null), Assert.Single(_events));

        On(() => _engine.TrySend(new PlayFile(Ana, "en/nothing.wav", 8)));
        _loop.RunUntilIdle();
        PlayEnded failed = Assert.IsType<PlayEnded>(_events[1]);
        Assert.False(failed.Completed);
        Assert.Contains("en/nothing.wav", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bridge_ends_what_was_played_and_closing_tells_the_packets_of_its_time()
    {
        On(() =>
        {
            _engine.TryReserve(Ana, null);
            _engine.TryReserve(Bia, Ana.Id);
            _engine.TrySend(new PlayFile(Ana, "en/welcome.wav", 1));
            _engine.TrySend(new BridgeLegs(Ana, Bia));
            Assert.Equal(Bia.Id, _engine.BridgedWith(Ana.Id));
        });
        _loop.Advance(TimeSpan.FromSeconds(10));
        On(() => _engine.TrySend(new CloseLeg(Ana)));
        _loop.RunUntilIdle();

        Assert.Equal(new PlayEnded(Ana, 1, false, null), _events[0]);
        LegClosed closed = Assert.IsType<LegClosed>(_events[1]);
        Assert.Equal(500, closed.Statistics.PacketsReceived);
        Assert.Null(_engine.BridgedWith(Bia.Id));
        Assert.Equal(2, _events.Count);
    }

    [Fact]
    public void A_command_of_an_older_generation_is_dropped()
    {
        On(() =>
        {
            _engine.TryReserve(Ana with { Generation = 2 }, null);
            Assert.True(_engine.TrySend(new PlayTone(Ana, Tone.Busy)));
            Assert.True(_engine.TrySend(new CloseLeg(Ana)));
            Assert.Null(_engine.ToneOf(Ana.Id));
            Assert.Equal(1, _engine.ReservedPairs);
        });
    }

    [Fact]
    public void A_full_queue_refuses_all_but_closing()
    {
        On(() =>
        {
            _engine.TryReserve(Ana, null);
            _engine.AcceptsCommands = false;
            Assert.False(_engine.TrySend(new SetRemote(Ana, new IPEndPoint(IPAddress.Loopback, 4000), null, 8, "PCMA", 101, true, true, true, null)));
            Assert.True(_engine.TrySend(new CloseLeg(Ana)));
        });
        _loop.RunUntilIdle();
        Assert.IsType<LegClosed>(Assert.Single(_events));
    }

    [Fact]
    public void A_close_of_a_generation_whose_address_was_refused_gives_the_ports_back()
    {
        On(() =>
        {
            _engine.TryReserve(Ana, null);
            _engine.TrySend(new CloseLeg(Ana with { Generation = 2 }));
            Assert.Equal(0, _engine.ReservedPairs);
        });
    }

    private void On(Action work)
    {
        _loop.TryPost(LoopLane.InDialog, "test", work);
        _loop.RunUntilIdle();
    }
}
