using XHand.Media.Codecs;
using XHand.Media.Io;
using XHand.Media.Rtp;
using XHand.Native.Libc;

namespace XHand.Media.Graph;

/// <summary>A leg's audio stream: its sockets, what signalling said of it, and the state of both directions.</summary>
internal sealed class LegStream(MediaLeg leg, PortPair ports, StreamIdentity identity)
{
    /// <summary>No payload number: not negotiated.</summary>
    public const int NoPayload = -1;

    public MediaLeg Leg { get; set; } = leg;

    public PortPair Ports { get; } = ports;

    /// <summary>Its place in the loop's table, known to the poll.</summary>
    public int Slot { get; set; }

    /// <summary>Where it is in the list of open legs.</summary>
    public int Index { get; set; }

    public SourceLock Source { get; set; } = new();

    public RtpReceiver Input { get; } = new();

    public RtpSender Output { get; } = new(identity.Ssrc, identity.FirstSequence, identity.FirstTimestamp);

    public RtcpSession Rtcp { get; } = new(identity.Name);

    public DigitDetector Digits { get; } = new();

    public bool Sends { get; set; }

    public bool Receives { get; set; }

    /// <summary>
    /// Whether silence of the peer means that it is gone. A phone that put us on hold (it sends only) may play music, and most send nothing.
    /// </summary>
    public bool IsExpectedToSend => Sends && Receives;

    public G711Law Law { get; set; }

    public int AudioPayload { get; set; } = NoPayload;

    public int EventPayload { get; set; } = NoPayload;

    public UdpAddress SignalledRtcp { get; set; }

    public UdpAddress LearnedRtcp { get; set; }

    public LegStream? Other { get; set; }

    /// <summary>The leg that it is to be bridged with as soon as that has come over from another loop.</summary>
    public MediaLeg? Awaited { get; set; }

    public Player? Player { get; set; }

    /// <summary>Keys that are being pressed for its peer, or null.</summary>
    public DigitSender? Keys { get; set; }

    /// <summary>When the next RTCP report is due; <see cref="long.MaxValue"/> before the first address.</summary>
    public long ReportDueAt { get; set; } = long.MaxValue;

    /// <summary>Since when silence counts: the last packet, or when the peer was expected to begin; <see cref="long.MaxValue"/> while it need not send.</summary>
    public long SilentSince { get; set; } = long.MaxValue;

    /// <summary>Whether a packet of the peer's has come since its address was signalled.</summary>
    public bool Heard { get; set; }

    /// <summary>Packets dropped for a wrong source, payload or form.</summary>
    public long Dropped { get; set; }

    /// <summary>Its port failed: it takes no packets any more and waits to be closed.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Where RTCP goes: what the peer was heard from, else what it signalled, else the port after its RTP.</summary>
    public UdpAddress RtcpDestination
    {
        get
        {
            if (LearnedRtcp.IsSet)
            {
                return LearnedRtcp;
            }

            ref readonly UdpAddress rtp = ref Source.Current;
            return (SignalledRtcp.IsSet && !Source.IsLearned) || !rtp.IsSet ? SignalledRtcp : rtp.WithPort(rtp.Port + 1);
        }
    }

    /// <summary>The figures for the record.</summary>
    public MediaStatistics Statistics() =>
        new(Input.Received, Output.Packets, Input.Lost, Math.Round(Input.JitterMs, 2), Dropped) { RoundTripMs = Rtcp.RoundTripMs };
}
