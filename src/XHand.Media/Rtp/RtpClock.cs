namespace XHand.Media.Rtp;

/// <summary>The 8000 Hz clock of telephone audio against monotonic nanoseconds.</summary>
internal static class RtpClock
{
    /// <summary>Samples a second of every stream that we handle.</summary>
    public const int RateHz = 8000;

    /// <summary>Samples of a 20 ms frame.</summary>
    public const int FrameSamples = 160;

    /// <summary>A 20 ms frame.</summary>
    public const long FrameNanoseconds = 20_000_000;

    private const long NanosecondsPerSample = 1_000_000_000 / RateHz;

    /// <summary>Whole samples in a span of time.</summary>
    public static uint Samples(long nanoseconds) => (uint)(nanoseconds / NanosecondsPerSample);
}
