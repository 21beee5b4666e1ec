using System.Globalization;
using XHand.Judge.Phones;
using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>Steps the daemon's wall clock by an hour both ways under calls, and kills it in the wrong hour (RELIABILITY.md R7). Takes libfaketime.</summary>
internal sealed class ClockRun(TimeSpan length, int seed, TrafficShape shape, Limits limits, Verdict verdict)
{
    private static readonly string[] _libraries =
        ["/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"];

    /// <summary>Runs it.</summary>
    public async Task RunAsync()
    {
        string library = _libraries.FirstOrDefault(File.Exists) ?? throw new JudgeException("libfaketime is not installed (Debian's package libfaketime).");
        string clock = Path.GetTempFileName();
        JudgedDaemon daemon = new(null);
        daemon.Environment["LD_PRELOAD"] = library;
        daemon.Environment["FAKETIME_TIMESTAMP_FILE"] = clock;
        daemon.Environment["FAKETIME_CACHE_DURATION"] = "1";
        daemon.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        await SetAsync(clock, 0);
        await using (Town town = await Town.StartAsync(daemon, shape, seed))
        {
            town.Phones.Flow(true);
            verdict.Say("clock     calls begun  phones  set-up p99");
            foreach (int seconds in (int[])[0, 3600, 0, -3600, 0])
            {
                await SetAsync(clock, seconds);
                TimeSpan from = town.Phones.Now;
                int before = town.Phones.Calls.Count;
                await Task.Delay(length);
                if (seconds > 0)
                {
                    await DieAsync(town);
                }

                (int registrations, _) = await town.LookAsync($"Clock at {seconds:+0;-0;0} s", verdict);
                verdict.Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{seconds,6:+0;-0;0} s  {town.Phones.Calls.Count - before,11}  {registrations,6}  {town.SetUpAt(0.99, from, town.Phones.Now).TotalMilliseconds,7:0} ms"));
            }

            await town.QuietAsync();
            await town.JudgeAsync(limits, verdict);
            town.MustBeUndisturbed(limits, verdict);
            await MustBeInOrderAsync(town);
        }

        File.Delete(clock);
    }

    /// <summary>A crash in the wrong hour: the phones keep their places though their time seems to be over.</summary>
    private async Task DieAsync(Town town)
    {
        town.Daemon.Kill();
        town.Phones.Cut();
        await town.Daemon.EndAsync(TimeSpan.FromSeconds(20));
        town.Daemon.Launch();
        town.Phones.Round++;
        town.Phones.AskDead();
        await FirstAnswer.WaitAsync(town.Daemon.SipPort, $"{shape.FirstExtension}", town.Daemon.LaunchedAt);
        await town.Daemon.ReadyAsync();
        town.Phones.Flow(true);
    }

    /// <summary>Records sort by the ids of their calls, whatever the clock said.</summary>
    private async Task MustBeInOrderAsync(Town town)
    {
        Dictionary<string, TimeSpan> begun = town.Phones.Calls.ToDictionary(c => c.Id, c => c.InvitedAt);
        TimeSpan latest = TimeSpan.Zero;
        int wrong = 0;
        foreach (RecordLine record in await town.Book.RecordsAsync())
        {
            TimeSpan at = begun.GetValueOrDefault(record.SipCallId);
            // A challenge may let one call overtake another.
            wrong += at < latest - TimeSpan.FromSeconds(1) ? 1 : 0;
            latest = at > latest ? at : latest;
        }

        verdict.Must(wrong == 0, $"{wrong} records stand in the wrong order.");
    }

    private static Task SetAsync(string clock, int seconds) => File.WriteAllTextAsync(clock, string.Create(CultureInfo.InvariantCulture, $"{seconds:+0;-0;+0}\n"));
}
