namespace XHand.Media.Rtp;

/// <summary>
/// The one continuous stream that a peer gets from us, whatever feeds it: its own SSRC, and sequence numbers and time stamps that go on
/// when the source changes. Within one source gaps and order are kept, so that the peer sees the losses there were.
/// </summary>
internal sealed class RtpSender(uint ssrc, ushort firstSequence, uint firstTimestamp)
{
    // As for the receiver: a larger leap is another stream under the same SSRC.
    private const int MaxDropout = 3000;

    private ushort _highest = (ushort)(firstSequence - 1);
    private uint _timestamp = firstTimestamp - RtpClock.FrameSamples;
    private long _timestampAt;
    private bool _sentBefore;
    private bool _mapped;
    private object? _source;
    private uint _sourceSsrc;
    private ushort _sourceFirst;
    private ushort _sourceHighest;
    private ushort _sequenceOffset;
    private uint _timestampOffset;
    private bool _generating;

    /// <summary>Our synchronisation source.</summary>
    public uint Ssrc => ssrc;

    /// <summary>Packets sent.</summary>
    public long Packets { get; private set; }

    /// <summary>Payload bytes sent, modulo 2^32 as RTCP counts them.</summary>
    public uint Octets { get; private set; }

    /// <summary>Forgets what fed it: the next packet goes on without a gap and carries the marker.</summary>
    public void Break()
    {
        _mapped = false;
        _generating = false;
        _source = null;
    }

    /// <summary>Places a packet of <paramref name="source"/> in the stream. False for one that is older than the source's first here.</summary>
    public bool TryMap(object source, in RtpHeader header, long now, out ushort sequence, out uint timestamp, out bool isFirst)
    {
        isFirst = !_mapped
            || !ReferenceEquals(source, _source)
            || header.Ssrc != _sourceSsrc
            || Math.Abs((int)(short)(header.Sequence - _sourceHighest)) > MaxDropout;
        if (isFirst)
        {
            _mapped = true;
            _generating = false;
            _source = source;
            _sourceSsrc = header.Ssrc;
            _sourceFirst = _sourceHighest = header.Sequence;
            _sequenceOffset = (ushort)(_highest + 1 - header.Sequence);
            _timestampOffset = NextTimestamp(now) - header.Timestamp;
        }

        sequence = (ushort)(header.Sequence + _sequenceOffset);
        timestamp = header.Timestamp + _timestampOffset;
        if ((short)(header.Sequence - _sourceFirst) < 0)
        {
            return false;
        }

        if ((short)(header.Sequence - _sourceHighest) > 0)
        {
            _sourceHighest = header.Sequence;

            // Kept within half the number space behind the highest, so that the comparison above stays right on a long call.
            if ((ushort)(_sourceHighest - _sourceFirst) > 2 * MaxDropout)
            {
                _sourceFirst = (ushort)(_sourceHighest - MaxDropout);
            }
        }

        Advance(sequence, timestamp, now);
        return true;
    }

    /// <summary>Places a frame that we make ourselves; <paramref name="skippedSamples"/> were due before it and left out.</summary>
    public void Generate(long now, uint skippedSamples, out ushort sequence, out uint timestamp, out bool isFirst)
    {
        isFirst = !_generating;
        timestamp = isFirst ? NextTimestamp(now) : _timestamp + RtpClock.FrameSamples + skippedSamples;
        sequence = (ushort)(_highest + 1);
        _generating = true;
        _mapped = false;
        Advance(sequence, timestamp, now);
    }

    /// <summary>Places a packet of a key's event: all of one key have the time stamp of its beginning (RFC 4733 2.5.1.2).</summary>
    public void GenerateEvent(long now, bool isFirst, out ushort sequence, out uint timestamp)
    {
        timestamp = isFirst ? NextTimestamp(now) : _timestamp;
        sequence = (ushort)(_highest + 1);
        _generating = false;
        _mapped = false;
        _source = null;
        Advance(sequence, timestamp, now);
    }

    /// <summary>Counts a packet that went out.</summary>
    public void CountSent(int payloadBytes)
    {
        Packets++;
        Octets += (uint)payloadBytes;
    }

    /// <summary>The stream's time stamp at <paramref name="now"/>, for sender reports.</summary>
    public uint TimestampAt(long now) => _timestamp + (_sentBefore ? RtpClock.Samples(now - _timestampAt) : 0);

    private uint NextTimestamp(long now) =>
        _timestamp + (_sentBefore ? Math.Max(RtpClock.FrameSamples, RtpClock.Samples(now - _timestampAt)) : RtpClock.FrameSamples);

    private void Advance(ushort sequence, uint timestamp, long now)
    {
        if (!_sentBefore || (short)(sequence - _highest) > 0)
        {
            _highest = sequence;
        }

        if (!_sentBefore || (int)(timestamp - _timestamp) > 0)
        {
            _timestamp = timestamp;
            _timestampAt = now;
        }

        _sentBefore = true;
    }
}
