using Dapper;
using Npgsql;

namespace XHand.Storage.Tests;

/// <summary>A test with a migrated database of its own.</summary>
[Collection(DatabaseFixture.Collection)]
public abstract class DatabaseTest(DatabaseFixture fixture) : IAsyncLifetime
{
    protected static CancellationToken None => CancellationToken.None;

    protected DatabaseFixture Fixture => fixture;

    protected NpgsqlDataSource Database { get; private set; } = null!;

    protected string ConnectionString { get; private set; } = "";

    protected virtual bool Migrated => true;

    public virtual async Task InitializeAsync()
    {
        ConnectionString = await fixture.CreateAsync(Migrated);
        Database = DatabaseSource.Create(ConnectionString);
    }

    public virtual async Task DisposeAsync() => await Database.DisposeAsync();

    protected async Task ExecuteAsync(string sql)
    {
        await using NpgsqlConnection connection = await Database.OpenConnectionAsync();
        await connection.ExecuteAsync(sql);
    }

    protected async Task<T> QueryAsync<T>(string sql)
    {
        await using NpgsqlConnection connection = await Database.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }
}
