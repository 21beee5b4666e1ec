using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using XHand.Storage;
using XHand.Storage.Cluster;
using XHand.Storage.Migrations;

namespace XHand.Web.Tests.Access;

/// <summary>A PostgreSQL of these tests' own, emptied and migrated anew for each of them.</summary>
public sealed class AccessDatabase : IAsyncLifetime
{
    public const string Collection = "Access";

    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-access-").FullName;
    private PrivateCluster _cluster = null!;

    public string ConnectionString => _cluster.ConnectionString;

    public async Task InitializeAsync() => _cluster = await PrivateCluster.StartAsync(
        new PrivateClusterOptions { DataDirectory = _folder, Fsync = false }, NullLogger.Instance, TimeProvider.System, CancellationToken.None);

    /// <summary>A pool to a database with nothing but the tables in it.</summary>
    public async Task<NpgsqlDataSource> EmptyAsync()
    {
        NpgsqlDataSource database = DatabaseSource.Create(_cluster.ConnectionString);
        await using (NpgsqlCommand drop = database.CreateCommand("drop schema public cascade; create schema public"))
        {
            await drop.ExecuteNonQueryAsync();
        }

        await new Migrator(database, MigrationSet.Embedded(), new DatabaseBackup("", "", TimeProvider.System), "0.1.0", NullLogger.Instance)
            .RunAsync(CancellationToken.None);
        return database;
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

[CollectionDefinition(AccessDatabase.Collection)]
public sealed class AccessCollection : ICollectionFixture<AccessDatabase>;
