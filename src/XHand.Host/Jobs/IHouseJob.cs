namespace XHand.Host.Jobs;

/// <summary>Something that is done from time to time. Repeating it does no harm, and two nodes may do it at once.</summary>
internal interface IHouseJob
{
    /// <summary>What it is run by.</summary>
    string Name { get; }

    /// <summary>In words.</summary>
    string Does { get; }

    /// <summary>When: a cron expression with seconds, in the machine's time zone.</summary>
    string Schedule { get; }

    /// <summary>Does it and says what was done; <see cref="DatabaseIsAwayException"/> when it has to wait for the database.</summary>
    Task<string> RunAsync(CancellationToken cancellation);
}

/// <summary>A job cannot do anything now: the database is away, which has an alarm of its own.</summary>
internal sealed class DatabaseIsAwayException() : Exception("The database is away; it is done at the next time.");
