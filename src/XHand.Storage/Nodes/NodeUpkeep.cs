using Microsoft.Extensions.Logging;
using Npgsql;

namespace XHand.Storage.Nodes;

/// <summary>What a running node owes its database: it renews its lease.</summary>
public sealed class NodeUpkeep(NodeStore nodes, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _renewal = TimeSpan.FromSeconds(10);

    /// <summary>Runs until cancelled, or until another process has taken the node (the carrier stops by itself).</summary>
    public async Task RunAsync(NodeRegistration registration, CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(_renewal, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                try
                {
                    if (!await nodes.RenewAsync(registration, DatabaseStartUp.Lease, cancellation))
                    {
                        logger.FencedByAnother(registration.Node);
                        return;
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
