using System.Diagnostics;
using XHand.Judge.Phones;
using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>
/// Kills the daemon under traffic, again and again, each time at another moment, and holds the records against the phones' own account
/// (RELIABILITY.md R3).
/// </summary>
internal sealed class CrashRun(int times, int seed, TrafficShape shape, Limits limits, Verdict verdict)
{
    private static readonly KillMoment[] _moments = Enum.GetValues<KillMoment>();
    private readonly Random _random = new(seed);
    private readonly List<TimeSpan> _starts = [];
    private int _cut;

    /// <summary>Number of the first round: by it go the moments, so that runs one after another add up to a long one.</summary>
    public int First { get; init; } = 1;

    /// <summary>Runs all rounds.</summary>
    public async Task RunAsync()
    {
        // Small segments, so that the journal rolls about each second.
        await using Town town = await Town.StartAsync(new JudgedDaemon(null, ("Journal__SegmentKilobytes", "64")), shape, seed);
        verdict.Say("round  killed at   live calls  answered, cut  to first 200   phones   ports");
        for (int round = First; round < First + times; round++)
        {
            await RoundAsync(town, round);
        }

        town.Phones.Flow(true);
        await Task.Delay(TimeSpan.FromSeconds(2));
        await town.QuietAsync();
        await town.JudgeAsync(limits, verdict);
        int late = _starts.Count(start => start > limits.Start);
        verdict.Must(late == 0, $"{late} of {times} starts took longer than {limits.Start.TotalSeconds} s to the first 200.");
        string asked = string.Join(", ", town.Phones.DeadAnswers.Select(p => p.Key == 200 ? $"{p.Value} let go with BYE" : $"{p.Value} x {p.Key}"));
        verdict.Say($"{times} kills cut {_cut} answered calls; requests of dead calls: {asked}");
        verdict.Say(
            $"start to first 200: {_starts.Min().TotalSeconds:0.00} to {_starts.Max().TotalSeconds:0.00} s, median {_starts.Order().ElementAt(_starts.Count / 2).TotalSeconds:0.00} s");
    }

    private async Task RoundAsync(Town town, int round)
    {
        (JudgedDaemon daemon, PhoneBank phones) = (town.Daemon, town.Phones);
        KillMoment moment = _moments[(round - 1) % _moments.Length];
        bool withDatabase = round % 5 == 0;
        phones.Flow(true);
        await Task.Delay(TimeSpan.FromSeconds(1.5 + (_random.NextDouble() * 3)));
        int postmaster = daemon.Postmaster();
        await KillAtAsync(daemon, phones, town.Book, moment);
        int live = phones.Live;
        int cut = phones.Cut();
        if (withDatabase && postmaster > 0)
        {
            await JudgedDaemon.RunAsync("kill", ["-KILL", $"{postmaster}"]);
        }

        await daemon.EndAsync(TimeSpan.FromSeconds(20));
        daemon.Launch();
        phones.Round = round + 1;
        phones.AskDead();
        TimeSpan start = await FirstAnswer.WaitAsync(daemon.SipPort, $"{shape.FirstExtension}", daemon.LaunchedAt);
        _starts.Add(start);
        _cut += cut;
        await daemon.ReadyAsync();
        (int registrations, int ports) = await town.LookAsync($"Round {round}, after the start", verdict);
        verdict.Say($"{round,5}  {moment + (withDatabase ? "*" : ""),-10}  {live,10}  {cut,13}  {start.TotalSeconds,10:0.00} s  {registrations,7}  {ports,6}");
    }

    private async Task KillAtAsync(JudgedDaemon daemon, PhoneBank phones, RecordBook book, KillMoment moment)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TimeSpan lag = _random.NextDouble() * TimeSpan.FromMilliseconds(4);
        void Kill()
        {
            // A few steps further on, within the daemon's own way through the moment.
            long from = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(from) < lag)
            {
                Thread.SpinWait(50);
            }

            daemon.Kill();
            done.TrySetResult();
        }

        switch (moment)
        {
            case KillMoment.Anywhere:
                daemon.Kill();
                return;
            case KillMoment.Roll:
                using (FileSystemWatcher watcher = new(Path.Combine(daemon.Data, "journal"), "*.new"))
                {
                    watcher.Created += (_, _) => Kill();
                    watcher.EnableRaisingEvents = true;
                    await AtLatestAsync(done, Kill);
                }

                return;
            case KillMoment.Commit:
                await using (await book.HoldCarrierAsync())
                {
                    await Task.Delay(_random.Next(100, 500));
                    daemon.Kill();
                }

                return;
            default:
                phones.When(moment, Kill);
                await AtLatestAsync(done, Kill);
                return;
        }
    }

    private static async Task AtLatestAsync(TaskCompletionSource done, Action kill)
    {
        if (await Task.WhenAny(done.Task, Task.Delay(TimeSpan.FromSeconds(10))) != done.Task)
        {
            kill();
        }
    }
}
