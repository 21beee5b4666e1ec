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

    /// <summary>
    /// Asks for a larger share of the processor for one thread of this process, 0 for the calling one; false without the right to it (CAP_SYS_NICE). Threads and
    /// processes that it starts do not inherit it.
    /// </summary>
    public static bool TryRaisePriority(int thread = 0)
    {
        const int process = 0;
        const int nice = -10;
        const int usualPolicyResetOnFork = 0x4000_0000;

        // The thread pool's threads are made by whichever thread needs one.
        int priority = 0;
        _ = LibcCalls.SetScheduler(thread, usualPolicyResetOnFork, &priority);

        // Linux takes "who" for one thread alone.
        return LibcCalls.SetPriority(process, (uint)thread, nice) == 0;
    }

    private static long Read(int clock)
    {
        LibcCalls.Timespec time;
        _ = LibcCalls.ClockGetTime(clock, &time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }
}
