using Npgsql;

namespace XHand.Storage.Cluster;

/// <summary>The roles and the database of a private cluster.</summary>
internal sealed class ClusterAccess(string host, int port, ClusterSecrets secrets)
{
    private const string FindRole = "select 1 from pg_catalog.pg_roles where rolname = 'xhand'";
    private const string FindDatabase = "select 1 from pg_catalog.pg_database where datname = 'xhand'";
    private const string MakeDatabase = "create database xhand owner xhand template template0 encoding 'UTF8' locale 'C.UTF-8'";
    private const string CloseDatabase = "revoke all on database xhand from public";

    /// <summary>How the system connects: as a role that owns its database and is nothing more.</summary>
    public string ConnectionString { get; } = Connect(host, port, PrivateClusterOptions.Name, PrivateClusterOptions.Name, secrets.Password);

    /// <summary>Makes what is missing of role and database. Safe to repeat: a start may have been cut short after any step.</summary>
    public async Task EnsureDatabaseAsync(CancellationToken cancellation)
    {
        try
        {
            await using NpgsqlConnection ours = new(ConnectionString + ";Pooling=false");
            await ours.OpenAsync(cancellation);
            return;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword
            or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName)
        {
            // First start, or one that was cut short.
        }
        string admin = Connect(host, port, "postgres", PrivateClusterOptions.AdminName, secrets.AdminPassword) + ";Pooling=false";
        try
        {
            await using NpgsqlConnection connection = new(admin);
            await connection.OpenAsync(cancellation);
            await using NpgsqlCommand findRole = new(FindRole, connection);
            string verb = await findRole.ExecuteScalarAsync(cancellation) is null ? "create" : "alter";
            // A password cannot be a parameter here; it is hexadecimal, made by us.
            await ExecuteAsync(connection, $"{verb} role xhand login nosuperuser nocreatedb nocreaterole password '{secrets.Password}'", cancellation);
            await using NpgsqlCommand findDatabase = new(FindDatabase, connection);
            if (await findDatabase.ExecuteScalarAsync(cancellation) is null)
            {
                await ExecuteAsync(connection, MakeDatabase, cancellation);
            }
            await ExecuteAsync(connection, CloseDatabase, cancellation);
        }
        catch (PostgresException e)
        {
            throw new StorageException(
                StorageFault.AccessRefused, $"The private PostgreSQL runs but its database cannot be made: {e.MessageText}. If secrets/pgpass was changed, bring it back.", e);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Connect(string host, int port, string database, string user, string password) =>
        new NpgsqlConnectionStringBuilder { Host = host, Port = port, Database = database, Username = user, Password = password }.ConnectionString;
}
