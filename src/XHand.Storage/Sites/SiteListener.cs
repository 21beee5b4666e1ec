using Microsoft.Extensions.Logging;
using Npgsql;
using XHand.Site;

namespace XHand.Storage.Sites;

/// <summary>
/// Watches for new versions of the site. A notification makes it quick; the version is asked for anyway every half minute and
/// after each reconnection, since a notification can be missed.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="store">Loads the snapshot.</param>
/// <param name="changed">Called with each newer snapshot, one at a time, on the thread pool.</param>
/// <param name="time">For the waiting between attempts.</param>
/// <param name="logger">Log.</param>
public sealed class SiteListener(
    NpgsqlDataSource database, ISiteStore store, Action<SiteSnapshot> changed, TimeProvider time, ILogger logger)
{
    private const string Listen = $"listen {SiteStore.Channel}";
    private static readonly TimeSpan _recheck = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _firstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _lastRetry = TimeSpan.FromSeconds(5);

    /// <summary>Runs until cancelled. <paramref name="version"/> is the one in force already; -1 raises the present one at once.</summary>
    public async Task RunAsync(long version, CancellationToken cancellation)
    {
        TimeSpan retry = _firstRetry;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
                await using (NpgsqlCommand listen = new(Listen, connection))
                {
                    await listen.ExecuteNonQueryAsync(cancellation);
                }
                while (true)
                {
                    if (await SiteRows.VersionAsync(connection, null) > version)
                    {
                        SiteSnapshot site = await store.LoadAsync(cancellation);
                        version = site.Version;
                        changed(site);
                    }
                    retry = _firstRetry;
                    await connection.WaitAsync(_recheck, cancellation);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it is, the version in force stays, and the next is asked for again.
                logger.SiteListenerLost(retry, e.Message);
                try
                {
                    await Task.Delay(retry, time, cancellation);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
                retry = TimeSpan.FromTicks(Math.Min(retry.Ticks * 2, _lastRetry.Ticks));
            }
        }
    }
}
