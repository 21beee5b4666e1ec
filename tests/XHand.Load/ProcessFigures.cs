using System.Globalization;

namespace XHand.Load;

/// <summary>CPU and memory of a process, from /proc.</summary>
/// <param name="CpuMs">User and system time, ms (10 ms steps).</param>
/// <param name="ResidentKb">Resident memory, KiB.</param>
internal readonly record struct ProcessFigures(double CpuMs, long ResidentKb)
{
    private const double TicksPerSecond = 100;

    /// <summary>Reads them now; zeros for process 0.</summary>
    public static ProcessFigures Of(int pid)
    {
        if (pid == 0)
        {
            return default;
        }

        string stat = File.ReadAllText($"/proc/{pid}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double ticks = double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        string resident = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal));
        return new ProcessFigures(ticks * 1000 / TicksPerSecond, long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
    }
}
