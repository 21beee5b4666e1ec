using Dapper;
using Npgsql;
using XHand.Storage.Migrations;

namespace XHand.Storage.Backups;

/// <summary>How far a database had been migrated when it was backed up.</summary>
/// <param name="Number">Number of its newest migration; 0 for none.</param>
/// <param name="Name">Its name, or "".</param>
public sealed record SchemaVersion(int Number, string Name)
{
    private const string IsThere = "select to_regclass('public.schema_migration') is not null";

    // Of the whole system and no company.
    private const string ReadNewest = "select number as Number, name as Name from schema_migration order by number desc limit 1";

    /// <summary>True when this version has all of its migrations.</summary>
    public bool IsKnown => Number == 0 || (Number <= MigrationSet.Embedded().All.Count && MigrationSet.Embedded().All[Number - 1].Name == Name);

    /// <summary>Asks a database.</summary>
    public static async Task<SchemaVersion> ReadAsync(string connectionString, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = new(connectionString + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<bool>(IsThere)
            ? await connection.QuerySingleOrDefaultAsync<SchemaVersion>(ReadNewest) ?? new(0, "")
            : new(0, "");
    }
}
