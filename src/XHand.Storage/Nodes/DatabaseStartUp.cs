using Microsoft.Extensions.Logging;
using Npgsql;
using XHand.Storage.Migrations;
using XHand.Storage.Partitions;

namespace XHand.Storage.Nodes;

/// <summary>
/// Makes a database ready for this process: migrates it, makes its partitions, registers the node. A database that is away is
/// waited for; meanwhile the system serves from what is on its own disk.
/// </summary>
public sealed class DatabaseStartUp(Migrator migrator, PartitionKeeper partitions, NodeStore nodes, TimeProvider time, ILogger logger)
{
    /// <summary>How long a registration holds without being renewed.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _firstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _lastRetry = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Ready and registered. <see cref="StorageException"/> when waiting would not help: it does not fit this version, refuses
    /// us, or a migration failed.
    /// </summary>
    public async Task<NodeRegistration> RunAsync(NodeIdentity identity, CancellationToken cancellation)
    {
        TimeSpan retry = _firstRetry;
        for (bool told = false; ; told = true)
        {
            try
            {
                await migrator.RunAsync(cancellation);
                await partitions.MakeAheadAsync(cancellation);
                NodeRegistration registration = await nodes.RegisterAsync(identity, Lease, cancellation);
                if (registration.FencedAnother)
                {
                    logger.AnotherFenced(identity.Node);
                }
                return registration;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or StorageException { Fault: StorageFault.ConnectionFailed })
            {
                if (!told)
                {
                    logger.DatabaseAwaited(e.Message);
                }
            }
            await Task.Delay(retry, time, cancellation);
            retry = TimeSpan.FromTicks(Math.Min(retry.Ticks * 2, _lastRetry.Ticks));
        }
    }
}
