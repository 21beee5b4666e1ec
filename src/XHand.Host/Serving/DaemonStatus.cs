using XHand.Media;
using XHand.Web.Health;

namespace XHand.Host.Serving;

/// <summary>What the daemon says of itself. Written by the daemon's flow, read by any thread.</summary>
internal sealed class DaemonStatus(string node, string version, DateTimeOffset startedAt) : ISystemStatus
{
    private volatile Sources? _sources;
    private volatile SystemPhase _phase = SystemPhase.Starting;

    private sealed record Sources(SiteKeeper Sites, DatabaseLink Database, LoopPulse Pulse, IMediaEngine Media);

    /// <summary>What it is doing.</summary>
    public SystemPhase Phase
    {
        get => _phase;
        set => _phase = value;
    }

    /// <inheritdoc/>
    public SystemStatus Current => new(
        _phase,
        _sources is { Database.IsConnected: true } ? DatabaseState.Connected : DatabaseState.Away,
        _sources?.Sites.Origin,
        _sources?.Pulse.Answers ?? false,
        node,
        version,
        startedAt,
        _sources?.Media.ReservedPairs ?? 0,
        _sources?.Media.TotalPairs ?? 0);

    /// <summary>Looks at these from now on.</summary>
    public void Watch(SiteKeeper sites, DatabaseLink database, LoopPulse pulse, IMediaEngine media) => _sources = new(sites, database, pulse, media);
}
