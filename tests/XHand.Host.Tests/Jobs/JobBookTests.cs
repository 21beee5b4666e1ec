using Microsoft.Extensions.Logging.Abstractions;
using Quartz;
using XHand.Calls.Alarms;
using XHand.Host.Jobs;
using XHand.Loop;
using XHand.Web.Server;

namespace XHand.Host.Tests.Jobs;

public sealed class JobBookTests : IDisposable
{
    private readonly VirtualLoop _loop = new(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly AlarmBoard _alarms;
    private readonly FakeJob _job = new();
    private readonly JobBook _book;

    public JobBookTests()
    {
        _alarms = new AlarmBoard(_loop.Time, NullLogger<AlarmBoard>.Instance);
        _book = new JobBook([_job], _alarms, _loop.Time, NullLogger<JobBook>.Instance);
    }

    public void Dispose()
    {
        _book.Dispose();
        _alarms.Dispose();
    }

    [Fact]
    public async Task A_job_that_was_run_says_what_it_did()
    {
        Assert.Equal("never", Assert.Single(_book.Jobs).State);
        JobView? done = await _book.RunAsync("fake", CancellationToken.None);
        Assert.Equal(("done", "3 things", _loop.Time.GetUtcNow()), (done!.State, done.Result, done.EndedAt));
        Assert.Null(await _book.RunAsync("none", CancellationToken.None));
    }

    [Fact]
    public async Task A_job_that_fails_raises_an_alarm_until_it_works_again()
    {
        _job.Act = () => throw new InvalidOperationException("no such table");
        Assert.Equal(("failed", "no such table"), await StateAsync());
        Assert.Equal("fake", Assert.Single(_alarms.Current).Subject);
        _job.Act = () => "well";
        Assert.Equal(("done", "well"), await StateAsync());
        Assert.Empty(_alarms.Current);
    }

    [Fact]
    public async Task A_database_that_is_away_makes_it_wait_and_is_no_failure()
    {
        _job.Act = () => throw new DatabaseIsAwayException();
        Assert.Equal("waiting", (await StateAsync()).State);
        Assert.Empty(_alarms.Current);
    }

    [Fact]
    public async Task The_schedule_runs_the_book_s_jobs_and_knows_what_comes_next()
    {
        _job.Schedule = "0/1 * * * * ?";
        await using JobSchedule schedule = await JobSchedule.StartAsync(_book, NullLoggerFactory.Instance, CancellationToken.None);
        await _job.Ran.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.NotNull(_book.Jobs[0].NextAt);
    }

    [Fact]
    public void Every_job_s_schedule_is_one()
    {
        IHouseJob[] all = [DatabaseJobs.Partitions(() => null), DatabaseJobs.Events(() => null, 1), DatabaseJobs.Records(() => null, 31), new SessionsJob(() => null), new JournalJob(() => null)];
        Assert.All(all, job => Assert.NotNull(new CronExpression(job.Schedule).GetNextValidTimeAfter(_loop.Time.GetUtcNow())));
    }

    private async Task<(string State, string? Result)> StateAsync()
    {
        JobView job = (await _book.RunAsync("fake", CancellationToken.None))!;
        _alarms.Tick();
        return (job.State, job.Result);
    }

    private sealed class FakeJob : IHouseJob
    {
        public Func<string> Act { get; set; } = () => "3 things";

        public TaskCompletionSource Ran { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "fake";

        public string Does => "counts";

        public string Schedule { get; set; } = "0 0 3 * * ?";

        public Task<string> RunAsync(CancellationToken cancellation)
        {
            Ran.TrySetResult();
            return Task.FromResult(Act());
        }
    }
}
