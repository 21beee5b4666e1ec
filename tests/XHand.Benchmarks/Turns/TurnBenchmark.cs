using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop;

namespace XHand.Benchmarks.Turns;

/// <summary>Posts to a running <see cref="SwitchLoop"/> from another thread: as many as it takes while it is busy, and one at a time to a loop that sleeps.</summary>
internal static class TurnBenchmark
{
    private const int Count = 7;
    private const int Posts = 300_000;
    private const int Wakes = 1_000;

    // Real time: what is measured is how the kernel wakes a thread, and no clock of ours can turn that.
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(2);

    public static int Run()
    {
        using SwitchLoop loop = new(new SwitchLoopOptions(), NullLogger<SwitchLoop>.Instance);
        loop.Start();
        Busy(loop, Posts);
        double[] nanoseconds = [.. Enumerable.Range(0, Count).Select(_ => Busy(loop, Posts)).Order()];
        Rounds.Print(new
        {
            benchmark = "turn",
            subject = "posts from another thread, the loop busy",
            postsPerSecond = Math.Round(1e9 / nanoseconds[Count / 2]),
            nanoseconds = Math.Round(nanoseconds[Count / 2]),
            least = Math.Round(nanoseconds[0]),
            most = Math.Round(nanoseconds[^1]),
        });
        Asleep(loop, Wakes / 5);
        double[] microseconds = Asleep(loop, Wakes);
        Rounds.Print(new
        {
            benchmark = "turn",
            subject = "from a post to its turn, the loop asleep",
            microsecondsP50 = Math.Round(microseconds[Wakes / 2], 1),
            microsecondsP99 = Math.Round(microseconds[Wakes * 99 / 100], 1),
            least = Math.Round(microseconds[0], 1),
            most = Math.Round(microseconds[^1], 1),
        });
        return 0;
    }

    /// <summary>Nanoseconds a turn, from the first post to the last turn's end. A full lane is waited for: the poster is then ahead of the loop.</summary>
    private static double Busy(SwitchLoop loop, int posts)
    {
        int ran = 0;
        using ManualResetEventSlim ended = new();
        Action turn = () =>
        {
            if (++ran == posts)
            {
                ended.Set();
            }
        };
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < posts; i++)
        {
            while (!loop.TryPost(LoopLane.InDialog, "benchmark", turn))
            {
                Thread.SpinWait(20);
            }
        }

        ended.Wait();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / posts;
    }

    /// <summary>Microseconds from before the post to the turn's start, sorted. The loop rests before each post, to fall asleep.</summary>
    private static double[] Asleep(SwitchLoop loop, int wakes)
    {
        double[] microseconds = new double[wakes];
        using SemaphoreSlim ran = new(0);
        using ManualResetEventSlim never = new();
        for (int i = 0; i < wakes; i++)
        {
            never.Wait(s_rest);
            int at = i;
            long posted = Stopwatch.GetTimestamp();
            loop.TryPost(LoopLane.InDialog, "benchmark", () =>
            {
                microseconds[at] = Stopwatch.GetElapsedTime(posted).TotalMicroseconds;
                ran.Release();
            });
            ran.Wait();
        }

        Array.Sort(microseconds);
        return microseconds;
    }
}
