using Npgsql;

namespace XHand.Storage.Backups;

/// <summary>Writes one database into a file, and reads such a file into an empty one (pg_dump's custom format).</summary>
public static class DatabaseDump
{
    private const string HasTables = """
        select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                       where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'S'))
        """;

    // The schema belongs to the database's owner, which is what the role has to be.
    private const string EmptySchema = "drop schema public cascade; create schema public";

    /// <summary>
    /// Dumps into <paramref name="file"/> (mode 0600; replaced when it is there), as the database was at one moment, while others go on
    /// writing. <see cref="StorageException"/> when it cannot; then there is no file.
    /// </summary>
    public static async Task WriteAsync(string connectionString, string file, CancellationToken cancellation)
    {
        // Made by us with our mode; pg_dump then writes into it.
        File.Delete(file);
        await new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }).DisposeAsync();
        string? errors;
        try
        {
            errors = await new PostgresClient(connectionString).RunAsync("pg_dump", ["--format=custom", "--no-password", $"--file={file}"], cancellation);
        }
        catch
        {
            File.Delete(file);
            throw;
        }
        if (errors is not null)
        {
            File.Delete(file);
            throw new StorageException(StorageFault.BackupFailed, errors);
        }
        await using FileStream written = new(file, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    /// <summary>True when something is in the database.</summary>
    public static async Task<bool> IsInUseAsync(string connectionString, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = new(connectionString + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        await using NpgsqlCommand command = new(HasTables, connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Removes everything from a database.</summary>
    public static async Task EmptyAsync(string connectionString, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = new(connectionString + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        await using NpgsqlCommand command = new(EmptySchema, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Reads a dump into an empty database, whole or not at all. <see cref="StorageException"/> with what pg_restore said.</summary>
    public static async Task ReadAsync(string connectionString, string file, CancellationToken cancellation)
    {
        string database = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        string? errors = await new PostgresClient(connectionString).RunAsync(
            "pg_restore", ["--no-password", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", $"--dbname={database}", file], cancellation);
        if (errors is not null)
        {
            throw new StorageException(StorageFault.RestoreFailed, errors);
        }
    }
}
