using System.Diagnostics;
using System.Text.Json;
using XHand.TestKit;

namespace XHand.Peers.Tests.Rig;

/// <summary>
/// The real daemon with a private PostgreSQL in a folder of its own, on ports of its own, driven as a user drives it: by its command
/// line and its sockets.
/// </summary>
public sealed class Daemon : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("xhand-peers-").FullName;
    private readonly Dictionary<string, string> _environment = [];
    private Process? _process;
    private List<string> _printed = [];

    /// <summary>SIP port, UDP and TCP.</summary>
    public int SipPort { get; } = LoopbackPorts.Pair();

    /// <summary>SIP port for TLS.</summary>
    public int SipTlsPort { get; } = LoopbackPorts.Pair();

    /// <summary>HTTP port.</summary>
    public int HttpPort { get; } = LoopbackPorts.Pair();

    /// <summary>HTTPS port.</summary>
    public int HttpsPort { get; } = LoopbackPorts.Pair();

    /// <summary>The site it starts with, or null for none.</summary>
    public string? SiteFile { get; init; } = Site;

    /// <summary>Further settings, by their environment variables.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    /// <summary>The certificate that it made for itself.</summary>
    public string OwnCertificate => Path.Combine(_data, "tls", "certificate.pem");

    /// <summary>What it has printed since it was started last.</summary>
    public string Printed => PrintedIn(_printed);

    /// <summary>Passwords of the site below, by extension.</summary>
    public static string PasswordOf(string number) => $"Zeb-{number}-ra-7";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _environment["XHAND_Data__Directory"] = _data;
        _environment["XHAND_Sip__Address"] = "127.0.0.1";
        _environment["XHAND_Sip__Port"] = $"{SipPort}";
        _environment["XHAND_Sip__TlsPort"] = $"{SipTlsPort}";
        _environment["XHAND_Web__HttpPort"] = $"{HttpPort}";
        _environment["XHAND_Web__HttpsPort"] = $"{HttpsPort}";
        _environment["XHAND_Media__Ports"] = LoopbackPorts.MediaRange(400);
        _environment["XHAND_Demo"] = "false";
        foreach ((string name, string value) in More)
        {
            _environment[name] = value;
        }

        await StartAsync();
        if (SiteFile is { } site)
        {
            await ApplyAsync(site);
        }
    }

    /// <summary>Starts the process and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        ProcessStartInfo start = new(SourceTree.Xhand) { WorkingDirectory = SourceTree.Root, RedirectStandardInput = true };
        start.ArgumentList.Add("serve");
        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        List<string> printed = _printed = [];
        _process.OutputDataReceived += (_, line) => Keep(printed, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(printed, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        using HttpClient http = new();
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.False(_process.HasExited, "The daemon ended: " + PrintedIn(printed));
                try
                {
                    using HttpResponseMessage response = await http.GetAsync(new Uri($"http://127.0.0.1:{HttpPort}/health/ready"));
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            TimeSpan.FromSeconds(60),
            () => "The daemon did not become ready: " + PrintedIn(printed));
    }

    /// <summary>Ends it as systemd does and waits.</summary>
    public async Task StopAsync()
    {
        if (_process is { HasExited: false } process)
        {
            await Command.RunAsync("kill", ["-TERM", $"{process.Id}"], TimeSpan.FromSeconds(5));
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(40));
            await process.WaitForExitAsync(limit.Token);
        }
    }

    /// <summary>Ends it as a crash does (SIGKILL) and waits; PostgreSQL is left running.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Runs <c>xhand</c> with the daemon's settings.</summary>
    public async Task<string> XhandAsync(params string[] arguments)
    {
        CommandResult result = await RunXhandAsync(arguments);
        Assert.True(result.ExitCode == 0, $"xhand {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Error}");
        return result.Output;
    }

    internal Task<CommandResult> RunXhandAsync(params string[] arguments) =>
        Command.RunAsync(SourceTree.Xhand, arguments, TimeSpan.FromSeconds(30), _environment);

    /// <summary>Waits for the record of the call to <paramref name="dialled"/> that began after <paramref name="since"/> and returns it.</summary>
    public async Task<JsonElement> RecordOfAsync(string dialled, DateTimeOffset since)
    {
        JsonElement found = default;
        await Eventually.TrueAsync(
            async () =>
            {
                string json = await XhandAsync("records", "--since", "1h", "--json");
                using JsonDocument document = JsonDocument.Parse(json);
                foreach (JsonElement record in document.RootElement.EnumerateArray())
                {
                    if (record.GetProperty("dialled").GetString() == dialled && record.GetProperty("startedAt").GetDateTimeOffset() >= since)
                    {
                        found = record.Clone();
                        return true;
                    }
                }

                return false;
            },
            TimeSpan.FromSeconds(10),
            () => $"No record of a call to {dialled}.");
        return found;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Applies a site file; what it does not name stays.</summary>
    public async Task ApplyAsync(string site)
    {
        string file = Path.Combine(_data, $"site-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, site);
        await XhandAsync("apply", file);
    }

    private static void Keep(List<string> printed, string? line)
    {
        if (line is not null)
        {
            lock (printed)
            {
                printed.Add(line);
            }
        }
    }

    private static string PrintedIn(List<string> printed)
    {
        lock (printed)
        {
            return string.Join('\n', printed);
        }
    }

    private static string Site => $$"""
        {
          "extensions": [
            {"number": "1700", "password": "{{PasswordOf("1700")}}", "name": "Ana"},
            {"number": "1701", "password": "{{PasswordOf("1701")}}", "name": "Bruno"},
            {"number": "1702", "password": "{{PasswordOf("1702")}}", "name": "Carla", "ringSeconds": 5},
            {"number": "1703", "password": "{{PasswordOf("1703")}}", "name": "Davi"}
          ],
          "announcements": [
            {"number": "1799", "name": "Welcome", "prompt": "welcome", "language": "pt-BR"}
          ]
        }
        """;
}
