using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Npgsql;
using XHand.Calls.Alarms;
using XHand.Host.Watching;
using XHand.Storage;
using XHand.Web.Server;

namespace XHand.Host.Jobs;

/// <summary>Runs jobs, each never twice at once, with a limit, and keeps how it went. What a job throws ends in the book and in an alarm. Any thread.</summary>
internal sealed class JobBook : IHousekeeping, IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(30);

    private readonly SortedDictionary<string, Page> _pages = new(StringComparer.Ordinal);
    private readonly IAlarmBoard _alarms;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Meter _meter = new(SystemMetrics.MeterName);
    private readonly Counter<long> _runs;

    /// <summary>A book with a page for each job.</summary>
    public JobBook(IEnumerable<IHouseJob> jobs, IAlarmBoard alarms, TimeProvider time, ILogger<JobBook> log)
    {
        (_alarms, _time, _log) = (alarms, time, log);
        foreach (IHouseJob job in jobs)
        {
            _pages.Add(job.Name, new Page(job));
        }

        _runs = _meter.CreateCounter<long>("xhand.jobs.runs", "{run}", "Runs of housekeeping jobs, by job and result");
    }

    /// <summary>The jobs themselves, by name.</summary>
    public IEnumerable<IHouseJob> All => _pages.Values.Select(page => page.Job);

    /// <inheritdoc/>
    public IReadOnlyList<JobView> Jobs => [.. _pages.Values.Select(page => page.View)];

    /// <inheritdoc/>
    public async Task<JobView?> RunAsync(string name, CancellationToken cancellation)
    {
        if (!_pages.TryGetValue(name, out Page? page))
        {
            return null;
        }

        await page.Turn.WaitAsync(cancellation);
        try
        {
            await RunAsync(page, cancellation);
            return page.View;
        }
        finally
        {
            page.Turn.Release();
        }
    }

    /// <summary>Notes when a job is due next.</summary>
    public void SetNext(string name, DateTimeOffset? at) => _pages[name].NextAt = at;

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        foreach (Page page in _pages.Values)
        {
            page.Turn.Dispose();
        }
    }

    private async Task RunAsync(Page page, CancellationToken cancellation)
    {
        page.Last = new("running", _time.GetUtcNow(), null, null);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_limit);
        try
        {
            string result = await page.Job.RunAsync(limit.Token);
            End(page, "done", result);
            _alarms.Clear(AlarmCodes.JobFailed, page.Job.Name);
            _log.JobDone(page.Job.Name, result);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            End(page, "failed", "broken off");
            throw;
        }
        catch (Exception e) when (e is DatabaseIsAwayException or NpgsqlException { IsTransient: true } or StorageException { Fault: StorageFault.ConnectionFailed })
        {
            End(page, "waiting", e.Message);
        }
        catch (Exception e)
        {
            string reason = e is OperationCanceledException ? $"It took longer than {_limit.TotalMinutes} minutes." : e.Message;
            End(page, "failed", reason);
            _alarms.Raise(AlarmCodes.JobFailed, page.Job.Name, reason);
            _log.JobFailed(page.Job.Name, e);
        }
    }

    private void End(Page page, string state, string result)
    {
        page.Last = page.Last with { State = state, EndedAt = _time.GetUtcNow(), Result = result };
        _runs.Add(1, new KeyValuePair<string, object?>("job", page.Job.Name), new KeyValuePair<string, object?>("result", state));
    }

    private sealed record Run(string State, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Result);

    private sealed class Page(IHouseJob job)
    {
        private volatile Run _last = new("never", null, null, null);
        private long _nextTicks;

        public IHouseJob Job => job;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public Run Last
        {
            get => _last;
            set => _last = value;
        }

        public DateTimeOffset? NextAt
        {
            get => Volatile.Read(ref _nextTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
            set => Volatile.Write(ref _nextTicks, value?.UtcTicks ?? 0);
        }

        public JobView View
        {
            get
            {
                Run last = _last;
                return new(job.Name, job.Does, job.Schedule, last.State, last.StartedAt, last.EndedAt, last.Result, NextAt);
            }
        }
    }
}
