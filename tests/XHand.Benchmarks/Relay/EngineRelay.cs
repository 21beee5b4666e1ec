using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Media;

namespace XHand.Benchmarks.Relay;

/// <summary>The media engine as the system runs it: bridged pairs of legs, PCMA both sides, telephone-event negotiated, RTCP on.</summary>
internal sealed class EngineRelay : IRelay, IMediaEventSink
{
    private readonly MediaEngine _engine;

    public EngineRelay(int firstPort, int calls)
    {
        MediaSettings settings = new()
        {
            Address = IPAddress.Loopback,
            FirstPort = firstPort,
            LastPort = Math.Min(65535, firstPort + (calls * 4) + 2000),
            ReservePairs = (calls * 2) + 16,
            Loops = 1,
        };
        VirtualLoop loop = new(DateTimeOffset.UnixEpoch);
        _engine = new MediaEngine(settings, loop, new SeededRandom(1), NullLogger<MediaEngine>.Instance);
        _engine.Start(this);
    }

    public string Name => "engine";

    public string ThreadName => "media-";

    public IReadOnlyList<(int Left, int Right)> Open(int calls, IPEndPoint left, IPEndPoint right)
    {
        List<(int Left, int Right)> ports = [];
        for (int i = 0; i < calls; i++)
        {
            MediaLeg caller = new(Guid.CreateVersion7(), 1);
            MediaLeg callee = new(Guid.CreateVersion7(), 1);
            int callerPort = _engine.TryReserve(caller, null)!.Port;
            int calleePort = _engine.TryReserve(callee, caller.Id)!.Port;
            _engine.TrySend(Remote(caller, left));
            _engine.TrySend(Remote(callee, right));
            _engine.TrySend(new BridgeLegs(caller, callee));
            ports.Add((callerPort, calleePort));
        }

        return ports;
    }

    public void OnMediaEvent(MediaEvent mediaEvent)
    {
    }

    public void Dispose() => _engine.Dispose();

    private static SetRemote Remote(MediaLeg leg, IPEndPoint remote) =>
        new(leg, remote, null, 8, "PCMA", 101, Sends: true, Receives: true, Learn: true, SignallingAddress: null);
}
