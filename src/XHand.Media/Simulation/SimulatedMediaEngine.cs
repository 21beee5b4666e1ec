using System.Net;
using XHand.Loop;

namespace XHand.Media.Simulation;

/// <summary>
/// The media engine's twin for simulations: virtual ports, no packets, the same commands and events on the given loop's time.
/// The same commands give the same events in the same turns. Loop thread only.
/// </summary>
/// <param name="settings">Ports, their quarantine; the rest has no meaning here.</param>
/// <param name="loop">The loop whose turns carry the events.</param>
/// <param name="soundLength">How long a file plays; null when there is no such file.</param>
public sealed class SimulatedMediaEngine(MediaSettings settings, ISwitchLoop loop, Func<string, TimeSpan?> soundLength) : IMediaEngine
{
    private readonly Dictionary<Guid, SimulatedLeg> _legs = [];
    private readonly Queue<int> _free = new(Pairs(settings));
    private readonly Queue<(int Port, long FreeAt)> _resting = new();
    private IMediaEventSink? _sink;

    /// <inheritdoc/>
    public int ReservedPairs => _legs.Count;

    /// <inheritdoc/>
    public int TotalPairs => settings.TotalPairs;

    /// <summary>Sees every command that was accepted and not stale, in order; for tests.</summary>
    public Action<MediaCommand>? Observer { get; set; }

    /// <summary>Whether commands are accepted; false stands for a full queue. <see cref="CloseLeg"/> always is.</summary>
    public bool AcceptsCommands { get; set; } = true;

    /// <summary>Says where events go.</summary>
    public void Start(IMediaEventSink sink) => _sink = sink;

    /// <inheritdoc/>
    public MediaReservation? TryReserve(MediaLeg leg, Guid? beside)
    {
        while (_resting.TryPeek(out (int Port, long FreeAt) rested) && rested.FreeAt <= loop.Time.GetTimestamp())
        {
            _free.Enqueue(_resting.Dequeue().Port);
        }

        if (!_free.TryDequeue(out int port))
        {
            return null;
        }

        if (_legs.TryGetValue(leg.Id, out SimulatedLeg? earlier))
        {
            Close(earlier);
        }

        _legs.Add(leg.Id, new SimulatedLeg(leg, port));
        return new MediaReservation(leg, port);
    }

    /// <inheritdoc/>
    public bool TrySend(MediaCommand command)
    {
        if (!AcceptsCommands && command is not CloseLeg)
        {
            return false;
        }

        if (Find(command.Leg, command is SetRemote or CloseLeg) is not { } leg)
        {
            return true;
        }

        Observer?.Invoke(command);
        switch (command)
        {
            case SetRemote set:
                leg.Leg = set.Leg;
                leg.Remote = set;
                break;
            case BridgeLegs bridge when Find(bridge.Other, false) is { } other && other != leg:
                Bridge(leg, other);
                break;
            case UnbridgeLeg:
                Unbridge(leg);
                break;
            case PlayTone play:
                EndPlay(leg);
                leg.Tone = play.Tone;
                break;
            case PlayFile play:
                EndPlay(leg);
                Play(leg, play);
                break;
            case StopPlaying:
                EndPlay(leg);
                break;
            case CloseLeg:
                Close(leg);
                break;
        }

        return true;
    }

    /// <summary>The leg that <paramref name="leg"/> is bridged with, or null.</summary>
    public Guid? BridgedWith(Guid leg) => _legs.GetValueOrDefault(leg)?.Other?.Leg.Id;

    /// <summary>The tone the leg hears, or null.</summary>
    public Tone? ToneOf(Guid leg) => _legs.GetValueOrDefault(leg)?.Tone;

    /// <summary>Where the leg's audio goes as last set, or null.</summary>
    public SetRemote? RemoteOf(Guid leg) => _legs.GetValueOrDefault(leg)?.Remote;

    /// <summary>As if the peer had pressed a key; false when the leg is not open.</summary>
    public bool PressDigit(Guid leg, char digit, TimeSpan duration) =>
        Raise(leg, found => new DigitReceived(found, digit, duration));

    /// <summary>As if nothing had come from the peer for the configured time.</summary>
    public bool TimeOut(Guid leg) => Raise(leg, found => new RtpTimedOut(found));

    /// <summary>As if the peer's packets came from elsewhere than it had signalled.</summary>
    public bool LearnRemote(Guid leg, IPEndPoint remote) => Raise(leg, found => new RemoteLearned(found, remote));

    private static IEnumerable<int> Pairs(MediaSettings settings)
    {
        for (int i = 0; i < settings.TotalPairs; i++)
        {
            yield return settings.FirstEvenPort + (2 * i);
        }
    }

    private SimulatedLeg? Find(MediaLeg leg, bool orOlder) =>
        _legs.TryGetValue(leg.Id, out SimulatedLeg? found)
            && (found.Leg.Generation == leg.Generation || (orOlder && leg.Generation > found.Leg.Generation))
            ? found
            : null;

    private bool Raise(Guid id, Func<MediaLeg, MediaEvent> make)
    {
        if (!_legs.TryGetValue(id, out SimulatedLeg? leg))
        {
            return false;
        }

        Post(make(leg.Leg));
        return true;
    }

    private void Bridge(SimulatedLeg leg, SimulatedLeg other)
    {
        EndPlay(leg);
        EndPlay(other);
        Unbridge(leg);
        Unbridge(other);
        leg.Other = other;
        other.Other = leg;
        leg.BridgedAt = other.BridgedAt = loop.Time.GetTimestamp();
    }

    private void Unbridge(SimulatedLeg leg)
    {
        if (leg.Other is not { } other)
        {
            return;
        }

        // 50 packets a second each way, as phones with 20 ms frames would have sent.
        long packets = (long)(loop.Time.GetElapsedTime(leg.BridgedAt).TotalMilliseconds / 20);
        leg.Packets += packets;
        other.Packets += packets;
        leg.Other = other.Other = null;
    }

    private void Play(SimulatedLeg leg, PlayFile play)
    {
        if (soundLength(play.Path) is not { } length)
        {
            Post(new PlayEnded(leg.Leg, play.PlayId, false, $"there is no sound {play.Path}"));
            return;
        }

        leg.PlayId = play.PlayId;
        leg.PlayTimer = loop.StartTimer(length, "simulated-play", () =>
        {
            leg.PlayId = null;
            leg.PlayTimer = null;
            _sink?.OnMediaEvent(new PlayEnded(leg.Leg, play.PlayId, true, null));
        });
    }

    private void EndPlay(SimulatedLeg leg)
    {
        leg.Tone = null;
        leg.PlayTimer?.Dispose();
        leg.PlayTimer = null;
        if (leg.PlayId is { } playId)
        {
            leg.PlayId = null;
            Post(new PlayEnded(leg.Leg, playId, false, null));
        }
    }

    private void Close(SimulatedLeg leg)
    {
        EndPlay(leg);
        Unbridge(leg);
        _legs.Remove(leg.Leg.Id);
        long rest = (long)(settings.PortQuarantine.TotalSeconds * loop.Time.TimestampFrequency);
        _resting.Enqueue((leg.Port, loop.Time.GetTimestamp() + rest));
        Post(new LegClosed(leg.Leg, new MediaStatistics(leg.Packets, leg.Packets, 0, 0, 0)));
    }

    // Continue is never refused: an event of the simulation is not lost to a full lane, and runs in a turn of its own.
    private void Post(MediaEvent mediaEvent) => loop.Continue("media-event", () => _sink?.OnMediaEvent(mediaEvent));
}
