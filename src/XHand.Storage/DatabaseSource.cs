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
            // A server that went away without a word is noticed within seconds, not within TCP's two hours.
            Default(settings, "Timeout", 5);
            Default(settings, "Keepalive", 15);
            // One that hangs with its connections open is given up as well: 10 s, and 2 s more for the cancelling. Migrations take their time.
            Default(settings, "Command Timeout", 10);
            Default(settings, "Maximum Pool Size", 20);
            return NpgsqlDataSource.Create(settings);
        }
        catch (ArgumentException e)
        {
            throw new StorageException(StorageFault.AccessRefused, $"The database's connection string cannot be used: {e.Message}", e);
        }
    }

    private static void Default(NpgsqlConnectionStringBuilder settings, string keyword, int value)
    {
        if (!settings.ContainsKey(keyword))
        {
            settings[keyword] = value;
        }
    }
}
