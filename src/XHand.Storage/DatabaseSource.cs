using System.Data.Common;
using Npgsql;

namespace XHand.Storage;

/// <summary>Makes the pool of connections that everything here shares.</summary>
public static class DatabaseSource
{
    /// <summary>
    /// For a connection string of the operator's or of <see cref="Cluster.PrivateCluster"/>. What the string itself says is
    /// kept. Opens nothing yet; a malformed string is a <see cref="StorageException"/>.
    /// </summary>
    public static NpgsqlDataSource Create(string connectionString)
    {
        try
        {
            NpgsqlConnectionStringBuilder settings = new(connectionString);
            settings.ApplicationName ??= "xhand";
            HashSet<string> said = Said(connectionString);
            // A server that went away without a word is noticed within seconds, not within TCP's two hours.
            Default(settings, said, "Timeout", 5);
            Default(settings, said, "Keepalive", 15);
            // One that hangs with its connections open is given up as well: 10 s, and a few more for the cancelling. Migrations take their time.
            Default(settings, said, "Command Timeout", 10);
            Default(settings, said, "Maximum Pool Size", 20);
            return NpgsqlDataSource.Create(settings);
        }
        catch (ArgumentException e)
        {
            throw new StorageException(StorageFault.AccessRefused, $"The database's connection string cannot be used: {e.Message}", e);
        }
    }

    // Npgsql's own ContainsKey is true for every keyword that there is, said or not.
    private static HashSet<string> Said(string connectionString) =>
        [.. new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>().Select(Plain)];

    private static string Plain(string keyword) => keyword.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    private static void Default(NpgsqlConnectionStringBuilder settings, HashSet<string> said, string keyword, int value)
    {
        if (!said.Contains(Plain(keyword)))
        {
            settings[keyword] = value;
        }
    }
}
