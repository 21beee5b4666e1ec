using XHand.Media.Codecs;
using XHand.Media.Rtp;

namespace XHand.Media.Graph;

/// <summary>The way of a frame that we make: from a tone or a file to a packet of the leg's stream. Allocates nothing a frame.</summary>
internal sealed class PlayoutPath(
    TonePlan tones, MediaLoopParts parts, PacketPath packets, MediaCounters counters, Action<LegStream, Exception> fail)
{
    private readonly SoundLoad[] _tones = [.. Enum.GetValues<Tone>().Select(tone => SoundLoad.Of(tones.Render(tone)))];
    private readonly List<LegStream> _playing = [];
    private readonly short[] _samples = new short[RtpClock.FrameSamples];
    private readonly byte[] _packet = GC.AllocateArray<byte>(RtpHeader.Bytes + RtpClock.FrameSamples, pinned: true);

    /// <summary>When the next frame is due.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    /// <summary>Plays a tone for ever, instead of what was played.</summary>
    public void Start(LegStream leg, Tone tone, long now) => Start(leg, new Player(_tones[(int)tone], null, now));

    /// <summary>Plays a file once, instead of what was played.</summary>
    public void Start(LegStream leg, PlayFile file, long now) => Start(leg, new Player(parts.Sounds.Load(file.Path), file.PlayId, now));

    /// <summary>Ends what is played before its time.</summary>
    public void Stop(LegStream leg, string? error = null) => End(leg, completed: false, error);

    /// <summary>Sends the frames that are due and ends what is over.</summary>
    public void Tick(long now)
    {
        DueAt = long.MaxValue;
        for (int i = _playing.Count - 1; i >= 0; i--)
        {
            LegStream leg = _playing[i];
            Player player = leg.Player!;
            try
            {
                if (player.DueAt <= now && !TryPlay(leg, player, now))
                {
                    End(leg, player.Error is null, player.Error);
                    continue;
                }
            }
            catch (Exception failure)
            {
                fail(leg, failure);
                continue;
            }

            DueAt = Math.Min(DueAt, player.DueAt);
        }
    }

    private void Start(LegStream leg, Player player)
    {
        End(leg, completed: false, error: null);
        leg.Player = player;
        _playing.Add(leg);
        DueAt = Math.Min(DueAt, player.DueAt);
    }

    private void End(LegStream leg, bool completed, string? error)
    {
        if (leg.Player is not { } player)
        {
            return;
        }

        leg.Player = null;
        leg.Output.Break();
        _playing.Remove(leg);
        if (player.PlayId is { } playId)
        {
            parts.Events.Add(new PlayEnded(leg.Leg, playId, completed, error));
        }
    }

    // False when it is over.
    private bool TryPlay(LegStream leg, Player player, long now)
    {
        while (!player.IsOver(now))
        {
            long lateness = now - player.DueAt;
            if (!player.TryNext(now, _samples, out uint skipped))
            {
                return true;
            }

            counters.NoteLateness(lateness);
            SendFrame(leg, skipped, now);
        }

        return false;
    }

    private void SendFrame(LegStream leg, uint skippedSamples, long now)
    {
        if (!leg.Sends || leg.Keys is { IsPressed: true } || !leg.Source.Destination.IsSet || leg.AudioPayload == LegStream.NoPayload)
        {
            leg.Output.Break(); // it plays on all the same, for nobody, or a key is heard instead
            return;
        }

        leg.Output.Generate(now, skippedSamples, out ushort sequence, out uint timestamp, out bool isFirst);
        RtpHeader.Write(_packet, isFirst, (byte)leg.AudioPayload, sequence, timestamp, leg.Output.Ssrc);
        G711.Encode(leg.Law, _samples, _packet.AsSpan(RtpHeader.Bytes));
        packets.Send(leg, _packet, in leg.Source.Destination);
    }
}
