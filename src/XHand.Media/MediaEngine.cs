using Microsoft.Extensions.Logging;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Media.Graph;
using XHand.Media.Io;

namespace XHand.Media;

/// <summary>
/// The media loops: RTP sockets on threads of their own, driven by commands and answering with events. Made before what it reports to;
/// <see cref="Start"/> binds the ports and starts the threads. <see cref="TryReserve"/> and <see cref="TrySend"/> are the switch loop's alone.
/// </summary>
public sealed class MediaEngine(MediaSettings settings, ISwitchLoop loop, IRandomSource random, ILogger<MediaEngine> logger)
    : IMediaEngine, IDisposable
{
    private readonly Dictionary<Guid, Route> _routes = [];
    private MediaLoop[] _loops = [];
    private int[] _legs = [];
    private int _reserved;
    private long _refused;
    private bool _wakesAfterTurns;
    private bool _disposed;

    /// <inheritdoc/>
    public int ReservedPairs => Volatile.Read(ref _reserved);

    /// <inheritdoc/>
    public int TotalPairs => settings.TotalPairs;

    /// <summary>Binds the first ports and starts the media threads; events go to <paramref name="sink"/> on the switch loop.</summary>
    /// <exception cref="InvalidOperationException">Not one pair of the range could be bound, or it had been started.</exception>
    public void Start(IMediaEventSink sink)
    {
        if (_loops.Length > 0)
        {
            throw new InvalidOperationException("The media engine has been started before.");
        }

        KernelPortBinder binder = new(settings.Address, settings.ExpeditedForwarding);
        SoundLibrary sounds = new(settings.SoundsDirectory);
        int count = Math.Clamp(settings.LoopCount, 1, Math.Max(1, settings.TotalPairs));
        MediaLoop[] loops = new MediaLoop[count];
        int first = 0;
        for (int i = 0; i < count; i++)
        {
            int pairs = (settings.TotalPairs / count) + (i < settings.TotalPairs % count ? 1 : 0);
            PortPool ports = new(PortOrder.Draw(settings.FirstEvenPort + (2 * first), pairs, random), (long)settings.PortQuarantine.TotalNanoseconds, binder);
            first += pairs;
            MediaLoopOwner owner = new(new EventOutbox(loop, sink), () => Interlocked.Decrement(ref _reserved));
            loops[i] = new MediaLoop(i, settings, owner, ports, sounds, random, logger);
            loops[i].Start();
        }

        _legs = new int[count];
        _loops = loops;
        _wakesAfterTurns = loop.TryRunAfterTurns(WakeLoops);
        if (Array.TrueForAll(loops, one => one.ReserveCount == 0))
        {
            Dispose();
            throw new InvalidOperationException(
                $"None of the RTP ports {settings.FirstPort}-{settings.LastPort} on {settings.Address} can be bound; another program has them, or the address is not this machine's.");
        }

        MediaLog.Started(logger, settings.Address, settings.FirstPort, settings.LastPort, count);
    }

    /// <inheritdoc/>
    public MediaReservation? TryReserve(MediaLeg leg, Guid? beside)
    {
        MediaLoop[] loops = _loops;
        if (loops.Length == 0)
        {
            return null;
        }

        if (_routes.TryGetValue(leg.Id, out Route earlier))
        {
            TrySend(new CloseLeg(leg with { Generation = earlier.Generation }));
        }

        int home = beside is { } neighbour && _routes.TryGetValue(neighbour, out Route near) ? near.Loop : LeastLoaded();
        if (loops[home].TryTakePair() is not { } pair)
        {
            // A leg on another loop than its call's is moved when they are bridged: dearer than a neighbour, cheaper than a refusal.
            home = Array.FindIndex(loops, one => one.ReserveCount > 0);
            if (home < 0 || loops[home].TryTakePair() is not { } other)
            {
                return null;
            }

            pair = other;
        }

        Interlocked.Increment(ref _reserved);
        _legs[home]++;
        _routes[leg.Id] = new Route(home, leg.Generation);
        loops[home].Attach(leg, pair);
        return new MediaReservation(leg, pair.Port);
    }

    /// <inheritdoc/>
    public bool TrySend(MediaCommand command)
    {
        bool isTaken = Queue(command);
        if (!_wakesAfterTurns)
        {
            WakeLoops();
        }

        return isTaken;
    }

    /// <summary>What has been counted so far. Any thread.</summary>
    public MediaMetrics ReadMetrics()
    {
        MediaCounters[] all = Array.ConvertAll(_loops, one => one.Counters);
        long Sum(Func<MediaCounters, long> of) => all.Sum(of);
        return new MediaMetrics(
            Sum(one => one.PacketsReceived),
            Sum(one => one.PacketsSent),
            Sum(one => one.SendsFailed),
            Sum(one => one.Malformed),
            Sum(one => one.Strangers),
            Sum(one => one.WrongPayload),
            Sum(one => one.Loops),
            Sum(one => one.RtcpReceived),
            Sum(one => one.RtcpMalformed),
            Sum(one => one.LateTicks),
            TimeSpan.FromMilliseconds(all.Length == 0 ? 0 : all.Max(one => one.WorstLatenessNanoseconds) / 1e6),
            Sum(one => one.StaleCommands),
            Sum(one => one.PortFaults),
            _refused,
            (int)Sum(one => one.Legs),
            TimeSpan.FromMilliseconds(Sum(one => Volatile.Read(ref one.CpuNanoseconds)) / 1e6));
    }

    /// <summary>Stops the threads, says goodbye by RTCP to what is open, closes every socket.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        MediaLoop[] loops = _loops;
        _loops = [];
        foreach (MediaLoop one in loops)
        {
            one.Dispose();
        }
    }

    private bool Queue(MediaCommand command)
    {
        MediaLoop[] loops = _loops;
        if (loops.Length == 0)
        {
            return _disposed && command is CloseLeg; // the end has closed it
        }

        if (!_routes.TryGetValue(command.Leg.Id, out Route route))
        {
            return true; // closed before: stale
        }

        switch (command)
        {
            case CloseLeg when command.Leg.Generation >= route.Generation:
                _routes.Remove(command.Leg.Id);
                _legs[route.Loop]--;

                // Never refused: there is one for each leg, and without it the ports would be lost.
                loops[route.Loop].Post(command);
                return true;
            case BridgeLegs bridge when _routes.TryGetValue(bridge.Other.Id, out Route other) && other.Loop != route.Loop
                && other.Generation == bridge.Other.Generation:
                Move(loops, bridge.Other, other, route.Loop);
                break;
        }

        if (!loops[route.Loop].TryPost(command))
        {
            _refused++;
            return false;
        }

        if (command is SetRemote && command.Leg.Generation > route.Generation)
        {
            _routes[command.Leg.Id] = route with { Generation = command.Leg.Generation };
        }

        return true;
    }

    private void WakeLoops()
    {
        foreach (MediaLoop one in _loops)
        {
            one.WakeIfDue();
        }
    }

    private int LeastLoaded()
    {
        int least = 0;
        for (int i = 1; i < _legs.Length; i++)
        {
            least = _legs[i] < _legs[least] ? i : least;
        }

        return least;
    }

    private void Move(MediaLoop[] loops, MediaLeg leg, Route origin, int to)
    {
        MediaLoop target = loops[to];
        target.Post(new ExpectLeg(leg));
        loops[origin.Loop].Post(new MoveLeg(leg, target.Adopt));
        _routes[leg.Id] = origin with { Loop = to };
        _legs[origin.Loop]--;
        _legs[to]++;
    }

    private readonly record struct Route(int Loop, int Generation);
}
