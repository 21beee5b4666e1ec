using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace XHand.Host.Jobs;

/// <summary>
/// Starts the book's jobs by their schedules, with Quartz and its store in memory (docs/decisions/0011-quartz-in-memory.md). Each also runs once
/// soon after the start: a machine that is switched off at night would otherwise never do what is due then.
/// </summary>
internal sealed class JobSchedule : IAsyncDisposable
{
    private static readonly TimeSpan _afterStart = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _apart = TimeSpan.FromSeconds(10);

    private readonly IScheduler _scheduler;

    private JobSchedule(IScheduler scheduler) => _scheduler = scheduler;

    /// <summary>Begins.</summary>
    public static async Task<JobSchedule> StartAsync(JobBook book, ILoggerFactory logs, CancellationToken cancellation)
    {
        IScheduler scheduler = await QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.Services.AddSingleton(book);
            quartz.Services.AddSingleton(logs);
            quartz.UseInMemoryStore();
            quartz.UseDefaultThreadPool(2);
        }).BuildScheduler(cancellation);
        TimeSpan first = _afterStart;
        foreach (IHouseJob job in book.All)
        {
            IJobDetail detail = JobBuilder.Create<BookedJob>().WithIdentity(job.Name).Build();
            ITrigger bySchedule = TriggerBuilder.Create(scheduler.TimeProvider)
                .WithIdentity(job.Name)
                .WithCronSchedule(job.Schedule)
                .Build();
            ITrigger afterStart = TriggerBuilder.Create(scheduler.TimeProvider)
                .WithIdentity(job.Name + " after the start")
                .StartAt(scheduler.TimeProvider.GetUtcNow() + first)
                .Build();
            await scheduler.ScheduleJob(detail, [bySchedule, afterStart], new ScheduleJobOptions(), cancellation);
            book.SetNext(job.Name, bySchedule.GetFireTimeAfter(scheduler.TimeProvider.GetUtcNow()));
            first += _apart;
        }

        await scheduler.Start(cancellation);
        return new JobSchedule(scheduler);
    }

    /// <summary>Starts nothing more, and breaks off what runs.</summary>
    public async ValueTask DisposeAsync() => await _scheduler.Shutdown(waitForJobsToComplete: false);

    /// <summary>What Quartz makes for each run: it only turns to the book.</summary>
    private sealed class BookedJob(JobBook book) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            string name = context.JobDetail.Key.Name;
            if (context.NextFireTimeUtc is { } next)
            {
                // The run after the start has no next of its own.
                book.SetNext(name, next);
            }

            await book.RunAsync(name, cancellationToken);
        }
    }
}
