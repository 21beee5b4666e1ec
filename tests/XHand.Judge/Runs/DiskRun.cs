using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>
/// Fills the disk under the whole data directory, database included, while calls go on (RELIABILITY.md R6). The disk is a small tmpfs in a mount namespace
/// of the judge's own, so it takes root.
/// </summary>
internal sealed class DiskRun(TimeSpan length, int memoryFacts, int seed, Phones.TrafficShape shape, Limits limits, Verdict verdict)
{
    /// <summary>In the environment of the judge that runs inside its namespace: where the disk is mounted.</summary>
    public const string MountedAt = "XHAND_JUDGE_DISK";

    private const int DiskMegabytes = 192;

    /// <summary>Facts of one call, all in all: below that the limit cannot be met.</summary>
    private const int FactsOfCall = 12;

    /// <summary>Runs the same command within a namespace of its own with the disk in it; its exit status, or 3 when that is not allowed.</summary>
    public static async Task<int> RunInsideAsync(string judge, string[] arguments, TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("xhj-disk-").FullName;
        try
        {
            string script = $"mount -t tmpfs -o size={DiskMegabytes}m,mode=0700 tmpfs \"$1\" || exit 3; shift; exec \"$@\"";
            System.Diagnostics.ProcessStartInfo start = new("unshare", ["--mount", "--propagation", "private", "sh", "-c", script, "sh", folder, judge, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment[MountedAt] = folder;
            using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
            process.OutputDataReceived += (_, line) => output.WriteLine(line.Data);
            process.BeginOutputReadLine();
            string error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            await output.WriteAsync(error);
            if (error.Contains("unshare failed", StringComparison.Ordinal) || error.Contains("mount:", StringComparison.Ordinal))
            {
                await output.WriteLineAsync("disk: NOT RUN: a disk of its own needs root with the right to mount (CAP_SYS_ADMIN)");
                return 3;
            }

            return process.ExitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs it, inside.</summary>
    public async Task RunAsync(string disk)
    {
        await using Town town = await Town.StartAsync(
            new JudgedDaemon(disk, ("Journal__SegmentKilobytes", "256"), ("Journal__MemoryFacts", $"{memoryFacts}")), shape, seed);
        TimeSpan from = town.Phones.Now;
        town.Phones.Flow(true);
        await Task.Delay(TimeSpan.FromSeconds(3));
        int before = town.Phones.Calls.Count;
        string ballast = Path.Combine(disk, "ballast");
        Fill(ballast);
        TimeSpan full = town.Phones.Now;
        while (town.Phones.Now - full < length)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            Fill(ballast);
        }

        int during = town.Phones.Calls.Count - before;
        TimeSpan slow = town.SetUpAt(0.99, full, town.Phones.Now);
        string said = town.Daemon.Printed;
        File.Delete(ballast);
        await Task.Delay(TimeSpan.FromSeconds(3));
        await town.QuietAsync();
        verdict.Must(said.Contains("cannot be written", StringComparison.Ordinal), "The log does not say that the journal cannot be written.");
        bool meetsLimit = during * FactsOfCall > memoryFacts;
        int refused = town.Phones.Calls.Count(c => c.Refusal == 503);
        verdict.Must(refused > 0 == meetsLimit || (limits.MayShed && !meetsLimit), $"{refused} calls were refused with 503; with room for {memoryFacts} facts that is wrong.");
        verdict.Must(!said.Contains("facts are lost", StringComparison.Ordinal), "The log says that facts are lost.");
        TimeSpan took = await town.JudgeAsync(limits, verdict);
        verdict.Must(town.Daemon.Printed.Contains("The journal is written again", StringComparison.Ordinal), "The log does not say that the journal is written again.");
        town.MustBeUndisturbed(limits, verdict, mayRefuse: meetsLimit);
        verdict.Must(slow <= limits.SetUp || meetsLimit, $"With the disk full, set-up took {slow.TotalMilliseconds:0} ms at the 99th percentile.");
        verdict.Say(
            $"disk of {DiskMegabytes} MiB full for {length.TotalSeconds} s of {(town.Phones.Now - from).TotalSeconds:0} s; {during} calls begun meanwhile, set-up p99 {slow.TotalMilliseconds:0} ms; {refused} refused with 503; all records {took.TotalSeconds:0.0} s after the last call");
    }

    /// <summary>Writes until nothing more goes.</summary>
    private static void Fill(string path)
    {
        using FileStream ballast = new(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, BufferSize = 0 });
        ballast.Seek(0, SeekOrigin.End);
        for (int size = 1 << 20; size >= 512; size /= 2)
        {
            byte[] bytes = new byte[size];
            try
            {
                while (true)
                {
                    ballast.Write(bytes);
                }
            }
            catch (IOException)
            {
                // Full; with smaller pieces to the last byte.
            }
        }
    }
}
