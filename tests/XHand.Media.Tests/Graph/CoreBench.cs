using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Media.Graph;
using XHand.Media.Io;
using XHand.Native.Libc;

namespace XHand.Media.Tests.Graph;

/// <summary>A media loop on a bench: sockets of the test's, time that the test moves, events in a list.</summary>
internal sealed class CoreBench : IMediaEventSink, IPortBinder, ISocketWatch, ISoundSource
{
    public static readonly IPEndPoint AnaPhone = new(IPAddress.Parse("192.0.2.10"), 4000);
    public static readonly IPEndPoint BiaPhone = new(IPAddress.Parse("192.0.2.20"), 5000);

    private readonly VirtualLoop _loop = new(DateTimeOffset.UnixEpoch);
    private readonly Dictionary<Guid, (int Slot, PortPair Ports)> _open = [];
    private readonly Dictionary<PortPair, int> _watched = [];

    public CoreBench(MediaSettings? settings = null)
    {
        Settings = settings ?? new MediaSettings();
        Pool = new PortPool([.. Enumerable.Range(0, 100).Select(i => 20000 + (2 * i))], (long)Settings.PortQuarantine.TotalNanoseconds, this);
        MediaLoopParts parts = new(Pool, this, this, new EventOutbox(_loop, this), () => Released++);
        Core = new MediaLoopCore(Settings, parts, new SeededRandom(7), Counters, NullLogger.Instance);
        Core.Tick(Now);
    }

    public MediaSettings Settings { get; }

    public MediaLoopCore Core { get; }

    public MediaCounters Counters { get; } = new();

    public PortPool Pool { get; }

    public List<MediaEvent> Events { get; } = [];

    public Dictionary<string, SoundLoad> Sounds { get; } = [];

    public long Now { get; private set; } = 1_000_000_000;

    public int Released { get; private set; }

    public static MediaLeg NewLeg() => new(Guid.CreateVersion7(), 1);

    public MediaLeg Open(MediaLeg? wanted = null)
    {
        MediaLeg leg = wanted ?? NewLeg();
        PortPair ports = Pool.TryBindNext(Now)!;
        Core.Execute(new AttachLeg(leg, ports), Now);
        _open[leg.Id] = (_watched[ports], ports);
        return leg;
    }

    /// <summary>A leg whose peer sends and takes PCMA with telephone-event 101.</summary>
    public MediaLeg OpenTo(IPEndPoint phone, string codec = "PCMA", int? events = 101, bool learn = false)
    {
        MediaLeg leg = Open();
        Do(Remote(leg, phone) with { Codec = codec, AudioPayloadType = codec == "PCMA" ? 8 : 0, EventPayloadType = events, Learn = learn });
        return leg;
    }

    public (MediaLeg Ana, MediaLeg Bia) OpenCall(string bia = "PCMA", int? biaEvents = 101, bool learn = false)
    {
        MediaLeg first = OpenTo(AnaPhone, learn: learn);
        MediaLeg second = OpenTo(BiaPhone, bia, biaEvents, learn);
        Do(new BridgeLegs(first, second));
        return (first, second);
    }

    public static SetRemote Remote(MediaLeg leg, IPEndPoint? phone) =>
        new(leg, phone, null, 8, "PCMA", 101, Sends: true, Receives: true, Learn: false, SignallingAddress: null);

    public void Do(params MediaCommand[] commands)
    {
        foreach (MediaCommand command in commands)
        {
            Core.Execute(command, Now);
        }

        _loop.RunUntilIdle();
    }

    public FakeSocket Rtp(MediaLeg leg) => (FakeSocket)_open[leg.Id].Ports.Rtp;

    public FakeSocket Rtcp(MediaLeg leg) => (FakeSocket)_open[leg.Id].Ports.Rtcp;

    public int Port(MediaLeg leg) => _open[leg.Id].Ports.Port;

    /// <summary>The peer of <paramref name="leg"/> sends a packet.</summary>
    public void Arrive(MediaLeg leg, byte[] packet, IPEndPoint from)
    {
        Rtp(leg).Put(packet, UdpAddress.From(from));
        Core.OnReadable(_open[leg.Id].Slot, false, Now);
        _loop.RunUntilIdle();
    }

    public void ArriveRtcp(MediaLeg leg, byte[] datagram, IPEndPoint from)
    {
        Rtcp(leg).Put(datagram, UdpAddress.From(from));
        Core.OnReadable(_open[leg.Id].Slot, true, Now);
        _loop.RunUntilIdle();
    }

    /// <summary>Time passes in steps of a millisecond, as the thread would let it.</summary>
    public void Pass(double milliseconds)
    {
        for (int i = 0; i < milliseconds; i++)
        {
            Now += 1_000_000;
            Core.Tick(Now);
        }

        _loop.RunUntilIdle();
    }

    /// <summary>Time leaps, as when the machine was busy elsewhere.</summary>
    public void Stall(double milliseconds)
    {
        Now += (long)(milliseconds * 1_000_000);
        Core.Tick(Now);
        _loop.RunUntilIdle();
    }

    /// <summary>What has been sent to the peer since the last look.</summary>
    public IReadOnlyList<SentPacket> Take(MediaLeg leg)
    {
        SentPacket[] sent = [.. Rtp(leg).Sent.Select(one => new SentPacket(one.Bytes, one.To))];
        Rtp(leg).Sent.Clear();
        return sent;
    }

    void IMediaEventSink.OnMediaEvent(MediaEvent mediaEvent) => Events.Add(mediaEvent);

    PortPair IPortBinder.TryBind(int port, out int error)
    {
        error = 0;
        return new PortPair(port, new FakeSocket(), new FakeSocket());
    }

    bool ISocketWatch.Add(PortPair pair, int slot)
    {
        _watched[pair] = slot;
        return true;
    }

    void ISocketWatch.Remove(PortPair pair) => _watched.Remove(pair);

    SoundLoad ISoundSource.Load(string path) => Sounds[path];
}
