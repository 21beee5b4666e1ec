namespace XHand.Media.Rtp;

/// <summary>
/// What a received stream was like: packets, losses, jitter (RFC 3550 6.4.1, A.1, A.3 and A.8). A new source, a restart or a hold begins a new segment; totals
/// run over all of them.
/// </summary>
internal sealed class RtpReceiver
{
    // RFC 3550 A.1 takes a larger leap for a restart of the source.
    private const int MaxDropout = 3000;
    private const int MaxMisorder = 100;

    private bool _started;
    private ushort _highest;
    private uint _cycles;
    private uint _base;
    private long _segmentReceived;
    private long _closedExpected;
    private long _closedReceived;
    private uint _lastTransit;
    private bool _hasTransit;
    private double _jitterSamples;
    private long _reportedExpected;
    private long _reportedReceived;

    /// <summary>The present source.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>Packets over all segments.</summary>
    public long Received => _closedReceived + _segmentReceived;

    /// <summary>Expected less received over all segments, not below 0.</summary>
    public long Lost => Math.Max(0, _closedExpected + SegmentExpected - Received);

    /// <summary>Interarrival jitter, in ms.</summary>
    public double JitterMs => _jitterSamples * 1000 / RtpClock.RateHz;

    /// <summary>The same in units of the RTP clock, as reports carry it.</summary>
    public uint JitterSamples => (uint)_jitterSamples;

    /// <summary>Highest sequence number with its cycles.</summary>
    public uint ExtendedHighest => _cycles + _highest;

    /// <summary>Lost in this segment, in 24 bits as reports carry it.</summary>
    public int SegmentLost => (int)Math.Clamp(SegmentExpected - _segmentReceived, -0x800000, 0x7FFFFF);

    /// <summary>Whether a source is heard now.</summary>
    public bool HasSource => _started;

    private long SegmentExpected => _started ? (long)ExtendedHighest - _base + 1 : 0;

    /// <summary>Takes a packet's header that arrived at <paramref name="now"/>; events are left out of the jitter, their time stamps stand still.</summary>
    public void Count(in RtpHeader header, bool isAudio, long now)
    {
        if (!_started || header.Ssrc != Ssrc)
        {
            Begin(in header);
        }

        int step = (short)(header.Sequence - _highest);
        if (step > MaxDropout || step < -MaxMisorder)
        {
            Begin(in header);
        }
        else if (step > 0)
        {
            _cycles += header.Sequence < _highest ? 0x10000u : 0;
            _highest = header.Sequence;
        }

        _segmentReceived++;
        if (isAudio)
        {
            CountJitter(header.Timestamp, now);
        }
    }

    /// <summary>The next packet begins a new segment, so that a pause of ours is no loss of theirs.</summary>
    public void Suspend()
    {
        if (_started)
        {
            _closedExpected += SegmentExpected;
            _closedReceived += _segmentReceived;
            _segmentReceived = 0;
            _started = false;
        }
    }

    /// <summary>The fraction lost since the last call, in 1/256 (RFC 3550 A.3).</summary>
    public byte TakeFractionLost()
    {
        long expected = SegmentExpected - _reportedExpected;
        long lost = expected - (_segmentReceived - _reportedReceived);
        _reportedExpected = SegmentExpected;
        _reportedReceived = _segmentReceived;
        return expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(255, (lost << 8) / expected);
    }

    private void Begin(in RtpHeader header)
    {
        Suspend();
        _started = true;
        Ssrc = header.Ssrc;
        _highest = header.Sequence;
        _base = header.Sequence;
        _cycles = 0;
        _hasTransit = false;
        _reportedExpected = 0;
        _reportedReceived = 0;
    }

    private void CountJitter(uint timestamp, long now)
    {
        uint transit = RtpClock.Samples(now) - timestamp;
        if (_hasTransit)
        {
            double difference = Math.Abs((double)(int)(transit - _lastTransit));

            // A leap of more than a second is the source's clock starting anew (an answer, a new talk spurt), not the network.
            if (difference < RtpClock.RateHz)
            {
                _jitterSamples += (difference - _jitterSamples) / 16;
            }
        }

        _hasTransit = true;
        _lastTransit = transit;
    }
}
