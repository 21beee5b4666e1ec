using System.Diagnostics;
using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>SIGTERM under traffic: new calls are refused in words, live ones end by themselves or with BYE at the limit, nothing is lost (R10).</summary>
internal sealed class DrainRun(int times, int seed, Phones.TrafficShape shape, Limits limits, Verdict verdict)
{
    private const int DrainSeconds = 3;

    /// <summary>Runs it.</summary>
    public async Task RunAsync()
    {
        await using Town town = await Town.StartAsync(new JudgedDaemon(null, ("Calls__DrainSeconds", $"{DrainSeconds}")), shape, seed);
        verdict.Say("round  live calls  refused 503  ended by BYE  without a word  stopped in  to first 200");
        for (int round = 1; round <= times; round++)
        {
            town.Phones.Flow(true);
            await Task.Delay(TimeSpan.FromSeconds(4));
            int live = town.Phones.Live;
            int bye = EndedBySystem(town);
            int refused = Refused(town);
            long began = Stopwatch.GetTimestamp();
            await town.Daemon.SignalAsync("TERM");
            await Task.Delay(TimeSpan.FromSeconds(DrainSeconds - 1));
            town.Phones.Flow(false);
            int status = await town.Daemon.EndAsync(TimeSpan.FromSeconds(60));
            TimeSpan stopped = Stopwatch.GetElapsedTime(began);
            await Task.Delay(TimeSpan.FromMilliseconds(200));
            int left = town.Phones.Cut();
            verdict.Must(status == 0, $"Round {round}: the daemon ended with {status}.");
            verdict.Must(left == 0, $"Round {round}: {left} answered calls were left without BYE.");
            verdict.Must(Refused(town) > refused, $"Round {round}: no new call was refused while it drained.");
            int byes = EndedBySystem(town) - bye;
            int refusals = Refused(town) - refused;
            town.Daemon.Launch();
            town.Phones.Round = round + 1;
            town.Phones.AskDead();
            TimeSpan start = await FirstAnswer.WaitAsync(town.Daemon.SipPort, $"{shape.FirstExtension}", town.Daemon.LaunchedAt);
            await town.Daemon.ReadyAsync();
            await town.LookAsync($"Round {round}, after the start", verdict);
            verdict.Must(start <= limits.Start, $"Round {round}: the first 200 came {start.TotalSeconds:0.00} s after the start.");
            verdict.Say($"{round,5}  {live,10}  {refusals,11}  {byes,12}  {left,14}  {stopped.TotalSeconds,8:0.0} s  {start.TotalSeconds,10:0.00} s");
        }

        await town.QuietAsync();
        await town.JudgeAsync(limits, verdict);
        int crashes = (await town.Book.RecordsAsync()).Count(r => r.Result == "crash");
        verdict.Must(crashes == 0, $"{crashes} records say \"crash\" though nothing crashed.");
    }

    private static int EndedBySystem(Town town) => town.Phones.Calls.Count(c => c.EndedBy == "system");

    private static int Refused(Town town) => town.Phones.Calls.Count(c => c.Refusal == 503);
}
