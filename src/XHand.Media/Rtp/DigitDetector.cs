using System.Buffers.Binary;

namespace XHand.Media.Rtp;

/// <summary>
/// Finds the keys in telephone-event packets (RFC 4733 2.5): one result a key however often its packets are repeated or
/// lost. Durations are in samples of the 8000 Hz clock.
/// </summary>
internal sealed class DigitDetector
{
    private const string Digits = "0123456789*#ABCD";

    // An end that never came: packets come every 20 to 50 ms while a key is down.
    private const long SilenceNanoseconds = 200_000_000;

    // No finger is faster; more is a flood that must not reach the switch loop.
    private const long ShortestGapNanoseconds = 20_000_000;

    private bool _known;
    private bool _reported;
    private uint _timestamp;
    private byte _event;
    private uint _durationSamples;
    private uint _earlierSamples;
    private long _heardAt;
    private long _reportedAt = long.MinValue / 2;

    /// <summary>Takes an event's payload; true when a key ended with it.</summary>
    public bool TryTake(ReadOnlySpan<byte> payload, uint timestamp, long now, out char digit, out uint durationSamples)
    {
        digit = default;
        durationSamples = 0;
        if (payload.Length < 4)
        {
            return false;
        }

        byte code = payload[0];
        bool ended = (payload[1] & 0x80) != 0;
        ushort duration = BinaryPrimitives.ReadUInt16BigEndian(payload[2..]);
        bool found = false;
        if (!_known || timestamp != _timestamp)
        {
            if (_known && (int)(timestamp - _timestamp) < 0)
            {
                return false; // of an earlier key, overtaken
            }

            // RFC 4733 2.5.1.3: a key held longer than 65535 samples goes on in a new segment.
            bool continues = _known && !_reported && code == _event && timestamp == _timestamp + _durationSamples;
            found = !continues && TryReport(now, out digit, out durationSamples);
            _earlierSamples = continues ? _earlierSamples + _durationSamples : 0;
            (_known, _reported, _timestamp, _event, _durationSamples) = (true, false, timestamp, code, 0);
        }

        _heardAt = now;
        _durationSamples = Math.Max(_durationSamples, duration);
        return found || (ended && TryReport(now, out digit, out durationSamples));
    }

    /// <summary>True when a key's end was lost and its packets have ceased.</summary>
    public bool TryExpire(long now, out char digit, out uint durationSamples)
    {
        digit = default;
        durationSamples = 0;
        return _known && !_reported && now - _heardAt > SilenceNanoseconds && TryReport(now, out digit, out durationSamples);
    }

    /// <summary>Begins anew, for another source.</summary>
    public void Reset() => _known = false;

    private bool TryReport(long now, out char digit, out uint durationSamples)
    {
        digit = default;
        durationSamples = 0;
        if (!_known || _reported || _event >= Digits.Length)
        {
            return false;
        }

        _reported = true;
        if (now - _reportedAt < ShortestGapNanoseconds)
        {
            return false;
        }

        _reportedAt = now;
        digit = Digits[_event];
        durationSamples = _earlierSamples + _durationSamples;
        return true;
    }
}
