using XHand.Media.Rtp;

namespace XHand.Media.Graph;

/// <summary>What a leg is being played: a tone for ever or a file once, in frames of 20 ms on its own schedule.</summary>
/// <param name="load">The audio, perhaps still on its way from the disk.</param>
/// <param name="playId">The file's id, or null for a tone.</param>
/// <param name="start">When the first frame is due.</param>
internal sealed class Player(SoundLoad load, long? playId, long start)
{
    // A frame that is later than this is left out: the peer has long played silence for it.
    private const long LatestNanoseconds = 100_000_000;

    // How often a load is looked at.
    private const long LoadNanoseconds = 2_000_000;

    private int _position;

    /// <summary>The file's id, or null for a tone.</summary>
    public long? PlayId => playId;

    /// <summary>When something is to be done next.</summary>
    public long DueAt { get; private set; } = start;

    /// <summary>Why the file cannot be played.</summary>
    public string? Error => load.Error;

    /// <summary>Whether it is over: all played, or no sound came.</summary>
    public bool IsOver(long now) =>
        now >= DueAt && load.IsDone && (load.Sound is null || (playId is not null && _position >= load.Sound.Samples.Length));

    /// <summary>
    /// Fills <paramref name="frame"/> with the next 20 ms and tells how many samples before it were too late and left out. False when nothing is due yet, or the
    /// sound is not there yet.
    /// </summary>
    public bool TryNext(long now, Span<short> frame, out uint skippedSamples)
    {
        skippedSamples = 0;
        if (now < DueAt)
        {
            return false;
        }

        if (!load.IsDone || load.Sound is not { } sound)
        {
            DueAt = now + LoadNanoseconds;
            return false;
        }

        while (now - DueAt > LatestNanoseconds)
        {
            _position += RtpClock.FrameSamples;
            skippedSamples += RtpClock.FrameSamples;
            DueAt += RtpClock.FrameNanoseconds;
        }

        Copy(sound.Samples, frame);
        DueAt += RtpClock.FrameNanoseconds;
        return true;
    }

    private void Copy(short[] samples, Span<short> frame)
    {
        if (playId is null)
        {
            for (int i = 0; i < frame.Length; i++)
            {
                frame[i] = samples[(_position + i) % samples.Length];
            }

            _position = (_position + frame.Length) % samples.Length;
            return;
        }

        int there = Math.Clamp(samples.Length - _position, 0, frame.Length);
        samples.AsSpan(Math.Min(_position, samples.Length), there).CopyTo(frame);
        frame[there..].Clear();
        _position += frame.Length;
    }
}
