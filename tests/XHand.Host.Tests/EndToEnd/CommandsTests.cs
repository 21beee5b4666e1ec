using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using XHand.Host.Commands;

namespace XHand.Host.Tests.EndToEnd;

/// <summary>The command line and a key's HTTP against the real daemon.</summary>
public sealed class CommandsTests(RunningDaemon running) : IClassFixture<RunningDaemon>
{
    private DaemonProcess Daemon => running.Daemon;

    [Fact]
    public async Task Status_calls_registrations_and_records_answer_for_people_and_for_programs()
    {
        Assert.Contains("2 extensions, 1 announcements", await Daemon.DoAsync("status"), StringComparison.Ordinal);
        using JsonDocument status = JsonDocument.Parse(await Daemon.DoAsync("status", "--json"));
        Assert.Equal("ready", status.RootElement.GetProperty("phase").GetString());
        Assert.Equal("connected", status.RootElement.GetProperty("database").GetString());
        Assert.Equal("No calls.\n", await Daemon.DoAsync("calls"));
        Assert.Equal("No phone is registered.\n", await Daemon.DoAsync("registrations"));
        Assert.Equal("No call records.\n", await Daemon.DoAsync("records", "--since", "1h"));
        foreach (string command in (string[])["calls", "registrations", "records"])
        {
            Assert.Equal("[]\n", await Daemon.DoAsync(command, "--json"));
        }
    }

    [Fact]
    public async Task Explain_prints_each_decision_and_the_end()
    {
        string text = await Daemon.DoAsync("explain", "--from", "1700", "--dial", "1701");
        Assert.Contains("1. ", text, StringComparison.Ordinal);
        Assert.EndsWith("=> extension 1701 (internal)\n", text, StringComparison.Ordinal);
        Assert.Contains("=> refused with 404", await Daemon.DoAsync("explain", "--from", "1700", "--dial", "1788"), StringComparison.Ordinal);
        Assert.EndsWith("=> announcement 1799 (internal)\n", await Daemon.DoAsync("explain", "--from", "1700", "--dial", "1799#"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trunks_routes_and_redirects_are_applied_explained_and_taken_back()
    {
        string outside = await Daemon.WriteAsync("outside.json", """
            {
              "extensions": [{"number": "1700", "name": "Ana", "classOfService": ["local"]}],
              "trunks":    [{"name": "operadora", "host": "127.0.0.1", "port": 9, "checkSeconds": 0, "password": "Hy7-kk20-qu"}],
              "routes":    [{"name": "Default", "pattern": "X.", "trunks": ["operadora"], "prefix": "021"}],
              "redirects": [{"did": "1778", "destination": {"extension": "1700"}}]
            }
            """);
        Assert.Contains("create trunks operadora", await Daemon.DoAsync("apply", outside), StringComparison.Ordinal);
        Assert.DoesNotContain("Hy7-kk20-qu", await Daemon.DoAsync("export"), StringComparison.Ordinal);
        Assert.EndsWith(
            "=> trunk operadora by route Default: 02136521777, caller 1700 (local)\n",
            await Daemon.DoAsync("explain", "--from", "1700", "--dial", "36521777"),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "=> extension 1700 (internal)\n", await Daemon.DoAsync("explain", "--trunk", "operadora", "--did", "22331778"), StringComparison.Ordinal);

        string before = await Daemon.WriteAsync("inside.json", """
            {"extensions": [{"number": "1700", "name": "Ana"}, {"number": "1701", "name": "Bruno"}], "trunks": [], "routes": [], "redirects": []}
            """);
        Assert.Contains("delete trunks operadora", await Daemon.DoAsync("apply", "--prune", before), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_prints_what_would_change_and_an_apply_makes_it_and_takes_it_back()
    {
        string more = await Daemon.WriteAsync("more.json", """{"extensions": [{"number": "1750", "name": "Nova"}]}""");
        Assert.Contains("create extensions 1750", await Daemon.DoAsync("apply", "--dry-run", more), StringComparison.Ordinal);
        Assert.DoesNotContain("1750", await Daemon.DoAsync("export", "extensions"), StringComparison.Ordinal);

        Assert.Contains("1 change; the site is at version", await Daemon.DoAsync("apply", more), StringComparison.Ordinal);
        Assert.Equal("Nothing to change.\n", await Daemon.DoAsync("apply", more));
        Assert.EndsWith("=> extension 1750 (internal)\n", await Daemon.DoAsync("explain", "--from", "1700", "--dial", "1750"), StringComparison.Ordinal);

        string before = await Daemon.WriteAsync("before.json", """{"extensions": [{"number": "1700", "name": "Ana"}, {"number": "1701", "name": "Bruno"}]}""");
        Assert.Contains("delete extensions 1750", await Daemon.DoAsync("apply", "--prune", before), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_with_a_secrets_key_is_the_same_site_again_and_shows_no_secret()
    {
        string key = Path.Combine(Path.GetDirectoryName(Daemon.Data)!, "export.key");
        string export = await Daemon.DoAsync("export", "--secrets-key", key);
        Assert.Contains("encrypted", export, StringComparison.Ordinal);
        Assert.DoesNotContain("Zeb-", export, StringComparison.Ordinal);
        string file = await Daemon.WriteAsync("export.json", export);
        Assert.Equal("Nothing to change.\n", await Daemon.DoAsync("apply", "--secrets-key", key, file));
        Ended refused = await Daemon.XhandAsync("apply", file);
        Assert.Equal(ExitStatus.Refused, refused.Status);
        Assert.Contains("--secrets-key", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_cannot_be_is_refused_with_its_reason()
    {
        Ended call = await Daemon.XhandAsync("call", "1700", "1701");
        Assert.Equal(ExitStatus.Refused, call.Status);
        Assert.Contains("1700", call.Error, StringComparison.Ordinal);
        Ended hangUp = await Daemon.XhandAsync("hangup", Guid.Empty.ToString());
        Assert.Equal(ExitStatus.Refused, hangUp.Status);
        Ended nobody = await Daemon.XhandAsync("status", "--company", "nada");
        Assert.Equal(ExitStatus.Refused, nobody.Status);
        Assert.Contains("nada", nobody.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_opens_what_its_scope_says_until_it_is_revoked()
    {
        string key = (await Daemon.DoAsync("apikey", "create", "wallboard", "--scope", "read")).Trim();
        using HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{Daemon.HttpPort}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        string extensions = await http.GetStringAsync(new Uri("/api/v1/extensions", UriKind.Relative));
        Assert.Contains("1700", extensions, StringComparison.Ordinal);
        Assert.DoesNotContain("Ha1", extensions, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.DeleteAsync(new Uri("/api/v1/extensions/1700", UriKind.Relative))).StatusCode);
        Assert.Contains("wallboard", await Daemon.DoAsync("apikey", "list"), StringComparison.Ordinal);

        await Daemon.DoAsync("apikey", "revoke", "wallboard");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri("/api/v1/extensions", UriKind.Relative))).StatusCode);
        Assert.Equal(ExitStatus.Refused, (await Daemon.XhandAsync("apikey", "revoke", "wallboard")).Status);
    }

    [Fact]
    public async Task Metrics_have_the_loop_and_the_journal_with_their_units()
    {
        using HttpClient http = new();
        string text = await http.GetStringAsync(new Uri($"http://127.0.0.1:{Daemon.HttpPort}/metrics"));
        Assert.Contains("xhand_loop_turn_duration_seconds_bucket{", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE xhand_", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1700", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"extensions": [{"number": "1760", "colour": "red"}]}""", "extensions[0].colour")]
    [InlineData("""{"extensions": [{"number": "1760", "ringSeconds": "many"}]}""", "extensions[0].ringSeconds")]
    [InlineData("""{"extensions": [{"number": "1760"}, {"number": "1760"}]}""", "1760")]
    [InlineData("""{"extensions": [{"number": "1799"}]}""", "1799")]
    [InlineData("""{"announcements": [{"number": "1798", "name": "x", "prompt": "not-there", "language": "pt-BR"}]}""", "not-there")]
    [InlineData("""{"extensions": [{"number": "1760"}], "queues": []}""", "queues")]
    [InlineData("""{"extensions": [{"number": "1760"},]}""", "line 1")]
    [InlineData("""{"extensions": [{"number": "1760"}""", "line 1")]
    [InlineData("", "empty")]
    [InlineData("[]", "object")]
    public async Task A_broken_site_file_ends_with_1_names_file_place_and_reason_and_changes_nothing(string site, string named)
    {
        string path = await Daemon.WriteAsync("broken.json", site);
        await RefusedAsync(path, named);
    }

    [Fact]
    public async Task A_site_file_of_ten_megabytes_with_one_wrong_entry_is_refused_whole()
    {
        IEnumerable<string> entries = Enumerable.Range(100_000, 90_000).Select(n => $$"""{"number": "{{n}}", "name": "{{new string('n', 70)}}"}""");
        string path = await Daemon.WriteAsync("large.json", $$"""{"extensions": [{{string.Join(',', entries)}}, {"number": "x"}]}""");
        Assert.True(new FileInfo(path).Length > 9_000_000);
        await RefusedAsync(path, "extensions[90000].number");
    }

    [Fact]
    public async Task A_hundred_thousand_nested_brackets_are_refused_and_the_daemon_lives()
    {
        await RefusedAsync(await Daemon.WriteAsync("deep.json", new string('[', 100_000)), "deep.json");
        await RefusedAsync(await Daemon.WriteAsync("deeper.json", """{"extensions": """ + new string('[', 100_000)), "deeper.json");
    }

    [Fact]
    public async Task A_second_daemon_in_the_same_data_directory_and_ports_in_use_end_with_1()
    {
        Ended second = await Daemon.XhandAsync("serve");
        Assert.Equal(ExitStatus.Refused, second.Status);
        Assert.Contains("running already", second.Error, StringComparison.Ordinal);

        await using DaemonProcess other = new();
        other.Settings["Sip__Port"] = $"{Daemon.SipPort}";
        Ended sip = await other.XhandAsync("serve");
        Assert.Equal(ExitStatus.Refused, sip.Status);
        Assert.Contains($"udp 127.0.0.1:{Daemon.SipPort}", sip.Error, StringComparison.Ordinal);
        Assert.Contains("in use", sip.Error, StringComparison.Ordinal);

        other.Settings["Sip__Port"] = $"{other.SipPort}";
        other.Settings["Web__HttpPort"] = $"{Daemon.HttpPort}";
        Ended http = await other.XhandAsync("serve");
        Assert.Equal(ExitStatus.Refused, http.Status);
        Assert.Contains($"tcp 127.0.0.1:{Daemon.HttpPort}", http.Error, StringComparison.Ordinal);
        Assert.Contains("Web:HttpPort", http.Error, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(string path, string named)
    {
        string before = await Daemon.DoAsync("export");
        Ended refused = await Daemon.XhandAsync("apply", path);
        Assert.Equal(ExitStatus.Refused, refused.Status);
        Assert.Contains(path, refused.Error, StringComparison.Ordinal);
        Assert.Contains(named, refused.Error, StringComparison.Ordinal);
        Assert.Equal("", refused.Output);
        Assert.Equal(before, await Daemon.DoAsync("export"));
    }
}
