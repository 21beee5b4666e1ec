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

    /// <summary>Runs all rounds.</summary>
    public async Task RunAsync()
    {
        // Small segments, so that the journal rolls about each second.
        await using JudgedDaemon daemon = new(null, ("Journal__SegmentKilobytes", "64"));
        daemon.Launch();
        await daemon.ReadyAsync();
        await daemon.ApplyAsync(shape);
        using PhoneBank phones = new(daemon.SipPort, shape, seed);
        RecordBook book = new(daemon.Data);
        phones.RegisterAll();
        await Until.TrueAsync(() => phones.Registered == shape.Callees, TimeSpan.FromSeconds(30), () => $"Only {phones.Registered} of {shape.Callees} phones could register.");

        verdict.Say("round  killed at   live calls  answered, cut  to first 200   phones   ports");
        for (int round = 1; round <= times; round++)
        {
            await RoundAsync(daemon, phones, book, round);
        }

        phones.Flow(true);
        await Task.Delay(TimeSpan.FromSeconds(2));
        phones.Flow(false);
        await QuietAsync(phones);
        await JudgeAsync(daemon, phones, book);
    }

    private async Task RoundAsync(JudgedDaemon daemon, PhoneBank phones, RecordBook book, int round)
    {
        KillMoment moment = _moments[(round - 1) % _moments.Length];
        bool withDatabase = round % 5 == 0;
        phones.Flow(true);
        await Task.Delay(TimeSpan.FromSeconds(1.5 + (_random.NextDouble() * 3)));
        int postmaster = daemon.Postmaster();
        await KillAtAsync(daemon, phones, book, moment);
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
        verdict.Must(start <= limits.Start, $"Round {round}: the first 200 came {start.TotalSeconds:0.00} s after the start.");
        await daemon.ReadyAsync();
        (int registrations, int ports) = await DaemonView.OfAsync(daemon);
        verdict.Must(registrations == shape.Callees, $"Round {round}: {registrations} of {shape.Callees} phones are registered after the start.");
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

    private static Task QuietAsync(PhoneBank phones) => Until.TrueAsync(
        () =>
        {
            phones.HangUpAll();
            return phones.Live == 0;
        },
        TimeSpan.FromSeconds(60),
        () => $"{phones.Live} calls did not end.");

    private async Task JudgeAsync(JudgedDaemon daemon, PhoneBank phones, RecordBook book)
    {
        IReadOnlyList<JudgedCall> calls = phones.Calls;
        IReadOnlyList<RecordLine> records = await RecordWait.CompleteAsync(book, calls, limits.Records);
        AccountCheck.Run(calls, records, limits, verdict);
        foreach (string finding in phones.Findings)
        {
            verdict.Fail(finding);
        }

        FactCount facts = await book.FactsAsync();
        verdict.Must(facts.Quarantined == 0, $"{facts.Quarantined} facts are in quarantine.");
        verdict.Must(facts.Events == facts.Distinct && facts.First == 1 && facts.Last == facts.Distinct, $"Facts have gaps or doubles: {facts}.");
        (_, int ports) = await DaemonView.OfAsync(daemon);
        verdict.Must(ports == 0, $"{ports} pairs of RTP ports are taken though no call lives.");
        int unrefused = calls.Count(c => c.Refusal is not (0 or 486 or 487 or 503));
        verdict.Must(unrefused == 0, $"{unrefused} calls were refused for another reason: {string.Join(", ", calls.Select(c => c.Refusal).Where(r => r is not (0 or 486 or 487 or 503)).Distinct())}.");
        string asked = string.Join(", ", phones.DeadAnswers.Select(p => p.Key == 200 ? $"{p.Value} let go with BYE" : $"{p.Value} x {p.Key}"));
        verdict.Say($"{times} kills; {calls.Count} calls, {AccountCheck.Answered(calls)} answered, {_cut} of them cut; {records.Count} records, {records.Count(r => r.Result == "crash")} \"crash\"; {facts.Events} facts");
        verdict.Say($"start to first 200: {_starts.Min().TotalSeconds:0.00} to {_starts.Max().TotalSeconds:0.00} s, median {_starts.Order().ElementAt(_starts.Count / 2).TotalSeconds:0.00} s; requests of dead calls: {asked}");
    }
}
