namespace XHand.Web.Health;

/// <summary>How the daemon is, as health and status show it.</summary>
/// <param name="Phase">starting, recovering, ready, draining.</param>
/// <param name="Database">connected or away.</param>
/// <param name="SiteSource">Where the site in force came from: database or disk; null before there is one.</param>
/// <param name="LoopAnswers">The switch loop has run a turn lately.</param>
/// <param name="Node">Node's name.</param>
/// <param name="Version">Program version.</param>
/// <param name="StartedAt">Start of the process, UTC.</param>
/// <param name="MediaPortsTaken">RTP port pairs in use.</param>
/// <param name="MediaPortsTotal">RTP port pairs in all.</param>
public sealed record SystemStatus(
    SystemPhase Phase,
    DatabaseState Database,
    SiteOrigin? SiteSource,
    bool LoopAnswers,
    string Node,
    string Version,
    DateTimeOffset StartedAt,
    int MediaPortsTaken,
    int MediaPortsTotal);

/// <summary>What the daemon is doing.</summary>
public enum SystemPhase
{
    /// <summary>Bringing its parts up.</summary>
    Starting,

    /// <summary>Reading the journal of the process before.</summary>
    Recovering,

    /// <summary>Takes calls.</summary>
    Ready,

    /// <summary>Refuses new calls and lets the live ones end.</summary>
    Draining,
}

/// <summary>The way to PostgreSQL.</summary>
public enum DatabaseState
{
    Connected,
    Away,
}

/// <summary>Where the site in force came from.</summary>
public enum SiteOrigin
{
    Database,
    Disk,
}

/// <summary>The daemon's own view of itself. Any thread.</summary>
public interface ISystemStatus
{
    /// <summary>Now.</summary>
    SystemStatus Current { get; }
}
