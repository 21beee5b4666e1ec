using System.Globalization;
using XHand.Judge.Phones;
using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>Steps the daemon's wall clock by an hour both ways under calls, and kills it in the wrong hour (RELIABILITY.md R7). Takes libfaketime.</summary>
internal sealed class ClockRun(TimeSpan length, int seed, TrafficShape shape, Limits limits, Verdict verdict)
{
    /// <summary>Runs it.</summary>
    public async Task RunAsync()
    {
        JudgedDaemon daemon = new(null);
        using FakeClock clock = new(daemon);
        await using Town town = await Town.StartAsync(daemon, shape, seed);
        town.Phones.Flow(true);
        verdict.Say("clock     calls begun  phones  set-up p99");
        foreach (int seconds in (int[])[0, 3600, 0, -3600, 0])
        {
            clock.Set(TimeSpan.FromSeconds(seconds));
            TimeSpan from = town.Phones.Now;
            int before = town.Phones.Calls.Count;
            await Task.Delay(length);
            if (seconds > 0)
            {
                await town.DieAsync();
            }

            (int registrations, _) = await town.LookAsync($"Clock at {seconds:+0;-0;0} s", verdict);
            verdict.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{seconds,6:+0;-0;0} s  {town.Phones.Calls.Count - before,11}  {registrations,6}  {town.SetUpAt(0.99, from, town.Phones.Now).TotalMilliseconds,7:0} ms"));
        }

        await town.QuietAsync();
        await town.JudgeAsync(limits, verdict);
        town.MustBeUndisturbed(limits, verdict);
        await RecordOrder.MustHoldAsync(town, verdict);
    }
}
