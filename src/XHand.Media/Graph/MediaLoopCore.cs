using Microsoft.Extensions.Logging;
using XHand.Loop.Ids;
using XHand.Media.Io;
using XHand.Media.Rtp;

namespace XHand.Media.Graph;

/// <summary>
/// One media loop without its thread: the legs it owns, what commands do to them, and what happens in time. It has no clock: every call carries
/// monotonic nanoseconds, which never go back. One thread only.
/// </summary>
internal sealed class MediaLoopCore
{
    private const long StandstillNanoseconds = 1_000_000_000;

    // Without a leg there is nothing to look after; a loop that wakes for nothing costs an idle system most.
    private const long IdleNanoseconds = 10 * RtpClock.FrameNanoseconds;

    private readonly MediaLoopParts _parts;
    private readonly IRandomSource _random;
    private readonly MediaCounters _counters;
    private readonly ILogger _logger;
    private readonly PacketPath _packets;
    private readonly PlayoutPath _playout;
    private readonly DigitPath _digits;
    private readonly RtcpPath _rtcp;
    private readonly SignalPath _signal;
    private readonly LegTable _legs = new();
    private readonly Dictionary<Guid, List<MediaCommand>> _expected = [];
    private readonly long _silenceLimit;
    private long _houseKeepingAt = long.MinValue;

    public MediaLoopCore(MediaSettings settings, MediaLoopParts parts, IRandomSource random, MediaCounters counters, ILogger logger)
    {
        _parts = parts;
        _random = random;
        _counters = counters;
        _logger = logger;
        _packets = new PacketPath(_legs, counters, parts.Events);
        _playout = new PlayoutPath(settings.Tones, parts, _packets, counters, Fail);
        _digits = new DigitPath(_packets, Fail);
        _rtcp = new RtcpPath(settings.RtcpInterval, random);
        _signal = new SignalPath(settings, _rtcp);
        _silenceLimit = (long)settings.RtpTimeout.TotalNanoseconds;
    }

    /// <summary>When <see cref="Tick"/> wants to be called next.</summary>
    public long NextDueAt => Math.Min(Math.Min(_playout.DueAt, _digits.DueAt), _houseKeepingAt);

    /// <summary>Does what a command says, unless its leg or generation is gone.</summary>
    public void Execute(MediaCommand command, long now)
    {
        if (command is EngineCommand own)
        {
            Execute(own, now);
            return;
        }

        if (_expected.TryGetValue(command.Leg.Id, out List<MediaCommand>? waiting))
        {
            waiting.Add(command);
            return;
        }

        if (_legs.Find(command.Leg, orOlder: command is Media.SetRemote or CloseLeg) is not { } leg)
        {
            _counters.StaleCommands++;
            return;
        }

        try
        {
            Execute(leg, command, now);
        }
        catch (Exception failure)
        {
            Fail(leg, failure);
        }
    }

    /// <summary>Takes one datagram from a socket that has some.</summary>
    public void OnReadable(int slot, bool isRtcp, long now)
    {
        if (_legs.InSlot(slot) is not { HasFailed: false } leg)
        {
            return; // closed earlier in this round
        }

        try
        {
            if (isRtcp)
            {
                _packets.ReceiveRtcp(leg, now);
            }
            else
            {
                _packets.ReceiveRtp(leg, now);
            }
        }
        catch (Exception failure)
        {
            Fail(leg, failure);
        }
    }

    /// <summary>Sends the frames that are due; every 20 ms looks after reports, silences and lost ends of digits.</summary>
    public void Tick(long now)
    {
        if (now >= _playout.DueAt)
        {
            _playout.Tick(now);
        }

        if (now >= _digits.DueAt)
        {
            _digits.Tick(now);
        }

        if (now >= _houseKeepingAt)
        {
            KeepHouse(now, lateness: _houseKeepingAt == long.MinValue ? 0 : now - _houseKeepingAt);
        }
    }

    /// <summary>Says goodbye to every peer and closes every leg.</summary>
    public void CloseAll(long now)
    {
        while (_legs.Count > 0)
        {
            Close(_legs[_legs.Count - 1], now);
        }
    }

    private void Execute(EngineCommand command, long now)
    {
        switch (command)
        {
            case AttachLeg attach:
                LegStream leg = new(attach.Leg, attach.Ports, StreamIdentity.Draw(_random));
                _packets.Discard(leg);
                TakeIn(leg, now);
                break;
            case ExpectLeg expect:
                _expected[expect.Leg.Id] = [];
                break;
            case MoveLeg move:
                move.Adopt(new AdoptLeg(move.Leg, GiveAway(move.Leg)));
                break;
            case AdoptLeg adopt:
                Adopt(adopt, now);
                break;
        }
    }

    private void Execute(LegStream leg, MediaCommand command, long now)
    {
        switch (command)
        {
            case SetRemote set:
                _signal.Apply(leg, set, now);
                break;
            case BridgeLegs bridge:
                Bridge(leg, bridge.Other, now);
                break;
            case UnbridgeLeg:
                Unbridge(leg);
                break;
            case PlayTone tone:
                _playout.Start(leg, tone.Tone, now);
                break;
            case PlayFile file:
                _playout.Start(leg, file, now);
                break;
            case StopPlaying:
                _playout.Stop(leg);
                break;
            case SendDigit digit:
                _digits.Press(leg, digit, now);
                break;
            case CloseLeg:
                Close(leg, now);
                break;
        }
    }

    private void TakeIn(LegStream leg, long now)
    {
        _legs.Add(leg);
        _houseKeepingAt = Math.Min(_houseKeepingAt, now + RtpClock.FrameNanoseconds);
        _counters.Legs = _legs.Count;
        if (!leg.HasFailed && !_parts.Watch.Add(leg.Ports, leg.Slot))
        {
            Fail(leg, new IOException("the kernel does not watch its sockets"));
        }
    }

    // What it plays or is bridged with ends: it moves to be bridged there.
    private LegStream? GiveAway(MediaLeg wanted)
    {
        if (_legs.Find(wanted, orOlder: true) is not { } leg)
        {
            return null;
        }

        _playout.Stop(leg);
        _digits.Stop(leg);
        Unbridge(leg);
        _legs.Remove(leg);
        _counters.Legs = _legs.Count;
        if (!leg.HasFailed)
        {
            _parts.Watch.Remove(leg.Ports);
        }

        return leg;
    }

    private void Adopt(AdoptLeg adopt, long now)
    {
        if (adopt.Stream is not null)
        {
            TakeIn(adopt.Stream, now);
        }

        _expected.Remove(adopt.Leg.Id, out List<MediaCommand>? waiting);
        foreach (MediaCommand command in waiting ?? [])
        {
            Execute(command, now);
        }

        for (int i = 0; i < _legs.Count; i++)
        {
            if (_legs[i].Awaited is { } awaited && awaited.Id == adopt.Leg.Id)
            {
                Bridge(_legs[i], awaited, now);
            }
        }
    }

    private void Bridge(LegStream leg, MediaLeg otherLeg, long now)
    {
        if (_expected.ContainsKey(otherLeg.Id))
        {
            _playout.Stop(leg);
            Unbridge(leg);
            leg.Awaited = otherLeg;
            return;
        }

        if (_legs.Find(otherLeg, orOlder: false) is not { } other || ReferenceEquals(leg, other))
        {
            _counters.StaleCommands++;
            return;
        }

        foreach (LegStream one in (ReadOnlySpan<LegStream>)[leg, other])
        {
            _playout.Stop(one);
            Unbridge(one);
            _signal.ExpectAudio(one, now);
        }

        leg.Other = other;
        other.Other = leg;
    }

    private static void Unbridge(LegStream leg)
    {
        leg.Awaited = null;
        if (leg.Other is { } other)
        {
            leg.Other = other.Other = null;
            leg.Output.Break();
            other.Output.Break();
        }
    }

    private void KeepHouse(long now, long lateness)
    {
        _counters.NoteLateness(lateness);
        _houseKeepingAt = now + (_legs.Count > 0 ? RtpClock.FrameNanoseconds : IdleNanoseconds);
        _parts.Events.Flush();
        for (int i = _legs.Count - 1; i >= 0; i--)
        {
            LegStream leg = _legs[i];
            try
            {
                // Time in which the machine stood still was no peer's silence: their packets wait in the sockets.
                if (lateness > StandstillNanoseconds && leg.SilentSince != long.MaxValue)
                {
                    leg.SilentSince += lateness;
                }

                LookAfter(leg, now);
            }
            catch (Exception failure)
            {
                Fail(leg, failure);
            }
        }
    }

    private void LookAfter(LegStream leg, long now)
    {
        _packets.ExpireDigit(leg, now);
        if (leg.SilentSince != long.MaxValue && now - leg.SilentSince > _silenceLimit)
        {
            leg.SilentSince = long.MaxValue;
            _parts.Events.Add(new RtpTimedOut(leg.Leg));
        }

        if (!leg.HasFailed)
        {
            _rtcp.Tick(leg, now);
        }
    }

    private void Fail(LegStream leg, Exception failure)
    {
        if (leg.HasFailed)
        {
            return;
        }

        leg.HasFailed = true;
        _counters.PortFaults++;
        MediaLog.PortFailed(_logger, failure, leg.Ports.Port, leg.Leg.Id);
        _parts.Watch.Remove(leg.Ports);
        _playout.Stop(leg, "its port failed");
        _digits.Stop(leg);
        leg.SilentSince = long.MaxValue;

        // The call hears that no audio comes, which is true, and ends as on any silence.
        _parts.Events.Add(new RtpTimedOut(leg.Leg));
    }

    private void Close(LegStream leg, long now)
    {
        _playout.Stop(leg);
        _digits.Stop(leg);
        Unbridge(leg);
        if (!leg.HasFailed)
        {
            _rtcp.End(leg, now);
            _parts.Watch.Remove(leg.Ports);
        }

        leg.Ports.Dispose();
        _parts.Ports.Release(leg.Ports.Port, now);
        _legs.Remove(leg);
        _counters.Legs = _legs.Count;
        _parts.Released();
        _parts.Events.Add(new LegClosed(leg.Leg, leg.Statistics()));
    }
}
