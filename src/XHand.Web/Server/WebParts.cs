using XHand.Calls.Alarms;
using XHand.Calls.Live;
using XHand.Calls.Tracing;
using XHand.Sip.Transport;
using XHand.Site;
using XHand.Storage;

namespace XHand.Web.Server;

/// <summary>What the API shows and changes. Any thread.</summary>
public sealed record WebParts(
    ISiteSource Site,
    ISiteRefresh Refresh,
    ISiteStore SiteStore,
    ICallRecordStore Records,
    IApiKeyStore Keys,
    ILiveView Live,
    ICallControl Control)
{
    /// <summary>The alarms.</summary>
    public IAlarmView Alarms { get; init; } = new NoAlarms();

    /// <summary>Users, roles, sessions and the audit; throws what the database's absence is told by until it has been reached.</summary>
    public Func<AccessStores> Access { get; init; } =
        () => throw new StorageException(StorageFault.ConnectionFailed, "There is no database of users.");

    /// <summary>The jobs that keep the house.</summary>
    public IHousekeeping House { get; init; } = new NoHousekeeping();

    /// <summary>The log.</summary>
    public ILogLevel Log { get; init; } = new FixedLogLevel();

    /// <summary>Blocked addresses.</summary>
    public BlockBook Blocks { get; init; } = new(new SourceFilter(TimeProvider.System), TimeProvider.System);

    /// <summary>Takes the WebSockets of browsers that speak SIP; null: none.</summary>
    public SipSocket? SipSockets { get; init; }

    /// <summary>Stories of calls.</summary>
    public ICallTraces Traces { get; init; } = new CallTracing(TimeProvider.System, 0, TimeSpan.Zero);
}

/// <summary>Waits for a change to be in force.</summary>
public interface ISiteRefresh
{
    /// <summary>
    /// Reads the site anew and completes with true once <paramref name="inForce"/> says yes to the snapshot in force, or with false after
    /// a few seconds without: who changes something and asks at once sees it.
    /// </summary>
    Task<bool> UntilAsync(Func<SiteSnapshot, bool> inForce, CancellationToken cancellation);
}
