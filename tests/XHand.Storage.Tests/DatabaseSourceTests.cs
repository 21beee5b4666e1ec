using Npgsql;

namespace XHand.Storage.Tests;

public sealed class DatabaseSourceTests
{
    [Fact]
    public void What_the_operator_did_not_say_gets_limits_of_seconds()
    {
        NpgsqlConnectionStringBuilder settings = Create("Host=db;Database=xhand;Username=xhand");

        // Once all of these were left at the library's own, because it counts every keyword as said: a server that hung went unnoticed for 30 s.
        Assert.Equal((5, 15, 10, 20), (settings.Timeout, settings.KeepAlive, settings.CommandTimeout, settings.MaxPoolSize));
    }

    [Fact]
    public void What_the_operator_said_stays_however_it_is_spelled()
    {
        NpgsqlConnectionStringBuilder settings = Create("Host=db;Database=xhand;Username=xhand;CommandTimeout=77;timeout=3;Maximum Pool Size=5");

        Assert.Equal((3, 15, 77, 5), (settings.Timeout, settings.KeepAlive, settings.CommandTimeout, settings.MaxPoolSize));
    }

    private static NpgsqlConnectionStringBuilder Create(string connectionString)
    {
        using NpgsqlDataSource source = DatabaseSource.Create(connectionString);
        return new(source.ConnectionString);
    }
}
