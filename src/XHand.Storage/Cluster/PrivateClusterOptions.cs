namespace XHand.Storage.Cluster;

/// <summary>How the private PostgreSQL is run.</summary>
public sealed record PrivateClusterOptions
{
    /// <summary>The system's data directory; the cluster stands in its folder <c>postgres</c>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>A TCP port on 127.0.0.1, or null for none: then only the Unix socket is there.</summary>
    public int? TcpPort { get; init; }

    /// <summary>False only in tests, where the cluster is thrown away.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>Longest wait for the server to be ready; recovery after a crash counts.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest wait for a fast shutdown before an immediate one.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The name of the role and of the database that the system works with.</summary>
    internal const string Name = "xhand";

    /// <summary>The cluster's superuser: makes role and database, used for nothing else.</summary>
    internal const string AdminName = "xhand_admin";
}
