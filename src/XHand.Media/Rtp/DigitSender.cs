using System.Buffers.Binary;

namespace XHand.Media.Rtp;

/// <summary>
/// Makes the telephone-event packets of keys that are to be pressed for a peer, one after the other (RFC 4733 2.5.1): one each 20 ms with the time since its
/// beginning, the last three times with the end bit, then a pause. One thread only.
/// </summary>
internal sealed class DigitSender
{
    /// <summary>Bytes of an event's payload (RFC 4733 2.3).</summary>
    public const int PayloadBytes = 4;

    // A person who presses more than this ahead of the line is none.
    private const int MaxWaiting = 64;
    private const int EndPackets = 3;
    private const long PauseNanoseconds = 60_000_000;

    // -10 dBm0, what a telephone sends (RFC 4733 2.3.4).
    private const byte Volume = 10;
    private const string Digits = "0123456789*#ABCD";
    private readonly Queue<(byte Code, int Frames)> _waiting = new();
    private (byte Code, int Frames) _now;
    private int _sentFrames;
    private int _endsLeft;
    private bool _isPressed;

    /// <summary>When the next packet, or the next look, is due.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    /// <summary>True when neither a key is down nor one waits.</summary>
    public bool IsIdle => DueAt == long.MaxValue;

    /// <summary>True while a key is down: nothing else may be heard of the stream meanwhile.</summary>
    public bool IsPressed => _isPressed;

    /// <summary>Puts a key behind those that wait; false for no key, or too many.</summary>
    public bool TryAdd(char digit, TimeSpan duration, long now)
    {
        int code = Digits.IndexOf(char.ToUpperInvariant(digit), StringComparison.Ordinal);
        if (code < 0 || _waiting.Count >= MaxWaiting)
        {
            return false;
        }

        // 60 ms is what every exchange recognises, 2 s the longest that a key means anything.
        int frames = (int)Math.Clamp(duration.TotalMilliseconds / 20, 3, 100);
        _waiting.Enqueue(((byte)code, frames));
        DueAt = Math.Min(DueAt, now);
        return true;
    }

    /// <summary>
    /// The packet that is due: its payload, and whether it begins a key. False when none is: a pause, or no key is left.
    /// </summary>
    public bool TryNext(long now, Span<byte> payload, out bool isFirst)
    {
        isFirst = false;
        if (!_isPressed)
        {
            if (!_waiting.TryDequeue(out _now))
            {
                DueAt = long.MaxValue;
                return false;
            }

            (_isPressed, _sentFrames, _endsLeft, isFirst) = (true, 0, EndPackets, true);
            DueAt = now;
        }

        // The end packets repeat the last duration; all of a key have one time stamp.
        _sentFrames = Math.Min(_sentFrames + 1, _now.Frames);
        bool isEnd = _sentFrames == _now.Frames;
        payload[0] = _now.Code;
        payload[1] = (byte)(Volume | (isEnd ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(_sentFrames * RtpClock.FrameSamples));
        // After a standstill it goes on from now: a burst would only be thrown away on the way.
        DueAt = Math.Max(DueAt, now - RtpClock.FrameNanoseconds) + RtpClock.FrameNanoseconds;
        if (isEnd && --_endsLeft == 0)
        {
            _isPressed = false;
            DueAt = now + PauseNanoseconds;
        }

        return true;
    }
}
