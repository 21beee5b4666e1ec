using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop.Ids;
using XHand.Media.Tests.Graph;

namespace XHand.Media.Tests;

public sealed class MediaEngineTests : IMediaEventSink, IDisposable
{
    private static int s_nextRange;

    private readonly GatedLoop _loop = new();
    private readonly ConcurrentQueue<MediaEvent> _events = new();
    private readonly int _firstPort;
    private MediaEngine? _engine;

    public MediaEngineTests()
    {
        // Below the kernel's own range, apart from other runs on this machine; a port that is taken all the same is passed over.
        int run = Environment.ProcessId % 70;
        _firstPort = 11_000 + (run * 300) + (Interlocked.Increment(ref s_nextRange) % 5 * 60);
    }

    void IMediaEventSink.OnMediaEvent(MediaEvent mediaEvent) => _events.Enqueue(mediaEvent);

    public void Dispose()
    {
        _loop.Open();
        _engine?.Dispose();
        _loop.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Two_phones_hear_each_other_through_real_sockets(int loops)
    {
        // With two loops the legs are first apart, and the second is moved when they are bridged.
        Start(new MediaSettings { Loops = loops });
        using Phone ana = new();
        using Phone bia = new();
        (MediaLeg leg, int port) first = Open(ana);
        (MediaLeg leg, int port) second = Open(bia);
        Assert.Equal(0, first.port % 2);
        Send(new BridgeLegs(first.leg, second.leg));
        Settle(second.leg);
        for (int i = 0; i < 50; i++)
        {
            ana.Send(SentPacket.Audio(i, 0x11, ssrc: 1), first.port);
            bia.Send(SentPacket.Audio(i, 0x22, ssrc: 2), second.port);
            SentPacket toBia = bia.Receive();
            SentPacket toAna = ana.Receive();
            Assert.Equal((0x11, second.port), (toBia.Body[0], toBia.Peer.Port));
            Assert.Equal((0x22, first.port), (toAna.Body[0], toAna.Peer.Port));
        }

        Send(new CloseLeg(first.leg), new CloseLeg(second.leg));
        MediaStatistics figures = WaitFor<LegClosed>(one => one.Leg == second.leg).Statistics;
        Assert.Equal((50, 50, 0, 0), (figures.PacketsReceived, figures.PacketsSent, figures.PacketsLost, figures.PacketsDropped));
        Assert.True(SpinWait.SpinUntil(() => _engine!.ReservedPairs == 0, 30_000));
        Assert.Equal(100, _engine!.ReadMetrics().PacketsSent);
    }

    [Fact]
    public void What_is_commanded_while_a_leg_changes_its_loop_is_done_after_it()
    {
        Start(new MediaSettings { Loops = 2, PortQuarantine = TimeSpan.Zero });
        using Phone phone = new();
        for (int i = 0; i < 200; i++)
        {
            (MediaLeg leg, int _) first = Open(phone);
            (MediaLeg leg, int _) second = Open(phone);
            Send(
                new BridgeLegs(first.leg, second.leg),
                new PlayFile(second.leg, "missing.wav", i),
                new BridgeLegs(second.leg, first.leg),
                new UnbridgeLeg(first.leg),
                new CloseLeg(second.leg),
                new CloseLeg(first.leg));
            WaitFor<LegClosed>(one => one.Leg == first.leg);
            WaitFor<LegClosed>(one => one.Leg == second.leg);
            Assert.Single(_events.OfType<PlayEnded>(), one => one.PlayId == i);
        }

        Assert.Equal(400, _events.OfType<LegClosed>().Count());
        Assert.Equal(0, _engine!.ReservedPairs);
    }

    [Fact]
    public void Ten_thousand_reservations_leave_no_port_and_no_socket_behind()
    {
        Start(new MediaSettings { PortQuarantine = TimeSpan.Zero });
        int sockets = CountSockets();
        Assert.True(sockets > 10);
        for (int i = 0; i < 10_000; i++)
        {
            MediaLeg leg = CoreBench.NewLeg();
            MediaReservation? reservation = null;
            Assert.True(SpinWait.SpinUntil(() => (reservation = _engine!.TryReserve(leg, null)) is not null, 30_000));
            Send(new CloseLeg(leg));
        }

        Assert.True(SpinWait.SpinUntil(() => _events.Count == 10_000 && _engine!.ReservedPairs == 0, 30_000));
        Assert.All(_events, one => Assert.IsType<LegClosed>(one));
        Assert.True(SpinWait.SpinUntil(() => CountSockets() <= sockets, 30_000));
        Assert.Equal(0, _engine!.ReadMetrics().Legs);
    }

    [Fact]
    public void When_all_pairs_are_taken_the_next_is_refused_until_one_has_rested()
    {
        Start(new MediaSettings { PortQuarantine = TimeSpan.FromMilliseconds(30) });
        List<MediaLeg> legs = [];
        while (_engine!.TryReserve(CoreBench.NewLeg(), null) is { } taken)
        {
            legs.Add(taken.Leg);
        }

        Assert.Equal(legs.Count, _engine.ReservedPairs);
        Send(new CloseLeg(legs[3]));
        MediaLeg next = CoreBench.NewLeg();
        Assert.True(SpinWait.SpinUntil(() => _engine.TryReserve(next, null) is not null, 30_000));
    }

    [Fact]
    public void A_port_of_another_program_is_passed_over()
    {
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int taken = ((IPEndPoint)other.LocalEndPoint!).Port & ~1;
        Start(new MediaSettings { FirstPort = taken, LastPort = taken + 5 });
        while (_engine!.TryReserve(CoreBench.NewLeg(), null) is { } reservation)
        {
            Assert.NotEqual(taken, reservation.Port);
        }
    }

    [Fact]
    public void An_address_of_another_machine_is_refused_at_the_start_in_plain_words()
    {
        using MediaEngine engine = new(
            new MediaSettings { Address = IPAddress.Parse("192.0.2.1") }, _loop, new SeededRandom(1), NullLogger<MediaEngine>.Instance);
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => engine.Start(this));
        Assert.Contains("20000-29999 on 192.0.2.1", refused.Message, StringComparison.Ordinal);
        Assert.Null(engine.TryReserve(CoreBench.NewLeg(), null));
        Assert.False(engine.TrySend(new PlayTone(CoreBench.NewLeg(), Tone.Busy)));
    }

    [Fact]
    public void A_full_queue_refuses_commands_but_never_a_close()
    {
        Start(new MediaSettings { CommandQueueLength = 8 });
        MediaLeg busy = CoreBench.NewLeg();
        _engine!.TryReserve(busy, null);
        Settle(busy);
        _loop.Shut();
        Send(new PlayFile(busy, "missing.wav", 9), new StopPlaying(busy));
        bool refused = false;
        for (int i = 0; i < 1000 && !refused; i++)
        {
            refused = !_engine.TrySend(new PlayTone(busy, Tone.Busy));
        }

        Assert.True(refused);
        Assert.True(_engine.TrySend(new CloseLeg(busy)));
        _loop.Open();
        WaitFor<LegClosed>(one => one.Leg == busy);
        Assert.True(_engine.ReadMetrics().CommandsRefused > 0);
    }

    [Fact]
    public void A_close_of_a_generation_whose_address_was_refused_gives_the_ports_back()
    {
        Start(new MediaSettings { CommandQueueLength = 1 });
        MediaLeg leg = CoreBench.NewLeg();
        _engine!.TryReserve(leg, null);
        MediaLeg next = leg with { Generation = 2 };
        Send(new CloseLeg(next));
        WaitFor<LegClosed>(one => one.Leg.Id == leg.Id);
        Assert.True(_engine.TrySend(new PlayFile(next, "missing.wav", 1)));
        Assert.Equal(0, _engine.ReservedPairs);
    }

    [Fact]
    public void What_the_switch_loop_refuses_is_told_later_and_in_order()
    {
        Start(new MediaSettings());
        MediaLeg leg = CoreBench.NewLeg();
        _engine!.TryReserve(leg, null);
        _loop.IsFull = true;
        Send(new PlayFile(leg, "missing.wav", 1), new StopPlaying(leg), new CloseLeg(leg));
        Assert.True(SpinWait.SpinUntil(() => _engine.ReservedPairs == 0, 30_000));
        Assert.Empty(_events);
        _loop.IsFull = false;
        WaitFor<LegClosed>(one => one.Leg == leg);
        Assert.Equal([typeof(PlayEnded), typeof(LegClosed)], _events.Select(one => one.GetType()));
    }

    [Fact]
    public void Disposing_closes_open_legs_and_frees_every_port()
    {
        Start(new MediaSettings());
        MediaReservation reservation = _engine!.TryReserve(CoreBench.NewLeg(), null)!;
        _engine.Dispose();
        Assert.IsType<LegClosed>(Assert.Single(_events));
        Assert.Equal(0, _engine.ReservedPairs);
        using Socket free = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, reservation.Port));
    }

    private void Start(MediaSettings settings)
    {
        bool ownPorts = settings.FirstPort != new MediaSettings().FirstPort;
        _engine = new MediaEngine(
            settings with
            {
                Address = IPAddress.Loopback,
                FirstPort = ownPorts ? settings.FirstPort : _firstPort,
                LastPort = ownPorts ? settings.LastPort : _firstPort + 59,
            },
            _loop,
            new SeededRandom(1),
            NullLogger<MediaEngine>.Instance);
        _engine.Start(this);
    }

    private (MediaLeg Leg, int Port) Open(Phone phone)
    {
        MediaLeg leg = CoreBench.NewLeg();
        MediaReservation? reservation = null;
        Assert.True(SpinWait.SpinUntil(() => (reservation = _engine!.TryReserve(leg, null)) is not null, 30_000));
        Send(CoreBench.Remote(leg, phone.Address));
        return (leg, reservation!.Port);
    }

    private void Send(params MediaCommand[] commands)
    {
        foreach (MediaCommand command in commands)
        {
            Assert.True(_engine!.TrySend(command));
        }
    }

    /// <summary>Waits until the loop has done all that was commanded of the leg.</summary>
    private void Settle(MediaLeg leg)
    {
        long id = Random.Shared.NextInt64();
        Send(new PlayFile(leg, "missing.wav", id), new StopPlaying(leg));
        WaitFor<PlayEnded>(one => one.PlayId == id);
    }

    private T WaitFor<T>(Func<T, bool> wanted)
        where T : MediaEvent
    {
        T? found = null;
        Assert.True(SpinWait.SpinUntil(() => (found = _events.OfType<T>().FirstOrDefault(wanted)) is not null, 10_000));
        return found!;
    }

    // Sockets alone: other tests run beside this one and open files.
    private static int CountSockets() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(IsSocket);

    private static bool IsSocket(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            // Closed since it was listed.
            return false;
        }
    }
}
