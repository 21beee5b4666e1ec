using System.Globalization;

namespace XHand.Package.Tests;

/// <summary>
/// A package's life on a machine with systemd: installed, used, killed, upgraded, removed, installed again, purged. The steps follow
/// each other; after one that fails, look at that one first.
/// </summary>
[TestCaseOrderer(InOrder.Name, InOrder.Assembly)]
public sealed class PackageStory(PreparedMachine prepared) : IClassFixture<PreparedMachine>
{
    private const string Register =
        "REGISTER sip:127.0.0.1 SIP/2.0\\r\\nVia: SIP/2.0/UDP 127.0.0.1:5099;branch=z9hG4bK-package;rport\\r\\nMax-Forwards: 70\\r\\nFrom: <sip:1700@127.0.0.1>;tag=p\\r\\nTo: <sip:1700@127.0.0.1>\\r\\nCall-ID: package\\r\\nCSeq: 1 REGISTER\\r\\nContact: <sip:1700@127.0.0.1:5099>\\r\\nContent-Length: 0\\r\\n\\r\\n";

    private const string IsReady = "curl -fsS -m 5 http://127.0.0.1:8080/health/ready >/dev/null 2>&1";

    private Machine Machine => prepared.Machine;

    [Fact]
    [Step(1)]
    public async Task Installed_it_runs_as_a_service_says_where_and_answers_a_phone()
    {
        string package = await Machine.TakeInAsync(prepared.Package);
        string said = await Machine.DoAsync("apt-get", "-q", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", "install", package);
        Assert.Contains(":8080/", said, StringComparison.Ordinal);
        Assert.Contains("set-up", said, StringComparison.Ordinal);
        Assert.Equal("active", await Machine.DoAsync("systemctl", "is-active", "xhand"));
        Assert.Equal("enabled", await Machine.DoAsync("systemctl", "is-enabled", "xhand"));
        await Machine.UntilAsync(IsReady);
        Assert.Contains("XHand is ready", await Machine.JournalAsync(), StringComparison.Ordinal);
        await Machine.ShellAsync("journalctl -u xhand -o cat | grep -q '/set-up?token='");
        Assert.Equal("StatusText=serving", await Machine.DoAsync("systemctl", "show", "xhand", "-p", "StatusText"));
        Assert.StartsWith("SIP/2.0 401", await AnswerToRegisterAsync(), StringComparison.Ordinal);
        Assert.Contains("\"phase\": \"ready\"", await Machine.DoAsync("xhand", "status", "--json"), StringComparison.Ordinal);
        Assert.Equal("200", await Machine.ShellAsync("curl -s -o /dev/null -w '%{http_code}' -H 'Accept: text/html' http://127.0.0.1:8080/"));
    }

    [Fact]
    [Step(2)]
    public async Task It_runs_for_a_user_of_its_own_with_the_rights_that_the_unit_gives_and_its_files_are_closed()
    {
        string pid = await PidAsync();
        Assert.Equal("xhand", await Machine.ShellAsync($"stat -c %U /proc/{pid}"));
        Assert.Equal("xhand", await Machine.ShellAsync("stat -c %U /var/lib/xhand/postgres"));
        Assert.Equal("700", await Machine.ShellAsync("stat -c %a /var/lib/xhand"));
        Assert.Equal("640 root xhand", await Machine.ShellAsync("stat -c '%a %U %G' /etc/xhand/xhand.env"));
        Assert.Equal("1", await Machine.ShellAsync($"sed -nE 's/^NoNewPrivs:\\s+//p' /proc/{pid}/status"));
        Assert.Equal("2", await Machine.ShellAsync($"sed -nE 's/^Seccomp:\\s+//p' /proc/{pid}/status"));
        Assert.NotEqual(0, (await Machine.RunAsync("nsenter", "-t", pid, "-m", "touch", "/usr/lib/xhand/x")).Status);
        // PostgreSQL made no server of its own beside ours, and will again for whoever wants one.
        Assert.Equal("", await Machine.ShellAsync("ls /etc/postgresql 2>/dev/null; ls /etc/postgresql/*/* 2>/dev/null; true"));
        Assert.Equal("", await Machine.ShellAsync("ls /etc/postgresql-common/createcluster.d 2>/dev/null | grep xhand; true"));
        Assert.Equal("", await Machine.ShellAsync("find /var/lib/xhand -perm /077 -type f -not -path '*/postgres/*' | head"));
    }

    [Fact]
    [Step(3)]
    public async Task The_watchdog_is_fed_and_a_daemon_that_stops_feeding_it_is_replaced()
    {
        Assert.Equal("WatchdogUSec=30s", await Machine.DoAsync("systemctl", "show", "xhand", "-p", "WatchdogUSec"));
        string first = await Machine.DoAsync("systemctl", "show", "xhand", "-p", "WatchdogTimestampMonotonic");
        await Machine.UntilAsync($"[[ $(systemctl show xhand -p WatchdogTimestampMonotonic) != '{first}' ]]");
        // Half a minute of waiting is not needed to see that systemd acts on silence.
        await Machine.ShellAsync("mkdir -p /run/systemd/system/xhand.service.d && printf '[Service]\\nWatchdogSec=2\\n' >/run/systemd/system/xhand.service.d/test.conf && systemctl daemon-reload && systemctl restart xhand");
        await Machine.UntilAsync(IsReady);
        string pid = await PidAsync();
        await Machine.DoAsync("kill", "-STOP", pid);
        await Machine.UntilAsync($"[[ $(systemctl show xhand -p MainPID --value) != {pid} ]] && {IsReady}");
        await Machine.ShellAsync("rm -r /run/systemd/system/xhand.service.d && systemctl daemon-reload && systemctl restart xhand");
        await Machine.UntilAsync(IsReady);
    }

    [Fact]
    [Step(4)]
    public async Task Killed_it_is_started_again_and_a_restart_is_clean()
    {
        await Machine.ShellAsync("""printf '{"extensions": [{"number": "1700", "password": "Zeb-4411-ra-x", "name": "Ana"}]}' >/var/tmp/site.json && xhand apply /var/tmp/site.json""");
        string pid = await PidAsync();
        await Machine.DoAsync("kill", "-KILL", pid);
        await Machine.UntilAsync($"[[ $(systemctl show xhand -p MainPID --value) != {pid} ]] && {IsReady}");
        Assert.Contains("1700", await Machine.DoAsync("xhand", "export"), StringComparison.Ordinal);
        await Machine.DoAsync("systemctl", "restart", "xhand");
        await Machine.UntilAsync(IsReady);
        Assert.Equal("Result=success", await Machine.DoAsync("systemctl", "show", "xhand", "-p", "Result"));
    }

    [Fact]
    [Step(5)]
    public async Task A_setting_in_the_file_counts_for_the_service_and_the_command_line()
    {
        await Machine.ShellAsync("echo 'XHAND_Web__HttpPort=80' >>/etc/xhand/xhand.env && systemctl restart xhand");
        await Machine.UntilAsync("curl -fsS -m 5 http://127.0.0.1:80/health/ready >/dev/null 2>&1");
        await Machine.ShellAsync("sed -i '$d' /etc/xhand/xhand.env && echo 'XHAND_Sip__Port=no' >>/etc/xhand/xhand.env");
        Ended wrong = await Machine.RunAsync("systemctl", "restart", "xhand");
        Assert.NotEqual(0, wrong.Status);
        Assert.Contains("Sip:Port", await Machine.JournalAsync(), StringComparison.Ordinal);
        Assert.Equal("Result=exit-code", await Machine.DoAsync("systemctl", "show", "xhand", "-p", "Result"));
        await Machine.ShellAsync("sed -i '$d' /etc/xhand/xhand.env && systemctl reset-failed xhand && systemctl start xhand");
        await Machine.UntilAsync(IsReady);
    }

    [Fact]
    [Step(6)]
    public async Task The_example_of_a_firewall_is_one_that_nft_takes()
    {
        await Machine.DoAsync("apt-get", "-q", "-y", "--no-install-recommends", "install", "nftables");
        await Machine.DoAsync("nft", "-c", "-f", "/usr/share/doc/xhand/examples/nftables.conf");
    }

    [Fact]
    [Step(7)]
    public async Task An_upgrade_whose_backup_fails_changes_nothing()
    {
        string later = await Machine.TakeInAsync(prepared.Later);
        await Machine.ShellAsync("mv /var/lib/xhand/backups /var/lib/xhand/backups.away && touch /var/lib/xhand/backups");
        Ended refused = await Machine.RunAsync("dpkg", "-i", later);
        Assert.NotEqual(0, refused.Status);
        Assert.Contains("the backup failed, so the upgrade stops", refused.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(PreparedMachine.LaterVersion, await VersionAsync(), StringComparison.Ordinal);
        Assert.Equal("active", await Machine.DoAsync("systemctl", "is-active", "xhand"));
        await Machine.ShellAsync("rm /var/lib/xhand/backups && mv /var/lib/xhand/backups.away /var/lib/xhand/backups");
    }

    [Fact]
    [Step(8)]
    public async Task An_upgrade_backs_up_first_keeps_the_newest_five_and_goes_on_with_the_same_data_and_settings()
    {
        await Machine.ShellAsync("cd /var/lib/xhand/backups; for n in 1 2 3 4 5 6; do touch -d \"2026-01-0$n\" before-upgrade-from-0.0.$n-x.backup; done; chown xhand: *; echo '# mine' >>/etc/xhand/xhand.env");
        string pid = await PidAsync();
        string said = await Machine.DoAsync("dpkg", "-i", "/var/tmp/" + Path.GetFileName(prepared.Later));
        Assert.Contains("backing up into", said, StringComparison.Ordinal);
        Assert.Contains(PreparedMachine.LaterVersion, await VersionAsync(), StringComparison.Ordinal);
        await Machine.UntilAsync(IsReady);
        Assert.NotEqual(pid, await PidAsync());
        Assert.Contains("1700", await Machine.DoAsync("xhand", "export"), StringComparison.Ordinal);
        Assert.Equal("# mine", await Machine.ShellAsync("tail -n 1 /etc/xhand/xhand.env"));
        string[] kept = (await Machine.ShellAsync("ls /var/lib/xhand/backups/before-upgrade-*.backup")).Split('\n');
        Assert.Equal(5, kept.Length);
        string made = Assert.Single(kept, k => !k.Contains("0.0.", StringComparison.Ordinal));
        Assert.Equal("600 xhand", await Machine.ShellAsync($"stat -c '%a %U' {made}"));
        Assert.Contains("database.dump", await Machine.ShellAsync($"tar tzf {made}"), StringComparison.Ordinal);
    }

    [Fact]
    [Step(9)]
    public async Task Removed_it_stops_and_keeps_data_and_settings_and_installed_again_it_finds_them()
    {
        string said = await Machine.DoAsync("apt-get", "-q", "-y", "remove", "xhand");
        Assert.Contains("stays in /var/lib/xhand", said, StringComparison.Ordinal);
        Assert.Equal("", await Machine.ShellAsync("pgrep -u xhand; true"));
        Assert.Equal("yes", await Machine.ShellAsync("test -f /var/lib/xhand/node.json -a -f /etc/xhand/xhand.env -a ! -e /usr/lib/xhand && echo yes"));
        string before = await Machine.ShellAsync("ls /var/lib/xhand/backups | wc -l");
        await Machine.DoAsync("dpkg", "-i", "/var/tmp/" + Path.GetFileName(prepared.Later));
        await Machine.UntilAsync(IsReady);
        Assert.Contains("1700", await Machine.DoAsync("xhand", "export"), StringComparison.Ordinal);
        Assert.Equal(int.Parse(before, CultureInfo.InvariantCulture) + 1, int.Parse(await Machine.ShellAsync("ls /var/lib/xhand/backups | wc -l"), CultureInfo.InvariantCulture));
    }

    [Fact]
    [Step(10)]
    public async Task A_backup_is_restored_by_root_and_the_service_may_use_what_came()
    {
        await Machine.ShellAsync("xhand backup /var/tmp/whole.backup && systemctl stop xhand && rm -rf /var/lib/xhand/* && xhand restore /var/tmp/whole.backup && systemctl start xhand");
        await Machine.UntilAsync(IsReady);
        Assert.Contains("1700", await Machine.DoAsync("xhand", "export"), StringComparison.Ordinal);
        Assert.Equal("", await Machine.ShellAsync("find /var/lib/xhand -not -user xhand"));
    }

    [Fact]
    [Step(11)]
    public async Task Purged_it_says_what_goes_and_nothing_of_it_is_left()
    {
        string said = await Machine.DoAsync("apt-get", "-q", "-y", "purge", "xhand");
        Assert.Contains("removing /var/lib/xhand: database, call records", said, StringComparison.Ordinal);
        Assert.Equal("", await Machine.ShellAsync("ls -d /var/lib/xhand /etc/xhand /usr/lib/xhand /usr/bin/xhand /usr/lib/systemd/system/xhand.service 2>/dev/null; getent passwd xhand; pgrep -x xhand; true"));
    }

    private Task<string> PidAsync() => Machine.DoAsync("systemctl", "show", "xhand", "-p", "MainPID", "--value");

    private Task<string> VersionAsync() => Machine.DoAsync("dpkg-query", "-W", "-f", "${Status} ${Version}", "xhand");

    /// <summary>The first line that comes back to a REGISTER; the machine has no phone, but bash can speak UDP.</summary>
    private Task<string> AnswerToRegisterAsync() =>
        Machine.ShellAsync($"printf '{Register}' >/var/tmp/register; exec 3<>/dev/udp/127.0.0.1/5060; for i in 1 2 3 4 5; do cat /var/tmp/register >&3; timeout 2 head -c 11 <&3 && exit 0; done; exit 1");
}
