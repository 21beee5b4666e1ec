using System.Globalization;
using XHand.Judge.Phones;
using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>
/// A daemon in a time zone with summer time goes under calls through the hour that is left out, the hour that comes twice, where it is also killed, and a
/// second that comes twice (RELIABILITY.md R7). Takes libfaketime.
/// </summary>
internal sealed class ZoneRun(TimeSpan length, int seed, TrafficShape shape, Limits limits, Verdict verdict)
{
    private const string Zone = "America/New_York";
    private static readonly TimeSpan _before = TimeSpan.FromSeconds(8);

    // 01:59:59 -05:00 is followed by 03:00:00 -04:00, and 01:59:59 -04:00 by 01:00:00 -05:00.
    private static readonly DateTime _spring = new(2027, 3, 14, 7, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime _autumn = new(2027, 11, 7, 6, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime _newYear = new(2028, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Runs it.</summary>
    public async Task RunAsync()
    {
        // Months go by in the run: what is kept has to be kept that long.
        JudgedDaemon daemon = new(null, ("Retention__EventDays", "3650"));
        daemon.Environment["TZ"] = Zone;
        using FakeClock clock = new(daemon);
        await using Town town = await Town.StartAsync(daemon, shape, seed);
        town.Phones.Flow(true);
        verdict.Say("change       calls begun  phones  set-up p99");
        await ThroughAsync(town, clock, "summer", _spring, static () => Task.CompletedTask);
        await ThroughAsync(town, clock, "winter", _autumn, town.DieAsync);
        await ThroughAsync(town, clock, "leap second", _newYear, () =>
        {
            // What Linux does with a leap second: the last second of the year once more.
            clock.Set(clock.Ahead - TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        });
        await town.QuietAsync();
        await town.JudgeAsync(limits, verdict);
        town.MustBeUndisturbed(limits, verdict);
        await RecordOrder.MustHoldAsync(town, verdict);
        await MustMeasureRightAsync(town);
    }

    private async Task ThroughAsync(Town town, FakeClock clock, string name, DateTime change, Func<Task> atChange)
    {
        clock.SetTo(change - _before);
        TimeSpan from = town.Phones.Now;
        int before = town.Phones.Calls.Count;
        await Task.Delay(_before);
        await atChange();
        await Task.Delay(length);
        (int registrations, _) = await town.LookAsync($"After {name}", verdict);
        verdict.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-11}  {town.Phones.Calls.Count - before,11}  {registrations,6}  {town.SetUpAt(0.99, from, town.Phones.Now).TotalMilliseconds,7:0} ms"));
        int begunBefore = 0, begunAfter = 0;
        foreach (RecordLine record in await town.Book.RecordsAsync())
        {
            begunBefore += record.StartedAt < change && record.StartedAt > change - TimeSpan.FromMinutes(1) ? 1 : 0;
            begunAfter += record.StartedAt >= change && record.StartedAt < change + TimeSpan.FromMinutes(2) ? 1 : 0;
        }

        verdict.Must(begunBefore > 0 && begunAfter > 0, $"{name}: {begunBefore} records of calls just before the change and {begunAfter} just after; there were some on both sides.");
    }

    /// <summary>A record's two times differ by the time that its call took; the clock may be off by the step of the judge and the leap second.</summary>
    private async Task MustMeasureRightAsync(Town town)
    {
        TimeSpan step = TimeSpan.FromDays(1);
        foreach (RecordLine record in await town.Book.RecordsAsync())
        {
            TimeSpan off = record.EndedAt - record.StartedAt - TimeSpan.FromMilliseconds(record.TotalMs);
            verdict.Must(off.Duration() < limits.Talk + TimeSpan.FromSeconds(1) || off > step, $"Record {record.CallId}: {record.StartedAt:O} to {record.EndedAt:O} are not {record.TotalMs} ms.");
        }
    }
}
