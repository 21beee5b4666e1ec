namespace XHand.Native.Libc;

/// <summary>The calling thread's clocks and its share of the processor.</summary>
public static unsafe class NativeThread
{
    /// <summary>CPU time this thread has used, user and system, in nanoseconds.</summary>
    public static long CpuNanoseconds() => Read(LibcCalls.ClockThreadCpu);

    /// <summary>The monotonic clock in nanoseconds, the one of <see cref="SleepUntil"/>.</summary>
    public static long MonotonicNanoseconds() => Read(LibcCalls.ClockMonotonic);

    /// <summary>The wall clock in nanoseconds since 1970, the one of the kernel's time stamps.</summary>
    public static long WallNanoseconds() => Read(LibcCalls.ClockRealtime);

    /// <summary>Sleeps until the monotonic clock shows <paramref name="nanoseconds"/>; may end early after a signal.</summary>
    public static void SleepUntil(long nanoseconds)
    {
        LibcCalls.Timespec until = new() { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        _ = LibcCalls.ClockNanosleep(LibcCalls.ClockMonotonic, LibcCalls.TimerAbstime, &until, null);
    }

    /// <summary>Asks for a larger share of the processor for the calling thread; false without the right to it.</summary>
    public static bool TryRaisePriority()
    {
        const int process = 0;
        const int nice = -10;

        // Linux takes "who 0" for the calling thread alone.
        return LibcCalls.SetPriority(process, 0, nice) == 0;
    }

    private static long Read(int clock)
    {
        LibcCalls.Timespec time;
        _ = LibcCalls.ClockGetTime(clock, &time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }
}
