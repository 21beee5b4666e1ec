using Dapper;
using Npgsql;

namespace XHand.Storage.Access;

/// <summary>Deletes what nobody can sign in with any more. Repeating it does no harm, and two nodes may do it at once.</summary>
public sealed class EndedAccess(NpgsqlDataSource database, SessionLimits limits, TimeProvider time)
{
    /// <summary>How long after its last failure a login or a network counts as failing.</summary>
    public static readonly TimeSpan FailuresLast = TimeSpan.FromHours(1);

    // Of all companies: what is over is over in each.
    private const string DeleteSessions = "delete from app_session where seen_at <= @Idle or created_at <= @Absolute";
    private const string DeleteLinks = "delete from one_time_link where expires_at <= @Now";
    private const string DeleteFailures = "delete from sign_in_failure where last_at <= @Failed and waits_until <= @Now";

    /// <summary>How many sessions, links and failures went.</summary>
    public async Task<(int Sessions, int Links, int Failures)> DeleteAsync(CancellationToken cancellation)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        object parameters = new { Now = now, Idle = now - limits.Idle, Absolute = now - limits.Absolute, Failed = now - FailuresLast };
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        async Task<int> RunAsync(string sql) => await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
        return (await RunAsync(DeleteSessions), await RunAsync(DeleteLinks), await RunAsync(DeleteFailures));
    }
}
