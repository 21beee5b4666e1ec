using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using XHand.Storage.Cluster;
using XHand.Storage.Migrations;

namespace XHand.Storage.Tests;

/// <summary>One private cluster for all tests that need a database; each test gets a database of its own, copied from a migrated one.</summary>
public sealed class DatabaseFixture : IAsyncLifetime
{
    public const string Collection = "Database";

    private readonly TemporaryDirectory _directory = new();
    private PrivateCluster _cluster = null!;
    private NpgsqlDataSource _admin = null!;
    private int _made;

    public int ServerProcessId => _cluster.ProcessId;

    public async Task InitializeAsync()
    {
        _cluster = await PrivateCluster.StartAsync(
            new PrivateClusterOptions { DataDirectory = _directory.Path, Fsync = false }, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        _admin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_cluster.ConnectionString)
        {
            Username = PrivateClusterOptions.AdminName,
            Password = ClusterSecrets.Read(_directory.Path)!.AdminPassword,
            Database = "postgres",
            Pooling = false,
        });
        await using NpgsqlDataSource template = NpgsqlDataSource.Create(_cluster.ConnectionString + ";Pooling=false");
        await new Migrator(template, MigrationSet.Embedded(), new DatabaseBackup("", "", TimeProvider.System), "0.1.0", NullLogger.Instance)
            .RunAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _cluster.DisposeAsync();
        _directory.Delete();
    }

    /// <summary>The connection string of a new database: migrated, or with nothing in it.</summary>
    public async Task<string> CreateAsync(bool migrated = true)
    {
        string name = $"test_{Interlocked.Increment(ref _made)}";
        await AdminAsync($"create database {name} owner xhand template {(migrated ? "xhand" : "template0")}");
        return new NpgsqlConnectionStringBuilder(_cluster.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Does what only the superuser may.</summary>
    public async Task AdminAsync(string sql)
    {
        await using NpgsqlCommand command = _admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

[CollectionDefinition(DatabaseFixture.Collection)]
public sealed class DatabaseCollection : ICollectionFixture<DatabaseFixture>;
