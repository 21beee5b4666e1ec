using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using XHand.Host.Commands;
using XHand.Storage.Cluster;
using XHand.Storage.Migrations;

namespace XHand.Host.Tests.EndToEnd;

/// <summary><c>xhand backup</c> and <c>xhand restore</c> with real daemons and real PostgreSQL.</summary>
public sealed class BackupTests : IDisposable
{
    private const string Site = """
        {
          "extensions": [
            {"number": "1700", "password": "Zeb-4411-ra-x", "name": "Ana"},
            {"number": "1701", "password": "Zeb-4412-ra-x", "name": "Bruno"}
          ],
          "announcements": [{"number": "1799", "name": "Boas-vindas", "prompt": "welcome", "language": "pt-BR"}]
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-backup-").FullName;

    private string BackupFile => Path.Combine(_folder, "xhand.backup");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_backup_made_while_it_runs_brings_site_passwords_keys_and_registrations_back_on_an_empty_machine()
    {
        await using DaemonProcess first = new();
        await first.StartAsync();
        await first.DoAsync("apply", await first.WriteAsync("site.json", Site));
        string key = (await first.DoAsync("apikey", "create", "wallboard", "--scope", "read")).Trim();
        using UdpPhone ana = new("1700", "Zeb-4411-ra-x", first.SipPort);
        Assert.Equal("SIP/2.0 200 OK", (await ana.RegisterAsync()).Answer);
        string site = await first.DoAsync("export");

        await first.DoAsync("backup", BackupFile);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(BackupFile));
        Assert.Equal([BackupFile], Directory.GetFiles(_folder));
        Assert.Contains("1700", await first.DoAsync("registrations"), StringComparison.Ordinal);
        Assert.Equal(0, await first.StopAsync());

        await using DaemonProcess second = new();
        Assert.Contains("Start XHand now", await second.DoAsync("restore", BackupFile), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(second.Data, "restoring")));
        await second.StartAsync();
        Assert.Equal(site, await second.DoAsync("export"));
        Assert.Contains("1700", await second.DoAsync("registrations"), StringComparison.Ordinal);
        using UdpPhone bruno = new("1701", "Zeb-4412-ra-x", second.SipPort);
        Assert.Equal("SIP/2.0 200 OK", (await bruno.RegisterAsync()).Answer);
        using HttpClient http = new();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Contains("1700", await http.GetStringAsync(new Uri($"http://127.0.0.1:{second.HttpPort}/api/v1/extensions")), StringComparison.Ordinal);
        Assert.Equal(0, await second.StopAsync());
    }

    [Fact]
    public async Task A_stopped_system_is_backed_up_too_and_a_restore_over_another_puts_that_one_aside()
    {
        await using DaemonProcess daemon = new();
        await daemon.StartAsync();
        await daemon.DoAsync("apply", await daemon.WriteAsync("site.json", Site));
        await daemon.StopAsync();
        await daemon.DoAsync("backup", BackupFile);
        Assert.False(File.Exists(Path.Combine(daemon.Data, "postgres", "postmaster.pid")));

        await daemon.StartAsync();
        await daemon.DoAsync("apply", "--prune", await daemon.WriteAsync("other.json", """{"extensions": [{"number": "1800", "name": "Caio"}]}"""));
        Ended running = await daemon.XhandAsync("restore", "--replace", BackupFile);
        Assert.Equal(ExitStatus.Refused, running.Status);
        Assert.Contains("Stop XHand", running.Error, StringComparison.Ordinal);
        await daemon.StopAsync("KILL");

        Ended occupied = await daemon.XhandAsync("restore", BackupFile);
        Assert.Equal(ExitStatus.Refused, occupied.Status);
        Assert.Contains("--replace", occupied.Error, StringComparison.Ordinal);
        Assert.Contains("What was there is in", await daemon.DoAsync("restore", "--replace", BackupFile), StringComparison.Ordinal);
        string aside = Assert.Single(Directory.GetDirectories(daemon.Data, "replaced-*"));
        Assert.True(File.Exists(Path.Combine(aside, "postgres", "PG_VERSION")) && File.Exists(Path.Combine(aside, "secrets", "secrets.key")));

        await daemon.StartAsync();
        string site = await daemon.DoAsync("export");
        Assert.Contains("1701", site, StringComparison.Ordinal);
        Assert.DoesNotContain("1800", site, StringComparison.Ordinal);
        Assert.Equal(0, await daemon.StopAsync());
    }

    [Fact]
    public async Task A_backup_that_is_damaged_or_of_another_kind_is_refused_and_leaves_the_directory_as_it_was()
    {
        await using DaemonProcess first = new();
        await first.StartAsync();
        await first.StopAsync();
        await first.DoAsync("backup", BackupFile);
        Ended again = await first.XhandAsync("backup", BackupFile);
        Assert.Equal(ExitStatus.Refused, again.Status);
        Assert.Contains("there already", again.Error, StringComparison.Ordinal);
        byte[] whole = await File.ReadAllBytesAsync(BackupFile);

        await using DaemonProcess second = new();
        await RefusedAsync(second, whole[..(whole.Length / 2)], "damaged");
        byte[] changed = [.. whole];
        changed[whole.Length / 2] ^= 0x40;
        await RefusedAsync(second, changed, "damaged");
        await RefusedAsync(second, "no backup at all"u8.ToArray(), "damaged");
        await RefusedAsync(second, [], "damaged");
        await RefusedAsync(second, TestArchive.Pack(("something-else", "1\n")), "no backup of XHand");
        await RefusedAsync(second, TestArchive.Pack(("xhand-backup", "2\n")), "format 2");
        await RefusedAsync(second, TestArchive.Pack(("xhand-backup", "1\n"), ("../../outside", "x")), "outside");
        await RefusedAsync(second, TestArchive.Pack(("xhand-backup", "1\n"), ("database.dump", "x")), "its end is missing");
        await RefusedAsync(second, TestArchive.Pack(("xhand-backup", "1\n"), ("manifest.json", "{")), "manifest");
        await RefusedAsync(
            second,
            TestArchive.Pack(("xhand-backup", "1\n"), ("database.dump", ""), ("manifest.json", """
                {"format": 1, "version": "9.9.9", "madeAt": "2030-01-01T00:00:00Z", "node": "x", "schema": {"number": 9999, "name": "9999_make_future"},
                 "files": [{"name": "database.dump", "bytes": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]}
                """)),
            "9999_make_future");
    }

    [Fact]
    public async Task A_backup_that_fails_says_why_and_leaves_nothing()
    {
        await using DaemonProcess daemon = new();
        Ended never = await daemon.XhandAsync("backup", BackupFile);
        Assert.Equal(ExitStatus.Refused, never.Status);
        Assert.Contains("never run", never.Error, StringComparison.Ordinal);

        await daemon.StartAsync();
        await daemon.StopAsync();
        daemon.Settings["Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=xhand;Username=xhand;Password=secret-of-mine";
        Ended away = await daemon.XhandAsync("backup", BackupFile);
        Assert.Equal(ExitStatus.Refused, away.Status);
        Assert.DoesNotContain("secret-of-mine", away.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
        Ended nowhere = await daemon.XhandAsync("backup", Path.Combine(_folder, "not", "there"));
        Assert.Equal(ExitStatus.Refused, nowhere.Status);
    }

    [Fact]
    public async Task A_given_database_is_backed_up_and_only_replaced_when_that_is_asked_for()
    {
        string clusterFolder = Path.Combine(_folder, "given");
        await using PrivateCluster cluster = await PrivateCluster.StartAsync(
            new() { DataDirectory = clusterFolder, Fsync = false }, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        // Migrated beforehand: a first start gives a database that it was told of no more than seconds.
        await using (NpgsqlDataSource database = NpgsqlDataSource.Create(cluster.ConnectionString + ";Pooling=false"))
        {
            await new Migrator(database, MigrationSet.Embedded(), new DatabaseBackup("", "", TimeProvider.System), "0.1.0", NullLogger.Instance)
                .RunAsync(CancellationToken.None);
        }

        await using DaemonProcess first = new();
        first.Settings["Database__ConnectionString"] = cluster.ConnectionString;
        await first.StartAsync();
        await first.DoAsync("apply", await first.WriteAsync("site.json", Site));
        await first.DoAsync("backup", BackupFile);
        await first.DoAsync("apply", "--prune", await first.WriteAsync("other.json", """{"extensions": [{"number": "1800", "name": "Caio"}]}"""));
        await first.StopAsync();
        Assert.False(Directory.Exists(Path.Combine(first.Data, "postgres")));

        await using DaemonProcess second = new();
        second.Settings["Database__ConnectionString"] = cluster.ConnectionString;
        Ended occupied = await second.XhandAsync("restore", BackupFile);
        Assert.Equal(ExitStatus.Refused, occupied.Status);
        Assert.Contains("not empty", occupied.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(second.Data, "node.json")));

        Assert.Contains("before-restore", await second.DoAsync("restore", "--replace", BackupFile), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(second.Data, "backups"), "before-restore-*.dump"));
        await second.StartAsync();
        string site = await second.DoAsync("export");
        Assert.Contains("1701", site, StringComparison.Ordinal);
        Assert.DoesNotContain("1800", site, StringComparison.Ordinal);
        Assert.Equal(0, await second.StopAsync());
    }

    private async Task RefusedAsync(DaemonProcess daemon, byte[] backup, string reason)
    {
        string path = Path.Combine(_folder, "bad.backup");
        await File.WriteAllBytesAsync(path, backup);
        Ended ended = await daemon.XhandAsync("restore", path);
        Assert.Equal(ExitStatus.Refused, ended.Status);
        Assert.Contains(reason, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(daemon.Data, "*", SearchOption.AllDirectories), f => Assert.EndsWith(".lock", f, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(daemon.Data)!));
    }
}
