using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using XHand.Storage.Cluster;

namespace XHand.Storage.Tests.Cluster;

/// <summary>
/// The private PostgreSQL for real. The folders are mode 0700: run by root, the user that PostgreSQL runs as cannot walk
/// to them, as under root's home.
/// </summary>
public sealed class PrivateClusterTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Delete();

    [Fact]
    public async Task Fresh_cluster_is_utf8_scram_checksummed_and_only_on_its_socket()
    {
        await using PrivateCluster cluster = await StartAsync(fsync: true);
        await using NpgsqlConnection connection = await ConnectAsync(cluster);

        Assert.Equal("UTF8", await ShowAsync(connection, "server_encoding"));
        Assert.Equal("on", await ShowAsync(connection, "fsync"));
        Assert.Equal("on", await ShowAsync(connection, "data_checksums"));
        Assert.Equal("scram-sha-256", await ShowAsync(connection, "password_encryption"));
        Assert.Equal("", await ShowAsync(connection, "listen_addresses"));
        Assert.Equal("off", await ShowAsync(connection, "is_superuser"));
        Assert.DoesNotContain("trust", await File.ReadAllLinesAsync(Path.Combine(_directory.Path, "postgres", "pg_hba.conf")).ContinueWith(
            t => string.Join('\n', t.Result.Where(line => !line.StartsWith('#'))), TaskScheduler.Default), StringComparison.Ordinal);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(_directory.Path, "secrets", "pgpass")));
        string owner = ServiceCommand.RunHere("ps", ["-o", "user=", "-p", cluster.ProcessId.ToString(CultureInfo.InvariantCulture)]).Output.Trim();
        Assert.NotEqual("root", owner);
    }

    [Fact]
    public async Task Wrong_password_is_refused_on_the_socket()
    {
        await using PrivateCluster cluster = await StartAsync();
        NpgsqlConnectionStringBuilder wrong = new(cluster.ConnectionString) { Password = "guess", Pooling = false };
        await using NpgsqlConnection connection = new(wrong.ConnectionString);

        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task Second_start_keeps_the_data_and_takes_a_moment()
    {
        await using (PrivateCluster first = await StartAsync())
        {
            await ExecuteAsync(first, "create table kept (n int); insert into kept values (42)");
        }

        long began = Stopwatch.GetTimestamp();
        await using PrivateCluster second = await StartAsync();
        TimeSpan took = Stopwatch.GetElapsedTime(began);

        await using NpgsqlConnection connection = await ConnectAsync(second);
        Assert.Equal(42, await ScalarAsync(connection, "select n from kept"));
        // Usually 0.2 s; the bound allows for a machine that is busy with everything else.
        Assert.True(took < TimeSpan.FromSeconds(5), $"took {took}");
    }

    [Fact]
    public async Task Stop_leaves_no_process_and_a_clean_cluster()
    {
        PrivateCluster cluster = await StartAsync();
        int pid = cluster.ProcessId;

        await cluster.StopAsync();

        Assert.False(Directory.Exists($"/proc/{pid}") && (await File.ReadAllTextAsync($"/proc/{pid}/stat")).Contains(") S", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(_directory.Path, "postgres", "postmaster.pid")));
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task Killed_server_is_started_again_with_what_was_committed()
    {
        await using PrivateCluster cluster = await StartAsync();
        await ExecuteAsync(cluster, "create table kept (n int); insert into kept values (42)");
        bool told = false;
        cluster.Restarted = () => told = true;

        using (Process server = Process.GetProcessById(cluster.ProcessId))
        {
            server.Kill();
        }
        await Eventually.Async(() => told, "the server runs again");

        Assert.Equal(1, cluster.Restarts);
        await using NpgsqlConnection connection = await ConnectAsync(cluster);
        Assert.Equal(42, await ScalarAsync(connection, "select n from kept"));
    }

    [Fact]
    public async Task Server_that_runs_already_is_taken_over_watched_and_stopped()
    {
        await (await StartAsync()).DisposeAsync();
        int pid = StartByHand();

        await using (PrivateCluster cluster = await StartAsync())
        {
            Assert.Equal(pid, cluster.ProcessId);
            await using NpgsqlConnection connection = await ConnectAsync(cluster);
            Assert.Equal(1, await ScalarAsync(connection, "select 1"));
            using (Process server = Process.GetProcessById(pid))
            {
                server.Kill();
            }
            await Eventually.Async(() => cluster.Restarts == 1, "the server runs again");
        }
        Assert.False(File.Exists(Path.Combine(_directory.Path, "postgres", "postmaster.pid")));
    }

    [Fact]
    public async Task Server_that_runs_on_another_port_is_started_as_it_is_set_now()
    {
        await (await StartAsync()).DisposeAsync();
        int pid = StartByHand();
        int port = FreePort();

        await using PrivateCluster cluster = await PrivateCluster.StartAsync(
            new PrivateClusterOptions { DataDirectory = _directory.Path, Fsync = false, TcpPort = port },
            NullLogger.Instance, TimeProvider.System, CancellationToken.None);

        Assert.NotEqual(pid, cluster.ProcessId);
        await using NpgsqlConnection overTcp = new(
            new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Host = "127.0.0.1", Pooling = false }.ConnectionString);
        await overTcp.OpenAsync();
        Assert.Equal("127.0.0.1", await ShowAsync(overTcp, "listen_addresses"));
    }

    [Fact]
    public async Task Stale_pid_file_whose_number_is_a_strangers_now_does_not_hinder_the_start()
    {
        await (await StartAsync()).DisposeAsync();
        // Our own number: a process that lives, owned by the same user when the test is run by an ordinary one.
        string pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        string cluster = Path.Combine(_directory.Path, "postgres");
        await File.WriteAllTextAsync(Path.Combine(cluster, "postmaster.pid"), $"{pid}\n/proc/self/fd/9\n1795243374\n5432\n/proc/self/fd/9\n\n 11772342         4\nready   \n");
        await File.WriteAllTextAsync(Path.Combine(cluster, ".s.PGSQL.5432.lock"), $"{pid}\n/proc/self/fd/9\n1795243374\n5432\n/proc/self/fd/9\n");

        await using PrivateCluster started = await StartAsync();

        Assert.NotEqual(Environment.ProcessId, started.ProcessId);
    }

    [Fact]
    public async Task Two_owners_of_one_data_directory_are_refused()
    {
        await using PrivateCluster first = await StartAsync();

        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => StartAsync());

        Assert.Equal(StorageFault.InUse, refused.Fault);
        await using NpgsqlConnection connection = await ConnectAsync(first);
        Assert.Equal(1, await ScalarAsync(connection, "select 1"));
    }

    [Fact]
    public async Task Data_directory_longer_than_a_socket_address_works()
    {
        string deep = Path.Combine(_directory.Path, new string('d', 60), new string('e', 60), "with space");
        await using PrivateCluster cluster = await StartAsync(deep);

        await using NpgsqlConnection connection = await ConnectAsync(cluster);

        Assert.Equal(1, await ScalarAsync(connection, "select 1"));
        string link = new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!;
        Assert.True(link.Length < 60, link);
        await cluster.StopAsync();
        Assert.False(Directory.Exists(Path.GetDirectoryName(link)));
    }

    [Fact]
    public async Task Cluster_of_another_major_version_is_refused_with_both_versions_named()
    {
        await (await StartAsync()).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "postgres", "PG_VERSION"), "99\n");

        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => StartAsync());

        Assert.Equal(StorageFault.OtherMajorVersion, refused.Fault);
        Assert.Contains("PostgreSQL 99", refused.Message, StringComparison.Ordinal);
        Assert.Contains(PostgresPrograms.FindServer(null).Major.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_password_file_is_said_and_nothing_is_made_anew()
    {
        await (await StartAsync()).DisposeAsync();
        File.Delete(Path.Combine(_directory.Path, "secrets", "pgpass"));

        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => StartAsync());

        Assert.Equal(StorageFault.DirectoryUnusable, refused.Fault);
        Assert.Contains("pgpass", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Creation_cut_short_at_any_step_is_completed_by_the_next_start()
    {
        // Cut while initdb ran: a half-made folder and the passwords.
        Directory.CreateDirectory(Path.Combine(_directory.Path, "postgres.new", "base"));
        ClusterSecrets.Make(_directory.Path);
        await using (PrivateCluster made = await StartAsync())
        {
            await ExecuteAsync(made, "select 1");
        }
        // Cut after initdb: the cluster is there, role and database are not.
        await using (PrivateCluster again = await StartAsync())
        {
            NpgsqlConnectionStringBuilder admin = new(again.ConnectionString)
            {
                Username = PrivateClusterOptions.AdminName,
                Password = ClusterSecrets.Read(_directory.Path)!.AdminPassword,
                Database = "postgres",
                Pooling = false,
            };
            await using NpgsqlDataSource source = NpgsqlDataSource.Create(admin.ConnectionString);
            foreach (string sql in (string[])["drop database xhand with (force)", "drop role xhand"])
            {
                await using NpgsqlCommand command = source.CreateCommand(sql);
                await command.ExecuteNonQueryAsync();
            }
        }
        await using PrivateCluster complete = await StartAsync();
        await ExecuteAsync(complete, "create table works (n int)");
    }

    [Fact]
    public async Task Data_directory_that_cannot_be_written_is_said()
    {
        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => StartAsync("/proc/xhand"));

        Assert.Equal(StorageFault.DirectoryUnusable, refused.Fault);
        Assert.Contains("/proc/xhand", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Full_disk_is_named_and_the_last_lines_are_shown()
    {
        StorageException failure = ClusterFailure.From(
            "PostgreSQL did not start",
            """
            2026-11-21 06:42:54.929 UTC [9584] LOG:  starting PostgreSQL 15.18
            2026-11-21 06:42:54.929 UTC [9584] FATAL:  could not write lock file "postmaster.pid": No space left on device
            """);

        Assert.Equal(StorageFault.DiskFull, failure.Fault);
        Assert.Contains("the disk is full", failure.Message, StringComparison.Ordinal);
        Assert.Contains("could not write lock file", failure.Message, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task<PrivateCluster> StartAsync(string? dataDirectory = null, bool fsync = false) => PrivateCluster.StartAsync(
        new PrivateClusterOptions { DataDirectory = dataDirectory ?? _directory.Path, Fsync = fsync },
        NullLogger.Instance, TimeProvider.System, CancellationToken.None);

    // What a daemon that was killed leaves behind: a server without an owner.
    private int StartByHand()
    {
        string directory = Path.Combine(_directory.Path, "postgres");
        PostgresPrograms programs = PostgresPrograms.FindServer(null);
        CommandResult started = new ServiceCommand(ServiceUser.For(directory), directory).Run(
        [
            programs["pg_ctl"], "start", "-w", "-s", "-D", ServiceCommand.InnerDirectory, "-l", "/dev/null",
            "-o", "-c listen_addresses= -c unix_socket_directories=/proc/self/fd/9 -c fsync=off",
        ]);
        Assert.Equal((0, ""), (started.ExitCode, started.Output));
        return Postmaster.Read(directory)!.Pid;
    }

    private static async Task<NpgsqlConnection> ConnectAsync(PrivateCluster cluster)
    {
        NpgsqlConnection connection = new(cluster.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(PrivateCluster cluster, string sql)
    {
        await using NpgsqlConnection connection = await ConnectAsync(cluster);
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<string> ShowAsync(NpgsqlConnection connection, string setting) =>
        (string)(await ScalarAsync(connection, $"show {setting}"))!;
}
