using XHand.Media.Codecs;
using XHand.Media.Io;
using XHand.Media.Rtp;
using XHand.Native.Libc;

namespace XHand.Media.Graph;

/// <summary>The way of a packet: from a leg's socket to the socket of the leg it is bridged with. Allocates nothing but events.</summary>
internal sealed class PacketPath(LegTable legs, MediaCounters counters, EventOutbox events)
{
    // Longer than any Ethernet frame; what is longer still is no audio.
    private const int BufferBytes = 2048;

    private readonly byte[] _buffer = GC.AllocateArray<byte>(BufferBytes, pinned: true);

    /// <summary>Takes one packet from the leg's RTP socket.</summary>
    /// <exception cref="IOException">The socket is broken.</exception>
    public void ReceiveRtp(LegStream leg, long now)
    {
        Span<byte> packet = Receive(leg.Ports.Rtp, out UdpAddress from, out bool nothing);
        if (nothing)
        {
            return;
        }

        if (!RtpHeader.TryParse(packet, out RtpHeader header))
        {
            Drop(leg, ref counters.Malformed);
            return;
        }

        // Two phones that each signal a port of ours would have us send to ourselves for ever.
        if (header.Ssrc != leg.Input.Ssrc && legs.IsOurs(header.Ssrc))
        {
            Drop(leg, ref counters.Loops);
            return;
        }

        bool isAudio = header.PayloadType == leg.AudioPayload;
        bool isEvent = header.PayloadType == leg.EventPayload;
        if (!TakeSource(leg, in from, isAudio || isEvent, now))
        {
            Drop(leg, ref counters.Strangers);
            return;
        }

        Hear(leg, now);
        if (!isAudio && !isEvent)
        {
            Drop(leg, ref counters.WrongPayload);
            return;
        }

        if (!leg.Receives)
        {
            return; // on hold: the peer's music is not ours
        }

        Count(leg, in header, isAudio, now);
        if (isEvent)
        {
            DetectDigit(leg, packet.Slice(header.PayloadStart, header.PayloadLength), header.Timestamp, now);
        }

        if (leg.Other is { } other)
        {
            Forward(leg, other, in header, packet, isAudio, now);
        }
    }

    /// <summary>Takes one datagram from the leg's RTCP socket; it ends here.</summary>
    /// <exception cref="IOException">The socket is broken.</exception>
    public void ReceiveRtcp(LegStream leg, long now)
    {
        Span<byte> datagram = Receive(leg.Ports.Rtcp, out UdpAddress from, out bool nothing);
        if (nothing)
        {
            return;
        }

        bool isSignalled = leg.SignalledRtcp.EqualTo(in from);
        if (!isSignalled && !(leg.Source.Current.IsSet && leg.Source.Current.SameHost(in from)))
        {
            Drop(leg, ref counters.Strangers);
            return;
        }

        if (!RtcpReader.TryRead(datagram, leg.Output.Ssrc, out RtcpReport report))
        {
            counters.RtcpMalformed++;
            return;
        }

        counters.RtcpReceived++;
        leg.Rtcp.Take(in report, now);
        if (!isSignalled && leg.Source.Learns && !leg.LearnedRtcp.IsSet)
        {
            leg.LearnedRtcp = from;
        }
    }

    /// <summary>Throws away what strangers sent while the pair waited in reserve.</summary>
    public void Discard(LegStream leg)
    {
        // Bounded, against a flood; what comes after is judged as usual.
        const int most = 512;
        foreach (IDatagramSocket socket in (ReadOnlySpan<IDatagramSocket>)[leg.Ports.Rtp, leg.Ports.Rtcp])
        {
            for (int i = 0; i < most && socket.Receive(_buffer, out _) >= 0; i++)
            {
            }
        }
    }

    /// <summary>Reports a digit whose end was lost.</summary>
    public void ExpireDigit(LegStream leg, long now)
    {
        if (leg.Digits.TryExpire(now, out char digit, out uint duration))
        {
            Report(leg, digit, duration);
        }
    }

    /// <summary>Sends a finished packet of the leg's stream.</summary>
    public void Send(LegStream leg, ReadOnlySpan<byte> packet, in UdpAddress destination)
    {
        if (leg.Ports.Rtp.Send(packet, in destination) < 0)
        {
            counters.SendsFailed++;
            return;
        }

        counters.PacketsSent++;
        leg.Output.CountSent(packet.Length - RtpHeader.Bytes);
    }

    private Span<byte> Receive(IDatagramSocket socket, out UdpAddress from, out bool nothing)
    {
        int length = socket.Receive(_buffer, out from);
        nothing = length is -Errno.WouldBlock or -Errno.Interrupted or -Errno.NoMemory or -Errno.NoBuffers or -Errno.ConnectionRefused;
        if (length < 0 && !nothing)
        {
            throw new IOException($"receiving failed with error {-length}");
        }

        // One that did not fit parses as nothing.
        return length < 0 || length > BufferBytes ? [] : _buffer.AsSpan(0, length);
    }

    private bool TakeSource(LegStream leg, in UdpAddress from, bool mayLearn, long now)
    {
        if (!mayLearn)
        {
            return leg.Source.Current.EqualTo(in from);
        }

        switch (leg.Source.Check(in from, now))
        {
            case SourceVerdict.Accepted:
                return true;
            case SourceVerdict.Learned:
                events.Add(new RemoteLearned(leg.Leg, from.ToEndPoint()));
                return true;
            default:
                return false;
        }
    }

    private static void Hear(LegStream leg, long now)
    {
        leg.Heard = true;
        leg.SilentSince = leg.IsExpectedToSend ? now : long.MaxValue;
    }

    private void Count(LegStream leg, in RtpHeader header, bool isAudio, long now)
    {
        if (leg.Input.Ssrc != header.Ssrc)
        {
            leg.Digits.Reset();
        }

        counters.PacketsReceived++;
        leg.Input.Count(in header, isAudio, now);
    }

    private void Forward(LegStream from, LegStream to, in RtpHeader header, Span<byte> packet, bool isAudio, long now)
    {
        ref readonly UdpAddress destination = ref to.Source.Destination;
        if (!to.Sends || to.Player is not null || to.Keys is { IsPressed: true } || !destination.IsSet)
        {
            return; // held, or hears something else
        }

        int payloadType = isAudio ? to.AudioPayload : to.EventPayload;
        if (payloadType == LegStream.NoPayload)
        {
            Drop(from, ref counters.WrongPayload);
            return;
        }

        if (!to.Output.TryMap(from, in header, now, out ushort sequence, out uint timestamp, out bool isFirst))
        {
            return;
        }

        // Our header goes right before the payload, over what stood there.
        Span<byte> datagram = packet.Slice(header.PayloadStart - RtpHeader.Bytes, RtpHeader.Bytes + header.PayloadLength);
        if (isAudio && from.Law != to.Law)
        {
            G711.Transcode(from.Law, datagram[RtpHeader.Bytes..]);
        }

        RtpHeader.Write(datagram, header.Marker || isFirst, (byte)payloadType, sequence, timestamp, to.Output.Ssrc);
        Send(to, datagram, in destination);
    }

    private void DetectDigit(LegStream leg, ReadOnlySpan<byte> payload, uint timestamp, long now)
    {
        if (leg.Digits.TryTake(payload, timestamp, now, out char digit, out uint duration))
        {
            Report(leg, digit, duration);
        }
    }

    private void Report(LegStream leg, char digit, uint durationSamples) =>
        events.Add(new DigitReceived(leg.Leg, digit, TimeSpan.FromMilliseconds(durationSamples * 1000.0 / RtpClock.RateHz)));

    private static void Drop(LegStream leg, ref long counter)
    {
        leg.Dropped++;
        counter++;
    }
}
