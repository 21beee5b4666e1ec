using Quartz;
using XHand.Host.Jobs;

namespace XHand.Host.Tests.Jobs;

/// <summary>Jobs go by the machine's time zone: over both changes of summer time each still comes, and none twice for one day.</summary>
public sealed class JobZoneTests
{
    // The hour that is left out and the one that comes twice lie at 2, at 3 (where two of our jobs are), at midnight, and are half an hour long.
    public static TheoryData<string> Zones => ["America/New_York", "Europe/Athens", "Africa/Cairo", "America/Santiago", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"];

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_daily_job_comes_once_a_day_all_year(string zone)
    {
        foreach (IHouseJob job in (IHouseJob[])[DatabaseJobs.Events(() => null, 1), DatabaseJobs.Records(() => null, 31)])
        {
            DateTimeOffset[] times = Times(job, zone);
            Assert.Equal(365, times.Length);
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalHours, 22, 26));
            Assert.Equal(365, times.Select(at => TimeZoneInfo.ConvertTime(at, Zone(zone)).Date).Distinct().Count());
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void An_hourly_job_and_one_of_every_minute_never_pause_longer_than_that(string zone)
    {
        foreach ((IHouseJob job, int minutes) in ((IHouseJob, int)[])[(DatabaseJobs.Partitions(() => null), 60), (new SessionsJob(() => null), 60), (new JournalJob(() => null), 1)])
        {
            DateTimeOffset[] times = Times(job, zone, minutes == 1 ? 600 : int.MaxValue, minutes == 1 ? Spring(zone) : null);
            Assert.NotEmpty(times);
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalMinutes, 0.1, minutes == 1 ? 1 : 90));
        }
    }

    private static TimeZoneInfo Zone(string zone) => TimeZoneInfo.FindSystemTimeZoneById(zone);

    // Some hours before the first change of the year, or any moment where there is none.
    private static DateTimeOffset Spring(string zone)
    {
        TimeZoneInfo info = Zone(zone);
        DateTimeOffset at = new(2027, 1, 1, 12, 0, 0, TimeSpan.Zero);
        while (at.Year == 2027 && info.GetUtcOffset(at) == info.GetUtcOffset(at.AddHours(5)))
        {
            at = at.AddHours(1);
        }

        return at.Year == 2027 ? at : new(2027, 6, 1, 0, 0, 0, TimeSpan.Zero);
    }

    private static DateTimeOffset[] Times(IHouseJob job, string zone, int most = int.MaxValue, DateTimeOffset? from = null)
    {
        CronExpression cron = new(job.Schedule, Zone(zone));
        DateTimeOffset midnight = new(new DateTime(2027, 1, 1), Zone(zone).GetUtcOffset(new DateTime(2027, 1, 1)));
        List<DateTimeOffset> times = [];
        DateTimeOffset at = from ?? midnight;
        while (times.Count < most && cron.GetNextValidTimeAfter(at) is { } next && TimeZoneInfo.ConvertTime(next, Zone(zone)).Year == 2027)
        {
            times.Add(next);
            at = next;
        }

        return [.. times];
    }
}
