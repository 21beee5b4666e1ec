using Microsoft.Extensions.Logging;
using Npgsql;
using XHand.Host.Settings;
using XHand.Loop.Ids;
using XHand.Loop.Journal;
using XHand.Storage;
using XHand.Storage.Access;
using XHand.Storage.Audit;
using XHand.Storage.Carrier;
using XHand.Storage.Cluster;
using XHand.Storage.Migrations;
using XHand.Storage.Nodes;
using XHand.Storage.Partitions;
using XHand.Storage.Records;
using XHand.Storage.Sites;

namespace XHand.Host.Serving;

/// <summary>
/// The way to PostgreSQL: starts the private cluster when no other database is given, migrates, registers the node, loads the site, and then
/// carries the journal, keeps the lease and listens for changes. The telephone side never waits for any of it.
/// </summary>
internal sealed class DatabaseLink(
    HostSettings settings, DataDirectory directory, NodeIdentity node, NodeSecrets secrets, IIdSource ids, SiteKeeper sites, StoreRelay relay, FrontDoor door,
    ILoggerFactory logs)
    : IAsyncDisposable
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _carryLimit = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger<DatabaseLink> _log = logs.CreateLogger<DatabaseLink>();
    private PrivateCluster? _cluster;
    private NpgsqlDataSource? _database;
    private PartitionKeeper? _partitions;
    private NodeStore? _nodes;
    private SiteStore? _siteStore;
    private AccessStores? _access;
    private EndedAccess? _ended;
    private NodeRegistration? _registration;
    private volatile JournalCarrier? _carrier;
    private Task _connecting = Task.CompletedTask;
    private QuarantineCount? _quarantine;
    private volatile bool _isBeingMade = settings.ConnectionString is null && !Directory.Exists(Path.Combine(directory.Root, "postgres"));

    /// <summary>The database answers, as far as is known. Any thread.</summary>
    public bool IsConnected => _carrier is { IsDatabaseAway: false };

    /// <summary>It is the first start, and the first try to make the private cluster goes on: nothing is away. Any thread.</summary>
    public bool IsBeingMade => _isBeingMade;

    /// <summary>The partitions of the database; null before it was reached. Any thread.</summary>
    public PartitionKeeper? Partitions => IsConnected ? _partitions : null;

    /// <summary>Sessions and links that are over; null while the database is away. Any thread.</summary>
    public EndedAccess? Ended => IsConnected ? _ended : null;

    /// <summary>Removes the journal's segments that the database has and that need not be kept (Journal:KeepHours); null while it is away. Blocks on the disk.</summary>
    public int? TrimJournal(JournalWriter journal) => _carrier is { IsDatabaseAway: false } carrier
        ? journal.TrimThrough(carrier.CarriedThrough, settings.JournalKeep, settings.JournalKeepBytes)
        : null;

    /// <summary>Facts that wait to be carried; 0 while that is not known. Any thread.</summary>
    public long Lag => _carrier?.Lag ?? 0;

    /// <summary>Facts, or records in them, that stand in quarantine, as far as is known. Any thread.</summary>
    public long Quarantined => _quarantine?.Now ?? 0;

    /// <summary>
    /// Reaches the database and takes its site, beside what else is going on. Waits for a given database that is away; fails with
    /// <see cref="StorageException"/> when waiting would not help.
    /// </summary>
    public Task Connect() => _connecting = ConnectAsync(_stopping.Token);

    /// <summary>
    /// Works until stopped, from the first <see cref="Connect"/> on, which is repeated when it failed for a while.
    /// <see cref="StorageException"/> when another process has taken this node.
    /// </summary>
    public async Task RunAsync(JournalWriter journal)
    {
        try
        {
            await UntilConnectedAsync();
            using JournalCarrier carrier = new(
                _database!, _partitions!, journal.OpenReader, () => journal.DurableSequence, new CarrierOptions(), TimeProvider.System, logs.CreateLogger<JournalCarrier>());
            _quarantine = new QuarantineCount(_database!, () => carrier.Quarantined, TimeProvider.System, logs.CreateLogger<QuarantineCount>());
            _carrier = carrier;
            _isBeingMade = false;
            SiteListener listener = new(_database!, _siteStore!, sites.Take, TimeProvider.System, logs.CreateLogger<SiteListener>());
            NodeUpkeep upkeep = new(_nodes!, TimeProvider.System, logs.CreateLogger<NodeUpkeep>());
            await Task.WhenAll(
                carrier.RunAsync(_registration!, _stopping.Token),
                listener.RunAsync(sites.Current.Version, _stopping.Token),
                upkeep.RunAsync(_registration!, _stopping.Token),
                _quarantine.RunAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>Lets the last facts reach the database, for a few seconds at most; what does not is carried after the next start.</summary>
    public async Task CarryLastAsync()
    {
        if (_carrier is { IsDatabaseAway: false } carrier && !await carrier.DrainAsync(_carryLimit))
        {
            _log.FactsLeft(carrier.Lag);
        }
    }

    /// <summary>Ends what runs; <see cref="RunAsync"/> returns soon.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Closes the connections and stops the private cluster, also one that is only just starting.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _connecting.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private static bool IsWorthTryingAgain(Exception e) =>
        e is NpgsqlException or StorageException { Fault: StorageFault.StartFailed or StorageFault.ConnectionFailed or StorageFault.DiskFull or StorageFault.InUse };

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        string connectionString = settings.ConnectionString ?? await StartClusterAsync();
        if (_database is null)
        {
            _database = DatabaseSource.Create(connectionString);
            _partitions = new PartitionKeeper(_database, TimeProvider.System, logs.CreateLogger<PartitionKeeper>());
            _nodes = new NodeStore(_database, TimeProvider.System);
            AuditLog audit = new(_database, TimeProvider.System);
            _siteStore = new SiteStore(_database, secrets.Protector, ids, audit, SoundFiles.Exists);
            UserStore users = new(_database, ids, audit);
            SessionLimits sessions = new(settings.SessionIdle, settings.SessionLength);
            _ended = new EndedAccess(_database, sessions, TimeProvider.System);
            _access = new(
                users,
                new RoleStore(_database, audit),
                new LinkStore(_database, users, audit, TimeProvider.System),
                new SessionStore(_database, ids, audit, sessions, TimeProvider.System),
                audit) { Failures = new SignInFailureStore(_database) };
            relay.Connect(new(_siteStore, new CallRecordStore(_database), new ApiKeyStore(_database, ids, audit), _access));
        }

        DatabaseBackup backup = new(connectionString, directory.Backups, TimeProvider.System);
        Migrator migrator = new(_database, MigrationSet.Embedded(), backup, node.Version, logs.CreateLogger<Migrator>());
        DatabaseStartUp startUp = new(migrator, _partitions!, _nodes!, TimeProvider.System, logs.CreateLogger<DatabaseStartUp>());
        _registration = await startUp.RunAsync(node, cancellation);
        sites.Take(await _siteStore!.LoadAsync(cancellation));
        if (settings.Demo)
        {
            await DemoSite.LoadIfEmptyAsync(_siteStore, sites, directory.DemoPhones, cancellation);
        }

        await door.PrepareAsync(_access!, cancellation);
    }

    // Its first steps run programs and wait for them, which the other parts of the start need not.
    // Not given up half-way either: a server that was begun is waited for, so that it can be stopped.
    private async Task<string> StartClusterAsync()
    {
        _cluster ??= await Task.Run(() => PrivateCluster.StartAsync(
            new PrivateClusterOptions { DataDirectory = directory.Root }, logs.CreateLogger<PrivateCluster>(), TimeProvider.System, CancellationToken.None));
        return _cluster.ConnectionString;
    }

    private async Task UntilConnectedAsync()
    {
        while (true)
        {
            try
            {
                await _connecting;
                return;
            }
            catch (Exception e) when (IsWorthTryingAgain(e))
            {
                _isBeingMade = false;
                _log.DatabaseNotStarted(_retry.TotalSeconds, e.Message);
            }

            await Task.Delay(_retry, _stopping.Token);
            _ = Connect();
        }
    }
}
