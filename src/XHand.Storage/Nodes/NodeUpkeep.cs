using Microsoft.Extensions.Logging;
using Npgsql;
using XHand.Storage.Partitions;

namespace XHand.Storage.Nodes;

/// <summary>What a running node does for its database: renews its lease, makes partitions ahead and drops old ones.</summary>
public sealed class NodeUpkeep(NodeStore nodes, PartitionKeeper partitions, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _renewal = TimeSpan.FromSeconds(10);
    private const int RenewalsPerMaintenance = 360;

    /// <summary>Runs until cancelled, or until another process has taken the node (the carrier stops by itself).</summary>
    public async Task RunAsync(NodeRegistration registration, CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(_renewal, time);
        try
        {
            for (int round = 1; await timer.WaitForNextTickAsync(cancellation); round++)
            {
                try
                {
                    if (!await nodes.RenewAsync(registration, DatabaseStartUp.Lease, cancellation))
                    {
                        logger.FencedByAnother(registration.Node);
                        return;
                    }
                    if (round % RenewalsPerMaintenance == 0)
                    {
                        await partitions.MaintainAsync(cancellation);
                    }
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException)
                {
                    logger.UpkeepFailed(e.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
