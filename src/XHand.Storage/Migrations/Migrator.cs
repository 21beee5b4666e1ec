using System.Globalization;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace XHand.Storage.Migrations;

/// <summary>
/// Brings the database to this version's schema: forward only, each file in a transaction of its own, one process at a time.
/// Refuses a database that does not fit before it changes anything.
/// </summary>
/// <param name="database">The database; its role must own it.</param>
/// <param name="migrations">What this version knows.</param>
/// <param name="backup">Takes the backup before a migration that changes data.</param>
/// <param name="version">Our version, told to whoever meets this database with an older one.</param>
/// <param name="logger">Log.</param>
public sealed class Migrator(NpgsqlDataSource database, MigrationSet migrations, DatabaseBackup backup, string version, ILogger logger)
{
    // "XHMIGR" in ASCII; any constant that is nobody else's would do.
    private const long LockKey = 0x58_48_4D_49_47_52;

    /// <summary>Row triggers of partitioned tables, which keep records as they were written.</summary>
    private const int OldestMajor = 13;

    private const string TryLock = "select pg_try_advisory_lock(@LockKey)";
    private const string Unlock = "select pg_advisory_unlock(@LockKey)";

    private const string CreateTable = """
        create table if not exists schema_migration (
            number     integer primary key,
            name       text not null,
            checksum   text not null,
            applied_at timestamptz not null default now(),
            applied_by text not null
        )
        """;

    private const string ReadApplied = """
        select number as Number, name as Name, checksum as Checksum, applied_by as AppliedBy from schema_migration order by number
        """;

    private const string NoteApplied = """
        insert into schema_migration (number, name, checksum, applied_by) values (@Number, @Name, @Checksum, @Version)
        """;

    private sealed record Applied(int Number, string Name, string Checksum, string AppliedBy);

    /// <summary>Applies what is missing; the names of what it applied. <see cref="StorageException"/> says why it could not.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellation)
    {
        try
        {
            await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
            await CheckServerAsync(connection);
            await LockAsync(connection, cancellation);
            try
            {
                return await RunLockedAsync(connection, cancellation);
            }
            finally
            {
                // A pooled connection keeps its session, and with it the lock. A broken one lost it already.
                if (connection.FullState == System.Data.ConnectionState.Open)
                {
                    await connection.ExecuteAsync(Unlock, new { LockKey });
                }
            }
        }
        catch (PostgresException e) when (e.SqlState[..2] is "28" or "3D" || e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StorageException(StorageFault.AccessRefused, $"The database refuses us: {e.MessageText}. Check the connection string; its role must own the database.", e);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new StorageException(StorageFault.ConnectionFailed, $"The database cannot be reached: {e.Message}", e);
        }
    }

    private static async Task CheckServerAsync(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestMajor)
        {
            throw new StorageException(
                StorageFault.OtherMajorVersion, $"The server is PostgreSQL {connection.PostgreSqlVersion}; {OldestMajor} or newer is needed.");
        }
        string? encoding = await connection.ExecuteScalarAsync<string>("show server_encoding");
        if (encoding != "UTF8")
        {
            throw new StorageException(
                StorageFault.AccessRefused, $"The database's encoding is {encoding}; names of callers need UTF8. Make it with: create database ... encoding 'UTF8' template template0");
        }
    }

    private async Task<IReadOnlyList<string>> RunLockedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await connection.ExecuteAsync(CreateTable);
        List<Applied> applied = [.. await connection.QueryAsync<Applied>(ReadApplied)];
        Check(applied);
        List<Migration> pending = [.. migrations.All.Skip(applied.Count)];
        if (applied.Count > 0 && pending.Find(m => m.ChangesData) is { } first)
        {
            string path = await backup.CreateAsync($"before-{first.Name}", cancellation);
            logger.BackupTaken(path, first.Name);
        }
        foreach (Migration migration in pending)
        {
            await ApplyAsync(connection, migration, cancellation);
            logger.MigrationApplied(migration.Name);
        }
        return [.. pending.Select(m => m.Name)];
    }

    private async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        for (bool told = false; !await connection.ExecuteScalarAsync<bool>(TryLock, new { LockKey }); told = true)
        {
            if (!told)
            {
                logger.MigrationWaits();
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
        }
    }

    private void Check(List<Applied> applied)
    {
        if (applied.Count > migrations.All.Count)
        {
            Applied newest = applied[^1];
            throw new StorageException(
                StorageFault.DatabaseNewer,
                $"The database was brought to {newest.Name} by version {newest.AppliedBy}; this is version {version}, which knows migrations up to {migrations.All[^1].Name}. Run the newer version, or restore a backup made before it.");
        }
        for (int i = 0; i < applied.Count; i++)
        {
            Migration known = migrations.All[i];
            Applied there = applied[i];
            if (there.Number != known.Number)
            {
                throw new StorageException(
                    StorageFault.MigrationMissing,
                    string.Create(CultureInfo.InvariantCulture, $"The database has not applied {known.Name} but has {there.Name}: its table schema_migration was changed by hand. Restore a backup."));
            }
            if (there.Name != known.Name)
            {
                throw new StorageException(
                    StorageFault.MigrationMissing,
                    $"The database has applied {there.Name} (by version {there.AppliedBy}), which version {version} does not have; it has {known.Name} in its place.");
            }
            if (there.Checksum != known.Checksum)
            {
                throw new StorageException(
                    StorageFault.MigrationEdited,
                    $"{known.Name} was edited after version {there.AppliedBy} applied it to this database. Bring its old text back and put the change into a new migration.");
            }
        }
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            await using NpgsqlCommand command = new(migration.Sql, connection, transaction) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellation);
            await connection.ExecuteAsync(NoteApplied, new { migration.Number, migration.Name, migration.Checksum, Version = version }, transaction);
            await transaction.CommitAsync(cancellation);
        }
        catch (PostgresException e)
        {
            throw new StorageException(StorageFault.MigrationFailed, $"{migration.Name} failed and was rolled back: {e.MessageText}{(e.Hint is null ? "" : $" ({e.Hint})")}", e);
        }
    }
}
