using Microsoft.Extensions.Logging;
using Npgsql;

namespace XHand.Storage.Carrier;

/// <summary>
/// How much stands in quarantine: read from the table now and then, and grown by what the carrier puts there in between. What somebody has dealt with
/// and deleted counts no longer, and what an earlier process put there still does.
/// </summary>
/// <param name="database">The database, migrated.</param>
/// <param name="added">What this process has put there since its start.</param>
/// <param name="time">For the waiting.</param>
/// <param name="logger">Log.</param>
public sealed class QuarantineCount(NpgsqlDataSource database, Func<long> added, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(30);

    // Of all companies: it is about our own faults. Beyond the limit the number says enough.
    private const string Count = "select count(*) from (select from quarantine limit 10000) as counted";

    private volatile Reading _last = new(0, 0);

    private sealed record Reading(long Rows, long Added);

    /// <summary>Facts, or records in them, in quarantine; what was read last and what came since. Any thread.</summary>
    public long Now => _last is var last ? last.Rows + added() - last.Added : 0;

    /// <summary>Reads it anew.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        // Before the query: what is added while it runs may then count twice until the next one, and is never missed.
        long before = added();
        await using NpgsqlCommand command = database.CreateCommand(Count);
        _last = new((long)(await command.ExecuteScalarAsync(cancellation))!, before);
    }

    /// <summary>Reads it every half minute until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(_interval, time);
        try
        {
            do
            {
                try
                {
                    await ReadAsync(cancellation);
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException)
                {
                    // The database being away has an alarm of its own.
                    logger.QuarantineNotRead(e.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
