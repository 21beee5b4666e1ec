using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using XHand.Loop.Journal;
using XHand.Storage.Nodes;
using XHand.Storage.Partitions;

namespace XHand.Storage.Carrier;

/// <summary>
/// Carries the journal into the database, each fact exactly once: rows and cursor move in one transaction, rows are keyed by the
/// journal's own key, and only the process registered as the node moves its cursor. While the database is away the facts wait in
/// the journal. A fact that the database refuses goes to quarantine; the others pass it.
/// </summary>
public sealed class JournalCarrier : IDisposable
{
    private const string ReadCursor = """
        select incarnation as Incarnation, cursor as Cursor, cursor_incarnation as CursorIncarnation from node where id = @Node
        """;

    private const string ResetCursor = """
        update node set cursor = 0, cursor_incarnation = null where id = @Node and incarnation = @Incarnation
        """;

    private readonly NpgsqlDataSource _database;
    private readonly PartitionKeeper _partitions;
    private readonly Func<ulong, Action<JournalDamage>, JournalReader> _openJournal;
    private readonly Func<ulong> _lastSequence;
    private readonly CarrierOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CarrierMetrics _metrics;
    private long _carriedThrough;
    private long _quarantined;
    private volatile bool _isAway;

    /// <summary>Makes a carrier; <see cref="RunAsync"/> works it.</summary>
    /// <param name="database">The database, migrated.</param>
    /// <param name="partitions">Makes the partition that a row needs.</param>
    /// <param name="openJournal">Opens the journal at a sequence: <see cref="JournalWriter.OpenReader"/>.</param>
    /// <param name="lastSequence">The last sequence that the journal has safely, for the lag; any thread.</param>
    /// <param name="options">How it works.</param>
    /// <param name="time">For the waiting.</param>
    /// <param name="logger">Log.</param>
    public JournalCarrier(
        NpgsqlDataSource database, PartitionKeeper partitions, Func<ulong, Action<JournalDamage>, JournalReader> openJournal, Func<ulong> lastSequence,
        CarrierOptions options, TimeProvider time, ILogger logger)
    {
        _database = database;
        _partitions = partitions;
        _openJournal = openJournal;
        _lastSequence = lastSequence;
        _options = options;
        _time = time;
        _logger = logger;
        _metrics = new CarrierMetrics(() => Lag, () => IsDatabaseAway);
    }

    private sealed record NodeRow(Guid Incarnation, long Cursor, Guid? CursorIncarnation);

    /// <summary>Everything up to this sequence is in the database: the journal may be trimmed through it. Any thread.</summary>
    public ulong CarriedThrough => (ulong)Interlocked.Read(ref _carriedThrough);

    /// <summary>Facts in the journal that are not in the database yet. Any thread.</summary>
    public long Lag => Math.Max(0, (long)_lastSequence() - Interlocked.Read(ref _carriedThrough));

    /// <summary>The last try failed because the database was not there. Any thread.</summary>
    public bool IsDatabaseAway => _isAway;

    /// <summary>Facts, or records in them, put into quarantine since the start: an alarm. Any thread.</summary>
    public long Quarantined => Interlocked.Read(ref _quarantined);

    /// <summary>
    /// Runs until cancelled; what is in the journal by then is carried by the next run. <see cref="StorageException"/>
    /// (NodeFenced) when another process has registered as the node: this one must not go on.
    /// </summary>
    public async Task RunAsync(NodeRegistration node, CancellationToken cancellation)
    {
        TimeSpan retry = _options.FirstRetry;
        while (true)
        {
            try
            {
                await CarryAsync(node, () => retry = _options.FirstRetry, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not StorageException { Fault: StorageFault.NodeFenced })
            {
                // Whatever it is, the facts are safe in the journal and are tried again.
                _metrics.Failed();
                if (!_isAway)
                {
                    _isAway = true;
                    _logger.CarrierLostDatabase(e.Message);
                }
            }
            try
            {
                await Task.Delay(retry, _time, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            retry = TimeSpan.FromTicks(Math.Min(retry.Ticks * 2, _options.LongestRetry.Ticks));
        }
    }

    /// <summary>Waits until all that the journal has is carried, at most <paramref name="limit"/>; false when some is left.</summary>
    public async Task<bool> DrainAsync(TimeSpan limit)
    {
        long began = _time.GetTimestamp();
        while (Lag > 0 && _time.GetElapsedTime(began) < limit)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), _time);
        }
        return Lag == 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    /// <summary>Carries on one connection until it breaks.</summary>
    private async Task CarryAsync(NodeRegistration node, Action works, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await _database.OpenConnectionAsync(cancellation);
        ulong cursor = await FindCursorAsync(connection, node, cancellation);
        Interlocked.Exchange(ref _carriedThrough, (long)cursor);
        using JournalReader journal = _openJournal(cursor + 1, damage => _logger.JournalUnreadable(damage));
        while (true)
        {
            IReadOnlyList<JournalRecord> records = journal.Read(_options.BatchSize);
            if (records.Count == 0)
            {
                await Task.Delay(_options.IdleInterval, _time, cancellation);
                continue;
            }
            await CarryAsync(connection, node, records.ToArray(), cancellation);
            works();
            if (_isAway)
            {
                _isAway = false;
                _logger.CarrierFoundDatabase(Lag);
            }
        }
    }

    /// <summary>Carries records; those that the database refuses are found by halving.</summary>
    private async Task CarryAsync(
        NpgsqlConnection connection, NodeRegistration node, ArraySegment<JournalRecord> records, CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(connection, node, records, FactRows.Of(records), cancellation);
        }
        catch (PostgresException e) when (IsAboutTheData(e) && records.Count > 1)
        {
            int half = records.Count / 2;
            await CarryAsync(connection, node, records[..half], cancellation);
            await CarryAsync(connection, node, records[half..], cancellation);
        }
        catch (PostgresException e) when (IsAboutTheData(e))
        {
            await CarryRefusedAsync(connection, node, records, e.MessageText, cancellation);
        }
    }

    /// <summary>A single fact that was refused: perhaps only the record in it is bad.</summary>
    private async Task CarryRefusedAsync(
        NpgsqlConnection connection, NodeRegistration node, ArraySegment<JournalRecord> record, string reason, CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(connection, node, record, FactRows.Of(record, FactParts.EventOnly, reason), cancellation);
        }
        catch (PostgresException e) when (IsAboutTheData(e))
        {
            await WriteAsync(connection, node, record, FactRows.Of(record, FactParts.None, e.MessageText), cancellation);
        }
    }

    private async Task WriteAsync(
        NpgsqlConnection connection, NodeRegistration node, ArraySegment<JournalRecord> records, FactRows rows, CancellationToken cancellation)
    {
        await _partitions.EnsureAsync(rows.Days, rows.Months, cancellation);
        CursorMove move = new(CarriedThrough, records[^1].Sequence, records[^1].Incarnation);
        if (!await WriteAsync(connection, node, rows, move, cancellation))
        {
            // Not ours any more, or a commit went through whose answer was lost: the cursor is looked up again either way.
            await FindCursorAsync(connection, node, cancellation);
            throw new InvalidOperationException("The cursor was moved meanwhile.");
        }
        Interlocked.Exchange(ref _carriedThrough, (long)move.To);
        _metrics.Carried(records.Count);
        if (rows.Quarantine.Count > 0)
        {
            _metrics.Quarantined(rows.Quarantine.Count);
            Interlocked.Add(ref _quarantined, rows.Quarantine.Count);
            foreach (FactRows.Refused refused in rows.Quarantine)
            {
                _logger.FactQuarantined(refused.Part, refused.Record.Sequence, refused.Record.Fact.Type, refused.Reason);
            }
        }
    }

    private async Task<bool> WriteAsync(
        NpgsqlConnection connection, NodeRegistration node, FactRows rows, CursorMove move, CancellationToken cancellation)
    {
        try
        {
            return await FactWriter.WriteAsync(connection, node, rows, move, cancellation);
        }
        catch (PostgresException e) when (IsMissingPartition(e))
        {
            // Someone dropped it behind our back.
            _partitions.Forget();
            await _partitions.EnsureAsync(rows.Days, rows.Months, cancellation);
            return await FactWriter.WriteAsync(connection, node, rows, move, cancellation);
        }
    }

    /// <summary>Where to go on. A journal that is not the one the cursor was made for is carried from its beginning.</summary>
    private async Task<ulong> FindCursorAsync(NpgsqlConnection connection, NodeRegistration node, CancellationToken cancellation)
    {
        CommandDefinition read = new(ReadCursor, new { node.Node }, cancellationToken: cancellation);
        NodeRow? row = await connection.QuerySingleOrDefaultAsync<NodeRow>(read);
        if (row is null || row.Incarnation != node.Incarnation)
        {
            throw new StorageException(
                StorageFault.NodeFenced,
                $"Another process ({row?.Incarnation}) has registered as node {node.Node}: two run on copies of one data directory. This one stops carrying.");
        }
        ulong position = (ulong)row.Cursor;
        if (position == 0 || IsKnown(position, row.CursorIncarnation))
        {
            return position;
        }
        _logger.JournalReplaced(position);
        CommandDefinition reset = new(ResetCursor, new { node.Node, node.Incarnation }, cancellationToken: cancellation);
        await connection.ExecuteAsync(reset);
        return 0;
    }

    // The fact at the cursor is there and of the process that the cursor names, or was trimmed away.
    private bool IsKnown(ulong position, Guid? writer)
    {
        // What is missing before the cursor was carried long ago.
        using JournalReader journal = _openJournal(position, static _ => { });
        return journal.Read(1) is [var first]
            ? first.Sequence > position || first.Incarnation == writer
            : journal.NextSequence > position;
    }

    // Classes 22 (data), 23 (constraints) and 54 (limits): trying again gives the same answer.
    private static bool IsAboutTheData(PostgresException e) =>
        e.SqlState[..2] is "22" or "23" or "54";

    private static bool IsMissingPartition(PostgresException e) =>
        e.SqlState == PostgresErrorCodes.CheckViolation && e.ConstraintName is null;
}
