using XHand.Media.Rtp;

namespace XHand.Media.Graph;

/// <summary>The way of a key that signalling brought to the packets of a leg that takes telephone-event. Allocates nothing a packet.</summary>
internal sealed class DigitPath(PacketPath packets, Action<LegStream, Exception> fail)
{
    private readonly List<LegStream> _dialling = [];
    private readonly byte[] _packet = GC.AllocateArray<byte>(RtpHeader.Bytes + DigitSender.PayloadBytes, pinned: true);

    /// <summary>When the next packet is due.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    /// <summary>Presses a key for the leg's peer, after those that still wait.</summary>
    public void Press(LegStream leg, SendDigit command, long now)
    {
        if (leg.HasFailed || leg.EventPayload == LegStream.NoPayload)
        {
            return;
        }

        leg.Keys ??= new DigitSender();
        bool wasIdle = leg.Keys.IsIdle;
        if (leg.Keys.TryAdd(command.Digit, command.Duration, now) && wasIdle)
        {
            _dialling.Add(leg);
            DueAt = Math.Min(DueAt, now);
        }
    }

    /// <summary>Sends what is due.</summary>
    public void Tick(long now)
    {
        DueAt = long.MaxValue;
        for (int i = _dialling.Count - 1; i >= 0; i--)
        {
            LegStream leg = _dialling[i];
            try
            {
                if (leg.Keys is { } keys && keys.DueAt <= now)
                {
                    Send(leg, keys, now);
                }
            }
            catch (Exception failure)
            {
                fail(leg, failure); // which stops its keys
                continue;
            }

            if (leg.Keys is not { IsIdle: false } left)
            {
                leg.Keys = null;
                _dialling.RemoveAt(i);
            }
            else
            {
                DueAt = Math.Min(DueAt, left.DueAt);
            }
        }
    }

    /// <summary>Forgets the keys of a leg that goes.</summary>
    public void Stop(LegStream leg)
    {
        if (leg.Keys is not null)
        {
            leg.Keys = null;
            _dialling.Remove(leg);
        }
    }

    private void Send(LegStream leg, DigitSender keys, long now)
    {
        Span<byte> payload = _packet.AsSpan(RtpHeader.Bytes);
        if (!keys.TryNext(now, payload, out bool isFirst) || !leg.Sends || !leg.Source.Destination.IsSet || leg.EventPayload == LegStream.NoPayload)
        {
            return; // it is pressed all the same, for nobody
        }

        leg.Output.GenerateEvent(now, isFirst, out ushort sequence, out uint timestamp);
        RtpHeader.Write(_packet, isFirst, (byte)leg.EventPayload, sequence, timestamp, leg.Output.Ssrc);
        packets.Send(leg, _packet, in leg.Source.Destination);
    }
}
