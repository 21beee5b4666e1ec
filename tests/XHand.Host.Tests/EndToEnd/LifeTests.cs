using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using XHand.Host.Commands;
using XHand.Storage.Cluster;

namespace XHand.Host.Tests.EndToEnd;

/// <summary>Starts and stops of the real daemon, good ones and bad ones.</summary>
public sealed class LifeTests
{
    [Fact]
    public async Task The_demonstration_site_is_made_once_and_a_second_start_answers_a_phone_within_seconds()
    {
        await using DaemonProcess daemon = new();
        daemon.Settings["Demo"] = "true";
        await daemon.StartAsync();
        Assert.Equal(0, await daemon.StopAsync());
        string[] phones = [.. daemon.Printed.Split('\n').Where(line => line.Contains("password", StringComparison.Ordinal))];
        Assert.Equal(2, phones.Length);

        Task<TimeSpan> ready = daemon.StartAsync();
        TimeSpan answered = await RegisterAnsweredAsync(daemon);
        await ready;
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Equal(phones, daemon.Printed.Split('\n').Where(line => line.Contains("password", StringComparison.Ordinal)));

        // The aim is 3 s, reached in one on an idle machine; a test may run beside much else.
        Assert.True(answered < TimeSpan.FromSeconds(10), $"It took {answered}.");
    }

    [Fact]
    public async Task Killed_it_comes_back_with_its_site_and_its_private_database()
    {
        await using DaemonProcess daemon = new();
        await daemon.StartAsync();
        await daemon.DoAsync("apply", await daemon.WriteAsync("site.json", """{"extensions": [{"number": "1700", "name": "Ana"}]}"""));
        await daemon.StopAsync("KILL");
        await daemon.StartAsync();
        Assert.Contains("1700", await daemon.DoAsync("export"), StringComparison.Ordinal);
        Assert.Equal(0, await daemon.StopAsync("INT"));
    }

    [Fact]
    public async Task With_its_database_away_it_serves_from_the_copy_on_disk_and_says_so()
    {
        await using DaemonProcess daemon = new();
        await daemon.StartAsync();
        await daemon.DoAsync("apply", await daemon.WriteAsync("site.json", """{"extensions": [{"number": "1700", "name": "Ana"}, {"number": "1701"}]}"""));
        await daemon.StopAsync();

        daemon.Settings["Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=xhand;Username=xhand;Password=none";
        await daemon.StartAsync();
        using JsonDocument status = JsonDocument.Parse(await daemon.DoAsync("status", "--json"));
        Assert.Equal("away", status.RootElement.GetProperty("database").GetString());
        Assert.Equal("disk", status.RootElement.GetProperty("siteSource").GetString());
        Assert.Contains("=> extension 1701", await daemon.DoAsync("explain", "--from", "1700", "--dial", "1701"), StringComparison.Ordinal);
        Ended refused = await daemon.XhandAsync("records");
        Assert.Equal(ExitStatus.Refused, refused.Status);
        Assert.Contains("database is away", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, await daemon.StopAsync());
    }

    [Fact]
    public async Task A_given_database_that_is_away_at_the_first_start_ends_it_with_1()
    {
        await using DaemonProcess daemon = new();
        daemon.Settings["Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=xhand;Username=xhand;Password=secret-of-mine";
        Ended ended = await daemon.XhandAsync("serve");
        Assert.Equal(ExitStatus.Refused, ended.Status);
        Assert.Contains("Database:ConnectionString", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-mine", ended.Error + ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_ends_it_with_1_and_is_left_alone()
    {
        await using DaemonProcess daemon = new();
        await daemon.StartAsync();
        await daemon.StopAsync();
        PrivateClusterOptions options = new() { DataDirectory = daemon.Data };
        await using (PrivateCluster cluster = await PrivateCluster.StartAsync(options, NullLogger.Instance, TimeProvider.System, CancellationToken.None))
        await using (NpgsqlDataSource database = NpgsqlDataSource.Create(cluster.ConnectionString))
        await using (NpgsqlCommand add = database.CreateCommand(
            "insert into schema_migration (number, name, checksum, applied_by) select max(number) + 1, '9999_future', 'x', '9.9.9' from schema_migration"))
        {
            await add.ExecuteNonQueryAsync();
        }

        Ended ended = await daemon.XhandAsync("serve");
        Assert.Equal(ExitStatus.Refused, ended.Status);
        Assert.Contains("9.9.9", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systemd_hears_when_it_is_ready_and_when_it_stops()
    {
        await using DaemonProcess daemon = new();
        string path = Path.Combine(Directory.CreateTempSubdirectory("xhand-systemd-").FullName, "notify");
        using Socket systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        daemon.Environment["NOTIFY_SOCKET"] = path;
        await daemon.StartAsync();
        Assert.Equal(0, await daemon.StopAsync());
        List<string> heard = [];
        byte[] message = new byte[1024];
        while (systemd.Available > 0)
        {
            heard.Add(Encoding.UTF8.GetString(message, 0, systemd.Receive(message)));
        }

        Assert.Contains(heard, m => m.StartsWith("READY=1", StringComparison.Ordinal));
        Assert.StartsWith("STOPPING=1", heard[^1], StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public async Task A_stop_while_the_first_database_is_being_made_leaves_nothing_running()
    {
        await using DaemonProcess daemon = new();
        daemon.Launch();
        string postgres = Path.Combine(daemon.Data, "postgres");
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        while (!Directory.Exists(postgres))
        {
            await Task.Delay(10, limit.Token);
        }

        Assert.Equal(0, await daemon.StopAsync());
        Assert.False(File.Exists(Path.Combine(postgres, "postmaster.pid")));
    }

    /// <summary>Sends REGISTER until an answer comes; the time from the first.</summary>
    private static async Task<TimeSpan> RegisterAnsweredAsync(DaemonProcess daemon)
    {
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        using UdpClient phone = new(0, AddressFamily.InterNetwork);
        phone.Connect("127.0.0.1", daemon.SipPort);
        for (int attempt = 0; ; attempt++)
        {
            byte[] register = Encoding.ASCII.GetBytes($"""
                REGISTER sip:127.0.0.1:{daemon.SipPort} SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK{Guid.NewGuid():N};rport
                Max-Forwards: 70
                From: <sip:1700@127.0.0.1>;tag=a{attempt}
                To: <sip:1700@127.0.0.1>
                Call-ID: start-{attempt}
                CSeq: 1 REGISTER
                Contact: <sip:1700@127.0.0.1:5062>
                Content-Length: 0


                """.ReplaceLineEndings("\r\n"));
            using CancellationTokenSource wait = new(TimeSpan.FromMilliseconds(50));
            try
            {
                await phone.SendAsync(register);
                UdpReceiveResult answer = await phone.ReceiveAsync(wait.Token);
                Assert.StartsWith("SIP/2.0 401", Encoding.ASCII.GetString(answer.Buffer), StringComparison.Ordinal);
                return System.Diagnostics.Stopwatch.GetElapsedTime(began);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // Nobody listens yet.
                Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "No REGISTER was answered: " + daemon.Printed);
            }
        }
    }
}
