namespace XHand.Web.Server;

/// <summary>A job that keeps the house, as it was last.</summary>
/// <param name="Name">What it is run by.</param>
/// <param name="Does">In words.</param>
/// <param name="Schedule">When, as a cron expression with seconds, in the machine's time zone.</param>
/// <param name="State">never, running, done, waiting (for the database), failed.</param>
/// <param name="StartedAt">Last start, UTC; null when it never ran in this process.</param>
/// <param name="EndedAt">Its end, UTC.</param>
/// <param name="Result">What it did, or why it failed.</param>
/// <param name="NextAt">Next start by schedule, UTC.</param>
public sealed record JobView(
    string Name, string Does, string Schedule, string State, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Result, DateTimeOffset? NextAt);

/// <summary>The jobs that keep the house. Any thread.</summary>
public interface IHousekeeping
{
    /// <summary>Every job, by name.</summary>
    IReadOnlyList<JobView> Jobs { get; }

    /// <summary>Runs one now, after the run that is under way if there is one, and says how it went; null when there is none of that name.</summary>
    Task<JobView?> RunAsync(string name, CancellationToken cancellation);
}

/// <summary>A house without jobs.</summary>
internal sealed class NoHousekeeping : IHousekeeping
{
    /// <inheritdoc/>
    public IReadOnlyList<JobView> Jobs => [];

    /// <inheritdoc/>
    public Task<JobView?> RunAsync(string name, CancellationToken cancellation) => Task.FromResult<JobView?>(null);
}
