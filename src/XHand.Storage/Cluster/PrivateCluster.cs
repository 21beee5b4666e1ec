using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace XHand.Storage.Cluster;

/// <summary>
/// Our own PostgreSQL under the data directory: made when it is not there, started, watched, stopped. It listens on a Unix
/// socket inside its folder (mode 0700) and, unless asked, nowhere else. One process at a time owns a cluster.
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    private const int DefaultPort = 5432;
    private static readonly TimeSpan _watchInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _longestBackoff = TimeSpan.FromSeconds(30);

    private readonly PrivateClusterOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly string _directory;
    private readonly string _startLog;
    private readonly FileStream _lock;
    private readonly SocketPath _socket;
    private readonly int _port;
    private readonly CancellationTokenSource _stopping = new();
    private PostgresPrograms _programs = null!;
    private ServiceCommand _command = null!;
    private Task _watch = Task.CompletedTask;
    private Postmaster? _postmaster;
    private int _restarts;

    private PrivateCluster(PrivateClusterOptions options, FileStream lockFile, ILogger logger, TimeProvider time)
    {
        _options = options;
        _logger = logger;
        _time = time;
        _lock = lockFile;
        _port = options.TcpPort ?? DefaultPort;
        _directory = Path.Combine(options.DataDirectory, "postgres");
        _startLog = Path.Combine(options.DataDirectory, "postgres-start.log");
        _socket = new SocketPath(_directory, _port);
    }

    /// <summary>How to connect to the system's database, with its password.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>PostgreSQL's programs that run it.</summary>
    public PostgresPrograms Programs => _programs;

    /// <summary>Process id of the server, or 0 while it is down.</summary>
    public int ProcessId => _postmaster?.Pid ?? 0;

    /// <summary>How often it had to be started again because it had died.</summary>
    public int Restarts => Volatile.Read(ref _restarts);

    /// <summary>Called after each such start, on the thread pool: connections to the dead server are to be thrown away.</summary>
    public Action? Restarted { private get; set; }

    /// <summary>
    /// Makes the cluster if there is none, starts it or takes over the one that runs, makes role and database, and watches it.
    /// Throws <see cref="StorageException"/>, with the reason for the operator.
    /// </summary>
    public static async Task<PrivateCluster> StartAsync(
        PrivateClusterOptions options, ILogger logger, TimeProvider time, CancellationToken cancellation)
    {
        options = options with { DataDirectory = Path.GetFullPath(options.DataDirectory) };
        FileStream lockFile = TakeLock(options.DataDirectory);
        PrivateCluster cluster = new(options, lockFile, logger, time);
        try
        {
            await cluster.OpenAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await lockFile.DisposeAsync();
            throw new StorageException(
                StorageFault.DirectoryUnusable,
                $"The database under {options.DataDirectory} cannot be used by this user: {e.Message} If the system was started by another user before (root?), start it as that one.",
                e);
        }
        catch
        {
            await lockFile.DisposeAsync();
            throw;
        }
        cluster._watch = cluster.WatchAsync();
        return cluster;
    }

    /// <summary>
    /// How to connect to the cluster of a data directory that another process runs, or null when its server is not up. Nothing is started or taken over.
    /// </summary>
    public static string? FindRunning(string dataDirectory)
    {
        string root = Path.GetFullPath(dataDirectory);
        string directory = Path.Combine(root, "postgres");
        return Postmaster.Read(directory) is { IsReady: true } running && running.IsAlive() && ClusterSecrets.Read(root) is { } secrets
            ? new ClusterAccess(new SocketPath(directory, running.Port).Host, running.Port, secrets).ConnectionString
            : null;
    }

    /// <summary>Stops the server: fast (sessions are cut, everything committed is on disk), and if that takes too long, at once.</summary>
    public async Task StopAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }
        await _stopping.CancelAsync();
        await _watch;
        if (Postmaster.Read(_directory)?.IsAlive() == true && !StopServer("fast", _options.StopLimit))
        {
            _logger.StopTookTooLong(_options.StopLimit);
            StopServer("immediate", TimeSpan.FromSeconds(10));
        }
        _postmaster = null;
        _socket.Remove();
        await _lock.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private static FileStream TakeLock(string dataDirectory)
    {
        string path = Path.Combine(dataDirectory, "postgres.lock");
        try
        {
            Directory.CreateDirectory(dataDirectory);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StorageException(StorageFault.DirectoryUnusable, $"The data directory {dataDirectory} may not be written: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw File.Exists(path)
                ? new StorageException(StorageFault.InUse, $"Another process of this system uses the data directory {dataDirectory}.", e)
                : new StorageException(StorageFault.DirectoryUnusable, $"The data directory {dataDirectory} cannot be used: {e.Message}", e);
        }
    }

    private async Task OpenAsync(CancellationToken cancellation)
    {
        ServiceUser user = ServiceUser.For(_directory);
        bool isNew = !Directory.Exists(_directory);
        _programs = PostgresPrograms.FindServer(isNew ? null : ClusterVersion());
        _command = new ServiceCommand(user, _directory);
        if (isNew)
        {
            _logger.MakingCluster(_programs.Major, _directory);
        }
        ClusterSecrets secrets = isNew
            ? ClusterMaker.Make(_options, _programs, user, _directory)
            : ClusterSecrets.Read(_options.DataDirectory) ?? throw new StorageException(
                StorageFault.DirectoryUnusable,
                $"The database in {_directory} is there, but {ClusterSecrets.PathIn(_options.DataDirectory)} with its passwords is not. Bring that file back, or move the database away to begin with an empty one.");
        _socket.Ensure();
        await EnsureRunningAsync(cancellation);
        ClusterAccess access = new(_socket.Host, _port, secrets);
        await access.EnsureDatabaseAsync(cancellation);
        ConnectionString = access.ConnectionString;
    }

    private int ClusterVersion()
    {
        string path = Path.Combine(_directory, "PG_VERSION");
        return File.Exists(path) && int.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? version
            : throw new StorageException(StorageFault.DirectoryUnusable, $"{_directory} is not a PostgreSQL cluster: {path} is missing, or belongs to another user (was the system started by root before?). Move the folder away to begin with an empty database.");
    }

    /// <summary>Returns when the server accepts connections, having started it if none was there.</summary>
    private async Task EnsureRunningAsync(CancellationToken cancellation)
    {
        long began = _time.GetTimestamp();
        Process? started = null;
        Postmaster? found = Postmaster.Read(_directory);
        if (found?.IsAlive() == true && found.IsReady && found.Port != _port)
        {
            _logger.FoundOnOtherPort(found.Pid, found.Port);
            StopServer("fast", _options.StopLimit);
            found = Postmaster.Read(_directory);
        }
        if (found?.IsAlive() == true)
        {
            _logger.FoundRunning(found.Pid);
        }
        else
        {
            if (found is not null)
            {
                _logger.FoundUnclean(found.Pid);
                found.RemoveTraces(_directory);
            }
            started = _command.Start(ServerCommand(), _startLog);
        }
        using (started)
        {
            while (true)
            {
                if (Postmaster.Read(_directory) is { IsReady: true } ready && ready.IsAlive())
                {
                    _postmaster = ready;
                    return;
                }
                if (started is null ? !found!.IsAlive() : started.HasExited)
                {
                    throw ClusterFailure.From("PostgreSQL did not start", StartOutput());
                }
                if (_time.GetElapsedTime(began) > _options.StartLimit)
                {
                    throw ClusterFailure.From($"PostgreSQL was not ready after {_options.StartLimit}", StartOutput());
                }
                await Task.Delay(TimeSpan.FromMilliseconds(15), _time, cancellation);
            }
        }
    }

    private IEnumerable<string> ServerCommand()
    {
        string text(int number) => number.ToString(CultureInfo.InvariantCulture);
        (string Name, string Value)[] settings =
        [
            ("listen_addresses", _options.TcpPort is null ? "" : "127.0.0.1"),
            ("port", text(_port)),
            ("unix_socket_directories", ServiceCommand.InnerDirectory),
            ("unix_socket_permissions", "0700"),
            ("password_encryption", "scram-sha-256"),
            ("cluster_name", ClusterName()),
            ("fsync", _options.Fsync ? "on" : "off"),
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            // Seven files, one a weekday, each begun anew after a week: the log cannot fill the disk.
            ("logging_collector", "on"),
            ("log_directory", "log"),
            ("log_filename", "postgresql-%a.log"),
            ("log_truncate_on_rotation", "on"),
            ("log_rotation_age", "1d"),
            ("log_rotation_size", "0"),
        ];
        return [_programs["postgres"], "-D", ServiceCommand.InnerDirectory, .. settings.SelectMany(s => (string[])["-c", $"{s.Name}={s.Value}"])];
    }

    // For whoever reads the list of processes: the end of the data directory's path, in what PostgreSQL takes (ASCII, 63 bytes).
    private string ClusterName()
    {
        string name = string.Concat(_options.DataDirectory.Select(c => char.IsAscii(c) && !char.IsControl(c) ? c : '?'));
        return "xhand " + (name.Length > 50 ? name[^50..] : name);
    }

    /// <summary>What the server said while starting: before and after its log collector took over.</summary>
    private string StartOutput()
    {
        string output = File.Exists(_startLog) ? File.ReadAllText(_startLog) : "";
        string folder = Path.Combine(_directory, "log");
        string? newest = Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles().MaxBy(f => f.LastWriteTimeUtc)?.FullName
            : null;
        return newest is null ? output : output + string.Join('\n', File.ReadLines(newest).TakeLast(8));
    }

    private bool StopServer(string mode, TimeSpan limit)
    {
        CommandResult stopped = _command.Run(
            [_programs["pg_ctl"], "stop", "-D", ServiceCommand.InnerDirectory, "-m", mode, "-w", "-s", "-t", Math.Max(1, (int)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture)]);
        return stopped.ExitCode == 0 || Postmaster.Read(_directory)?.IsAlive() != true;
    }

    private async Task WatchAsync()
    {
        using PeriodicTimer timer = new(_watchInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                if (_postmaster?.IsAlive() == true)
                {
                    continue;
                }
                _logger.ServerDied(ProcessId);
                _postmaster = null;
                await RestartAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task RestartAsync()
    {
        for (TimeSpan backoff = _watchInterval; ; backoff = TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, _longestBackoff.Ticks)))
        {
            try
            {
                _socket.Ensure();
                // Orphaned sessions hold the shared memory for a moment longer and make a start fail; the next one succeeds.
                await EnsureRunningAsync(_stopping.Token);
                Interlocked.Increment(ref _restarts);
                _logger.ServerRestarted(ProcessId);
                Restarted?.Invoke();
                return;
            }
            catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
            {
                _logger.RestartFailed(backoff, e.Message);
            }
            await Task.Delay(backoff, _time, _stopping.Token);
        }
    }
}
