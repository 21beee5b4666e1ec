using System.Diagnostics;
using XHand.Judge.Phones;
using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>
/// Takes the database away under traffic in three ways: its first process killed, all its processes stopped without a word, and a server that
/// cannot be started, with a restart of the daemon meanwhile (RELIABILITY.md R5).
/// </summary>
internal sealed class OutageRun(TimeSpan length, int seed, TrafficShape shape, Limits limits, Verdict verdict)
{
    /// <summary>Runs all three.</summary>
    public async Task RunAsync()
    {
        await using Town town = await Town.StartAsync(new JudgedDaemon(null), shape, seed);
        verdict.Say("database             away for  noticed in  set-up p50    p99   back in  records after");
        town.Phones.Flow(true);
        await Task.Delay(TimeSpan.FromSeconds(3));
        await AwayAsync(town, "killed", KilledAsync);
        await AwayAsync(town, "stopped", StoppedAsync);
        await AwayAsync(town, "not to be started", UnstartableAsync);
        await town.QuietAsync();
        await town.JudgeAsync(limits, verdict);
        town.MustBeUndisturbed(limits, verdict);
    }

    private async Task AwayAsync(Town town, string how, Func<Town, Task<TimeSpan?>> take)
    {
        TimeSpan from = town.Phones.Now;
        TimeSpan? noticed = await take(town);
        TimeSpan to = town.Phones.Now;
        long back = Stopwatch.GetTimestamp();
        while (await town.Daemon.DatabaseAsync() != "connected" && Stopwatch.GetElapsedTime(back) < limits.Records)
        {
            await Task.Delay(50);
        }

        TimeSpan cameBack = Stopwatch.GetElapsedTime(back);
        JudgedCall[] over = [.. town.Phones.Calls.Where(c => c.OpenDialogs == 0 && c.CutAt is null)];
        IReadOnlyList<RecordLine> records = await RecordWait.CompleteAsync(town.Book, over, limits.Records, traffic: true);
        TimeSpan complete = Stopwatch.GetElapsedTime(back);
        verdict.Must(AccountCheck.IsComplete(over, records), $"Database {how}: {limits.Records.TotalSeconds} s after its return records are missing.");
        TimeSpan median = town.SetUpAt(0.5, from, to);
        TimeSpan slow = town.SetUpAt(0.99, from, to);
        verdict.Must(slow <= limits.SetUp, $"Database {how}: set-up took {slow.TotalMilliseconds:0} ms at the 99th percentile.");
        int refused = town.Phones.Calls.Count(c => c.Refusal == 503 && c.RefusedAt >= from && c.RefusedAt <= to && c.CutAt is null);
        verdict.Must(refused == 0 || limits.MayShed, $"Database {how}: {refused} calls were refused with 503.");
        string seen = noticed is { } n ? $"{n.TotalSeconds,8:0.0} s" : "         -";
        verdict.Say(
            $"{how,-18}  {(to - from).TotalSeconds,7:0.0} s  {seen}  {median.TotalMilliseconds,7:0} ms  {slow.TotalMilliseconds,4:0} ms  {cameBack.TotalSeconds,6:0.0} s  {complete.TotalSeconds,11:0.0} s");
    }

    /// <summary>As the kernel does when memory runs out; the daemon starts it again.</summary>
    private static async Task<TimeSpan?> KilledAsync(Town town)
    {
        await JudgedDaemon.RunAsync("kill", ["-KILL", $"{town.Daemon.Postmaster()}"]);
        await Task.Delay(TimeSpan.FromSeconds(1));
        return null;
    }

    /// <summary>A server that hangs: its connections stay open and nothing answers.</summary>
    private async Task<TimeSpan?> StoppedAsync(Town town)
    {
        string[] processes = [.. town.Daemon.PostgresProcesses().Select(pid => $"{pid}")];
        await JudgedDaemon.RunAsync("kill", ["-STOP", .. processes]);
        long began = Stopwatch.GetTimestamp();
        TimeSpan? noticed;
        try
        {
            noticed = await NoticedAsync(town, began, "stopped");
            await MustSayAwayAsync(town, "stopped");
            await Task.Delay(Max(TimeSpan.Zero, length - Stopwatch.GetElapsedTime(began)));
        }
        finally
        {
            await JudgedDaemon.RunAsync("kill", ["-CONT", .. processes]);
        }

        return noticed;
    }

    /// <summary>A server that dies and cannot be started; the daemon is stopped and started while it is so.</summary>
    private async Task<TimeSpan?> UnstartableAsync(Town town)
    {
        string needed = Path.Combine(town.Daemon.Data, "postgres", "global", "pg_control");
        string away = needed + ".away";
        File.Move(needed, away);
        long began = Stopwatch.GetTimestamp();
        await JudgedDaemon.RunAsync("kill", ["-KILL", $"{town.Daemon.Postmaster()}"]);
        TimeSpan? noticed = await NoticedAsync(town, began, "not to be started");
        await Task.Delay(length / 3);

        town.Phones.Flow(false);
        await town.QuietAsync();
        await town.Daemon.SignalAsync("TERM");
        await town.Daemon.EndAsync(TimeSpan.FromSeconds(90));
        town.Daemon.Launch();
        TimeSpan start = await FirstAnswer.WaitAsync(town.Daemon.SipPort, $"{shape.FirstExtension}", town.Daemon.LaunchedAt);
        await town.Daemon.ReadyAsync();
        verdict.Must(await town.Daemon.DatabaseAsync() == "away", "Started without its database, the daemon does not say that it is away.");
        await town.LookAsync("Started without the database", verdict);
        verdict.Must(start <= limits.Start + TimeSpan.FromSeconds(2), $"Without its database the first 200 came {start.TotalSeconds:0.00} s after the start.");
        await MustSayAwayAsync(town, "not to be started");
        town.Phones.Flow(true);
        await Task.Delay(length / 3);
        File.Move(away, needed);
        return noticed;
    }

    private async Task<TimeSpan?> NoticedAsync(Town town, long began, string how)
    {
        while (await town.Daemon.DatabaseAsync() != "away")
        {
            if (Stopwatch.GetElapsedTime(began) > limits.Noticed)
            {
                verdict.Fail($"Database {how}: health still says \"connected\" after {limits.Noticed.TotalSeconds} s.");
                return null;
            }

            await Task.Delay(50);
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Whoever asks for records is told within seconds, in words.</summary>
    private async Task MustSayAwayAsync(Town town, string how)
    {
        long asked = Stopwatch.GetTimestamp();
        string said = "records, as if nothing were amiss";
        try
        {
            await town.Daemon.XhandAsync("records");
        }
        catch (JudgeException e)
        {
            said = e.Message;
        }

        TimeSpan took = Stopwatch.GetElapsedTime(asked);
        verdict.Must(said.Contains("database is away", StringComparison.Ordinal), $"Database {how}: asked for records, the daemon gave {said}.");
        verdict.Must(took < limits.Noticed, $"Database {how}: the answer to a question for records took {took.TotalSeconds:0.0} s.");
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
