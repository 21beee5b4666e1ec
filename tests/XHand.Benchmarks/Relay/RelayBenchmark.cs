using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace XHand.Benchmarks.Relay;

/// <summary>
/// Measures the media engine's relay against <see cref="BareRelay"/> in one run: a JSON line for each measurement and one for each number of calls with the
/// ratio to the cheaper bare relay (goal: at most 1.3). CPU is that of the relaying thread, by the kernel's scheduler statistics; the generator is a process
/// of its own.
/// </summary>
internal static class RelayBenchmark
{
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    public static int Run(string[] args)
    {
        int[] calls = [.. Option(args, "--calls", "100,300").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        string seconds = Option(args, "--seconds", "5");
        string spread = Option(args, "--spread-us", "100");
        int port = int.Parse(Option(args, "--port", "41000"), CultureInfo.InvariantCulture);
        foreach (int count in calls)
        {
            RelayFigures bare = Measure(() => new BareRelay(TimeSpan.Zero), count, seconds, spread);
            RelayFigures gathering = Measure(() => new BareRelay(TimeSpan.FromMilliseconds(1)), count, seconds, spread);
            RelayFigures engine = Measure(() => new EngineRelay(port, count), count, seconds, spread);
            double ratio = engine.CpuUsPerPacket / Math.Min(bare.CpuUsPerPacket, gathering.CpuUsPerPacket);
            Print(new { benchmark = "relay", calls = count, engine.CpuUsPerPacket, ratio = Math.Round(ratio, 2), engine.LossPercent, engine.DelayMsP50, engine.DelayMsP99 });
        }

        return 0;
    }

    private static RelayFigures Measure(Func<IRelay> make, int calls, string seconds, string spread)
    {
        using IRelay relay = make();
        using Process generator = StartGenerator(seconds, spread);
        int[] ends = [.. Line(generator).Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        foreach ((int left, int right) in relay.Open(
            calls, new IPEndPoint(IPAddress.Loopback, ends[0]), new IPEndPoint(IPAddress.Loopback, ends[1])))
        {
            generator.StandardInput.WriteLine($"{left},{right}");
        }

        generator.StandardInput.WriteLine();
        Line(generator);
        (long thread, double process) = (ThreadCpuNanoseconds(relay.ThreadName), Environment.CpuUsage.TotalTime.TotalMicroseconds);
        Line(generator);
        thread = ThreadCpuNanoseconds(relay.ThreadName) - thread;
        process = Environment.CpuUsage.TotalTime.TotalMicroseconds - process;
        GeneratorFigures seen = JsonSerializer.Deserialize<GeneratorFigures>(Line(generator), Json)!;
        generator.WaitForExit();
        double packets = Math.Max(1, seen.Received);
        RelayFigures figures = new(
            relay.Name,
            calls,
            Math.Round(thread / 1e3 / packets, 2),
            Math.Round(process / packets, 2),
            seen.Sent,
            Math.Round(100 * (seen.Sent - packets) / Math.Max(1, seen.Sent), 3),
            seen.DelayMsP50,
            seen.DelayMsP99,
            seen.DelayMsMax);
        Print(figures);
        return figures;
    }

    private static void Print<T>(T figures) => Console.WriteLine(JsonSerializer.Serialize(figures, Json));

    private static Process StartGenerator(string seconds, string spread)
    {
        // The program is an executable of its own or runs under `dotnet`; either way this is how it was started.
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(RelayBenchmark).Assembly.Location);
        }

        start.ArgumentList.Add("relay-generator");
        start.ArgumentList.Add(seconds);
        start.ArgumentList.Add(spread);
        return Process.Start(start)!;
    }

    private static string Line(Process generator) =>
        generator.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the generator ended early");

    private static long ThreadCpuNanoseconds(string name)
    {
        long sum = 0;
        foreach (string task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            if (File.ReadAllText(Path.Combine(task, "comm")).StartsWith(name, StringComparison.Ordinal))
            {
                sum += long.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture);
            }
        }

        return sum;
    }

    private static string Option(string[] args, string name, string otherwise)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
    }
}
