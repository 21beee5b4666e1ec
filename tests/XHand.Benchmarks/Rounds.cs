using System.Diagnostics;
using System.Text.Json;

namespace XHand.Benchmarks;

/// <summary>Runs a measured loop several times and prints one JSON line: median, least and most nanoseconds, and bytes allocated, of one operation.</summary>
internal static class Rounds
{
    private const int Count = 7;
    private const long WarmUpMilliseconds = 700;

    /// <summary><paramref name="operation"/> returns something of its result, so that nothing of it can be left out.</summary>
    public static void Measure(string benchmark, string subject, int operations, Func<int> operation)
    {
        // Time and not only a count: the optimising compiler works in the background and has to have finished.
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalMilliseconds < WarmUpMilliseconds;)
        {
            Repeat(operations / 10, operation);
        }

        double[] nanoseconds = new double[Count];
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < Count; round++)
        {
            long start = Stopwatch.GetTimestamp();
            Repeat(operations, operation);
            nanoseconds[round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations;
        }

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        Array.Sort(nanoseconds);
        Print(new
        {
            benchmark,
            subject,
            nanoseconds = Math.Round(nanoseconds[Count / 2]),
            least = Math.Round(nanoseconds[0]),
            most = Math.Round(nanoseconds[^1]),
            bytes = Math.Round((double)bytes / Count / operations),
        });
    }

    public static void Print<T>(T figures) => Console.WriteLine(JsonSerializer.Serialize(figures, JsonSerializerOptions.Web));

    private static void Repeat(int operations, Func<int> operation)
    {
        int sum = 0;
        for (int i = 0; i < operations; i++)
        {
            sum += operation();
        }

        GC.KeepAlive(sum);
    }
}
