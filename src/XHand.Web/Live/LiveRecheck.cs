using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using XHand.Web.Problems;

namespace XHand.Web.Live;

/// <summary>Looks every few seconds whether each live connection may still be there, and ends those that may not.</summary>
internal sealed class LiveRecheck(LiveOptions options, TimeProvider time, ILogger<LiveRecheck> log) : BackgroundService
{
    private readonly ConcurrentDictionary<LiveConnection, Action> _connections = new();

    /// <summary>Watches over it.</summary>
    public void Add(LiveConnection connection, Action abort) => _connections[connection] = abort;

    /// <summary>It has ended.</summary>
    public void Remove(LiveConnection connection) => _connections.TryRemove(connection, out _);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(options.RecheckEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach ((LiveConnection connection, Action abort) in _connections)
                {
                    await LookAsync(connection, abort);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task LookAsync(LiveConnection connection, Action abort)
    {
        try
        {
            if (!await connection.IsStillAllowedAsync())
            {
                abort();
            }
        }
        catch (Exception e) when (DatabaseAway.Is(e))
        {
            // Who was in stays in while nobody can say otherwise; the screens show that the database is away.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.LogError(e, "A live connection's right to be there could not be looked at; it was ended.");
            abort();
        }
    }
}
