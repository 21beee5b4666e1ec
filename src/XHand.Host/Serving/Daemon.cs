using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using XHand.Calls.Alarms;
using XHand.Host.Commands;
using XHand.Host.Jobs;
using XHand.Host.Settings;
using XHand.Host.Watching;
using XHand.Loop.Ids;
using XHand.Loop.Journal;
using XHand.Sip.Transport;
using XHand.Site;
using XHand.Storage;
using XHand.Storage.Nodes;
using XHand.Web.Health;
using XHand.Web.Metrics;
using XHand.Web.Server;

namespace XHand.Host.Serving;

/// <summary>
/// The daemon from its first moment to its last. Database, web server and telephone side come up beside each other; with a copy of the
/// site on disk nobody waits for the database.
/// </summary>
internal sealed class Daemon
{
    // With a copy on disk, phones are served from it when the database takes longer than this, as it does when it recovers: the first phone is answered within 3 s.
    private static readonly TimeSpan _patienceWithCopy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patienceWithGivenDatabase = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _stillStarting = TimeSpan.FromMinutes(5);

    // The rest of a stop: last facts, web server, the cluster's checkpoint.
    private static readonly TimeSpan _stopMargin = TimeSpan.FromSeconds(75);

    private readonly HostSettings _settings;
    private readonly TextWriter _output;
    private readonly LogPipeline _logs;
    private readonly StopSignals _signals;
    private readonly ServiceNotifier _notifier = ServiceNotifier.FromEnvironment();
    private readonly ILogger<Daemon> _log;
    private readonly long _began = Stopwatch.GetTimestamp();
    private CommandException? _ended;

    private Daemon(HostSettings settings, TextWriter output, LogPipeline logs, StopSignals signals)
    {
        (_settings, _output, _logs, _signals) = (settings, output, logs, signals);
        _log = logs.Factory.CreateLogger<Daemon>();
    }

    /// <summary>Our version.</summary>
    public static string Version { get; } = typeof(Daemon).Assembly.GetName().Version!.ToString(3);

    /// <summary>Runs until a signal; the exit status. <see cref="CommandException"/> says why it could not start.</summary>
    public static async Task<int> RunAsync(HostSettings settings, TextWriter output)
    {
        using StopSignals signals = new();
        using DataDirectory directory = DataDirectory.Open(settings.DataDirectory);
        using LogPipeline logs = new(directory.Log, settings.LogLevel, settings.LogFiles);
        Daemon daemon = new(settings, output, logs, signals);
        TaskScheduler.UnobservedTaskException += daemon.OnUnobserved;
        try
        {
            return await daemon.RunAsync(directory);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // Stopped while it was starting.
            return ExitStatus.Done;
        }
        catch (Exception e) when (e is StorageException or SecretKeyException or DbException)
        {
            throw CommandException.Refused(e.Message);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= daemon.OnUnobserved;
        }
    }

    private async Task<int> RunAsync(DataDirectory directory)
    {
        using PrometheusExporter exporter = new();
        SecretRandom random = new();
        TimeOrderedIds ids = new(TimeProvider.System, random);
        NodeSecrets secrets = NodeSecrets.From(directory.SecretsKey);
        NodeFile node = NodeFile.ReadOrMake(directory.NodeFile, ids.NewId());
        SiteKeeper sites = new(new SiteCacheFile(directory.SiteCopy, secrets.Protector), _logs.Factory.CreateLogger<SiteKeeper>());
        DaemonStatus status = new(node.Name, Version, TimeProvider.System.GetUtcNow());
        StoreRelay relay = new();
        FrontDoor door = new(_settings, _output);
        WebGate gate = new();
        using AlarmBoard alarms = new(TimeProvider.System, _logs.Factory.CreateLogger<AlarmBoard>());

        // The web server and the sockets first: a port that is taken is found before anything is touched.
        TlsCertificate certificate = OwnCertificate.Open(_settings, directory, _log);
        SipTlsOptions tls = OwnCertificate.ForSip(_settings, certificate);
        Task<WebFront> startingWeb = WebFront.StartAsync(_settings, directory, certificate, gate, status, exporter, _logs);
        Sip.Transport.SourceFilter filter = new(TimeProvider.System);
        BlockBook blocks = new(filter, TimeProvider.System);
        using BlockKeeper keeper = new(
            blocks, directory.Blocks, _settings.UsesNftables ? new NftablesRules(TimeProvider.System, _log) : null, TimeProvider.System, _log);
        using Switchboard switchboard = Switchboard.Open(_settings, directory, tls, blocks, filter, node.Id, secrets, sites, ids, alarms, _logs.Factory);
        await using WebFront web = await startingWeb;
        NodeIdentity identity = new(node.Id, node.Name, switchboard.Journal.Incarnation, Version);
        await using DatabaseLink database = new(_settings, directory, identity, secrets, ids, sites, relay, door, _logs.Factory);
        using LoopPulse pulse = new(switchboard.Loop, _notifier, TimeProvider.System);
        status.Watch(sites, database, pulse, switchboard.Media);
        using AlarmWatch watch = new(
            alarms, SystemProbes.Of(_settings, directory, switchboard, database, pulse, web), TimeProvider.System, _logs.Factory.CreateLogger<AlarmWatch>());

        DriveInfo drive = new(directory.Root);
        using SystemMetrics metrics = new(
            switchboard.ReadMediaMetrics, () => switchboard.Media.ReservedPairs, () => switchboard.Media.TotalPairs, () => drive.AvailableFreeSpace, () => !database.IsConnected);
        using JobBook jobs = new(HouseJobs.Of(_settings, directory, switchboard, database, alarms), alarms, TimeProvider.System, _logs.Factory.CreateLogger<JobBook>());

        await HaveSiteAsync(directory, database.Connect(), sites);
        Task linked = LinkAsync(database, switchboard.Journal);
        status.Phase = SystemPhase.Recovering;
        await switchboard.TakeCallsAsync(Version, _signals.Stop);
        if (!ThreadPrecedence.TryGive())
        {
            _log.NoPrecedence();
        }

        sites.Follow(switchboard.Exchange.FollowSite);
        gate.Open(new WebParts(sites, sites, relay, relay, relay, switchboard.Exchange.Live, switchboard.Exchange.Control) { Alarms = alarms, Access = relay.Access, Traces = switchboard.Traces, Blocks = blocks, SipSockets = switchboard.ServeWebSocketAsync, House = jobs, Log = _logs });
        await using JobSchedule schedule = await JobSchedule.StartAsync(jobs, _logs.Factory, _signals.Stop);
        status.Phase = SystemPhase.Ready;
        await SayReadyAsync(directory, door);

        await WaitForStopAsync();
        await StopAsync(switchboard, status, database);
        database.Stop();
        await linked;
        _log.Stopped();
        return _ended is null ? ExitStatus.Done : throw _ended;
    }

    /// <summary>Returns when there is a site to serve from: the database's, or with patience at an end its copy on disk.</summary>
    private async Task HaveSiteAsync(DataDirectory directory, Task connecting, SiteKeeper sites)
    {
        bool hasCopy = File.Exists(directory.SiteCopy);
        _notifier.StillStarting("waiting for the database", _stillStarting);
        TimeSpan patience = hasCopy ? _patienceWithCopy : _settings.ConnectionString is null ? Timeout.InfiniteTimeSpan : _patienceWithGivenDatabase;
        await Task.WhenAny(connecting, Task.Delay(patience, _signals.Stop));
        _signals.Stop.ThrowIfCancellationRequested();
        if (connecting.IsCompletedSuccessfully)
        {
            return;
        }

        bool isAway = !connecting.IsCompleted
            || connecting.Exception?.InnerException is StorageException { Fault: StorageFault.StartFailed or StorageFault.ConnectionFailed or StorageFault.DiskFull };
        if (isAway && sites.TryTakeCopy())
        {
            _log.ServingFromCopy();
            return;
        }

        if (connecting.IsCompleted)
        {
            await connecting;
        }

        throw CommandException.Refused(
            $"The database (setting {SettingName.ConnectionString.Key}) did not answer within {patience.TotalSeconds} s, and there is no copy of the site in {_settings.DataDirectory} to serve from; the log has the reason.");
    }

    /// <summary>
    /// Works the database. One that does not fit this version, found only after calls were served from the copy, ends the daemon, and so does
    /// another process that has taken this node: that is a mistake in how it is run, so no supervisor should just start it again.
    /// </summary>
    private async Task LinkAsync(DatabaseLink database, JournalWriter journal)
    {
        try
        {
            await database.RunAsync(journal);
        }
        catch (StorageException e)
        {
            _log.DatabaseLost(e.Message);
            _ended = e.Fault == StorageFault.NodeFenced ? CommandException.BadUsage(e.Message) : CommandException.Refused(e.Message);
            _signals.Request();
        }
    }

    private string Tls => _settings.SipTlsPort == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", TLS port {_settings.SipTlsPort}");

    private async Task SayReadyAsync(DataDirectory directory, FrontDoor door)
    {
        _log.Ready((long)Stopwatch.GetElapsedTime(_began).TotalMilliseconds);
        _notifier.Ready("serving");
        await _output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            XHand is ready.
              Phones        SIP over UDP and TCP, {string.Join(", ", _settings.SipAddresses)} port {_settings.SipPort}{Tls}
              Web pages     http://localhost:{_settings.HttpPort} and https://localhost:{_settings.HttpsPort}; browsers' phones: SIP over WebSocket at /sip
              HTTP API      http://localhost:{_settings.HttpPort}/api/v1 and https://localhost:{_settings.HttpsPort}/api/v1, described at /openapi/v1.json
              Command line  deploy/xhand status (from a checkout) or xhand status; 'apikey create NAME' makes a key for the API, 'user add LOGIN' a user
            """));
        await door.SayAsync();
        if (File.Exists(directory.DemoPhones))
        {
            string[] phones = await File.ReadAllLinesAsync(directory.DemoPhones);
            await _output.WriteLineAsync("  Demonstration site: two extensions to register, and 1799, which answers and greets");
            foreach (string phone in phones)
            {
                await _output.WriteLineAsync("    " + phone);
            }
        }

        await _output.WriteLineAsync("Ctrl-C stops it.\n");
        await _output.FlushAsync();
    }

    private async Task WaitForStopAsync()
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _signals.Stop);
        }
        catch (OperationCanceledException)
        {
            // That is what was waited for.
        }
    }

    private async Task StopAsync(Switchboard switchboard, DaemonStatus status, DatabaseLink database)
    {
        status.Phase = SystemPhase.Draining;
        _notifier.Stopping("letting calls end", _settings.DrainLimit + _stopMargin);
        _log.Stopping(switchboard.Exchange.Live.Calls().Count, _settings.DrainLimit.TotalSeconds);
        await switchboard.DrainAsync(_settings.DrainLimit, _signals.StopNow);
        await database.CarryLastAsync();
    }

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        e.SetObserved();
        _log.Unobserved(e.Exception);
    }
}
