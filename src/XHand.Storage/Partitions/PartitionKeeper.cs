using System.Globalization;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using XHand.Storage.Records;

namespace XHand.Storage.Partitions;

/// <summary>
/// Makes the days of <c>event</c> and the months of <c>call</c>, <c>leg</c> and <c>call_record</c>: ahead of time, and whenever a
/// row needs one that is not there. Drops days that are over. There is no default partition: rows in it would stand in the way
/// of the partition that they belong to.
/// </summary>
/// <param name="database">The database, migrated.</param>
/// <param name="time">Today.</param>
/// <param name="logger">Log.</param>
public sealed class PartitionKeeper(NpgsqlDataSource database, TimeProvider time, ILogger logger)
{
    private const int DaysAhead = 7;
    private const int MonthsAhead = 2;

    private static readonly string[] _monthlyTables = ["call", "leg", "call_record"];

    private const string Lock = "select pg_advisory_xact_lock(x'58485054'::bigint)";

    private const string Existing = """
        select c.relname from pg_catalog.pg_inherits i
        join pg_catalog.pg_class c on c.oid = i.inhrelid
        where i.inhparent = any(array['event', 'call', 'leg', 'call_record']::regclass[])
        """;

    // Names of partitions known to be there; null before the first look.
    private volatile HashSet<string>? _known;

    /// <summary>Makes what the coming days need.</summary>
    public Task MakeAheadAsync(CancellationToken cancellation)
    {
        DateOnly today = Today;
        Forget();
        return EnsureAsync(
            Enumerable.Range(-1, DaysAhead + 2).Select(today.AddDays),
            Enumerable.Range(-1, MonthsAhead + 2).Select(today.AddMonths),
            cancellation);
    }

    /// <summary>Drops the days of events that are older than <paramref name="days"/>; their names.</summary>
    public Task<IReadOnlyList<string>> DropEventsAsync(int days, CancellationToken cancellation)
    {
        string oldest = Day(Today.AddDays(-days)).Name;
        return DropAsync(name => name.StartsWith("event_", StringComparison.Ordinal) && string.CompareOrdinal(name, oldest) < 0, cancellation);
    }

    /// <summary>Drops the months of calls, legs and records whose last day is older than <paramref name="days"/>; the names of their tables.</summary>
    public Task<IReadOnlyList<string>> DropCallsAsync(int days, CancellationToken cancellation)
    {
        // The month that the limit lies in is kept: a part of it is not over yet.
        DateOnly limit = Today.AddDays(-days);
        string[] oldest = [.. _monthlyTables.Select(table => Month(table, limit).Name)];
        return DropAsync(
            name => oldest.Any(o => name.Length == o.Length && name[..^8] == o[..^8] && string.CompareOrdinal(name, o) < 0),
            cancellation);
    }

    /// <summary>Makes the partitions of these days and of these dates' months, if any is missing.</summary>
    public async Task EnsureAsync(IEnumerable<DateOnly> days, IEnumerable<DateOnly> months, CancellationToken cancellation)
    {
        List<Partition> wanted =
        [
            .. days.Select(Day),
            .. months.SelectMany(month => _monthlyTables.Select(table => Month(table, month))),
        ];
        HashSet<string>? known = _known;
        if (known is not null && wanted.TrueForAll(p => known.Contains(p.Name)))
        {
            return;
        }
        await MakeAsync(wanted, cancellation);
    }

    /// <summary>Looks again before believing that a partition is there: someone dropped one.</summary>
    public void Forget() => _known = null;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private sealed record Partition(string Table, string Name, string From, string To);

    private static Partition Day(DateOnly day) =>
        new("event", $"event_{day.ToString("yyyy_MM_dd", CultureInfo.InvariantCulture)}", Text(day), Text(day.AddDays(1)));

    private static Partition Month(string table, DateOnly date)
    {
        DateOnly month = new(date.Year, date.Month, 1);
        return new(table, $"{table}_{month.ToString("yyyy_MM", CultureInfo.InvariantCulture)}", Bound(month), Bound(month.AddMonths(1)));
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Bound(DateOnly day) =>
        CallIdTime.Least(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)).ToString();

    private async Task MakeAsync(List<Partition> wanted, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(Lock, transaction: transaction);
        HashSet<string> known = [.. await connection.QueryAsync<string>(Existing, transaction: transaction)];
        foreach (Partition p in wanted.Where(p => known.Add(p.Name)))
        {
            // Made apart and then attached: "partition of" would lock the whole table against readers, and wait for long reports.
            // Names and bounds are made of dates, by us.
            await connection.ExecuteAsync(
                $"""
                create table {p.Name} (like {p.Table} including all);
                alter table {p.Table} attach partition {p.Name} for values from ('{p.From}') to ('{p.To}')
                """,
                transaction: transaction);
        }
        await transaction.CommitAsync(cancellation);
        _known = known;
    }

    private async Task<IReadOnlyList<string>> DropAsync(Func<string, bool> isOver, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        List<string> dropped = [];
        foreach (string name in (await connection.QueryAsync<string>(Existing)).Where(isOver).Order(StringComparer.Ordinal))
        {
            try
            {
                // The lock is wanted for a moment; behind a long report it would hold up everyone, so it is left for the next time.
                await connection.ExecuteAsync($"begin; set local lock_timeout = '2s'; drop table if exists {name}; commit");
                logger.PartitionDropped(name);
                dropped.Add(name);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                await connection.ExecuteAsync("rollback");
                return dropped;
            }
            finally
            {
                Forget();
            }
        }

        return dropped;
    }
}
