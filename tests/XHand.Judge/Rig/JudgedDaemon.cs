using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using XHand.Judge.Phones;
using XHand.TestKit;

namespace XHand.Judge.Rig;

/// <summary>The real daemon with a private PostgreSQL in a folder of its own, as a supervisor sees it: started, signalled, killed, started again.</summary>
internal sealed class JudgedDaemon : IAsyncDisposable
{
    private readonly Dictionary<string, string> _environment;
    private readonly StringBuilder _printed = new();
    private readonly bool _ownsFolder;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15) };
    private Process? _process;

    /// <param name="folder">Data directory, or null for one that is made and removed.</param>
    /// <param name="settings">Further settings, by their environment's names without the prefix.</param>
    public JudgedDaemon(string? folder, params ReadOnlySpan<(string Name, string Value)> settings)
    {
        _ownsFolder = folder is null;
        Data = folder ?? Directory.CreateTempSubdirectory("xhj-").FullName;
        _environment = new()
        {
            ["XHAND_Data__Directory"] = Data,
            ["XHAND_Sip__Address"] = "127.0.0.1",
            ["XHAND_Sip__Port"] = $"{SipPort}",
            ["XHAND_Sip__TlsPort"] = $"{LoopbackPorts.Pair()}",
            ["XHAND_Web__Address"] = "127.0.0.1",
            ["XHAND_Web__HttpPort"] = $"{HttpPort}",
            ["XHAND_Web__HttpsPort"] = $"{LoopbackPorts.Pair()}",
            ["XHAND_Media__Ports"] = LoopbackPorts.MediaRange(4000),
            ["XHAND_Demo"] = "false",
            ["XHAND_Log__Level"] = "Information",
        };
        foreach ((string name, string value) in settings)
        {
            _environment["XHAND_" + name] = value;
        }
    }

    /// <summary>Data directory.</summary>
    public string Data { get; }

    /// <summary>SIP port.</summary>
    public int SipPort { get; } = LoopbackPorts.Pair();

    /// <summary>HTTP port.</summary>
    public int HttpPort { get; } = LoopbackPorts.Pair();

    /// <summary>Further environment of the process, such as a library to load first.</summary>
    public Dictionary<string, string> Environment => _environment;

    /// <summary>When the process was launched last, by <see cref="Stopwatch"/>.</summary>
    public long LaunchedAt { get; private set; }

    /// <summary>It has not ended.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What it printed since the last launch.</summary>
    public string Printed
    {
        get
        {
            lock (_printed)
            {
                return _printed.ToString();
            }
        }
    }

    /// <summary>Starts the process; waits for nothing.</summary>
    public void Launch()
    {
        lock (_printed)
        {
            _printed.Clear();
        }

        LaunchedAt = Stopwatch.GetTimestamp();
        _process = Process.Start(Command(["serve"]))!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until it takes calls; <see cref="JudgeException"/> with what it printed when it does not.</summary>
    public async Task ReadyAsync()
    {
        long began = Stopwatch.GetTimestamp();
        while (await GetAsync("/health/ready") is not { Status: 200 })
        {
            if (_process!.HasExited || Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(90))
            {
                throw new JudgeException("The daemon did not become ready: " + Printed);
            }

            await Task.Delay(20);
        }
    }

    /// <summary>SIGKILL, at once.</summary>
    public void Kill() => _process!.Kill();

    /// <summary>Waits for its end; the exit status.</summary>
    public async Task<int> EndAsync(TimeSpan limit)
    {
        using CancellationTokenSource timeout = new(limit);
        try
        {
            await _process!.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new JudgeException($"The daemon did not end within {limit.TotalSeconds} s: " + Printed);
        }

        return _process.ExitCode;
    }

    /// <summary>Sends a signal to the daemon.</summary>
    public Task SignalAsync(string signal) => RunAsync("kill", [$"-{signal}", $"{_process!.Id}"]);

    /// <summary>Process id of PostgreSQL's first process, or 0.</summary>
    public int Postmaster()
    {
        string file = Path.Combine(Data, "postgres", "postmaster.pid");
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0;
    }

    /// <summary>PostgreSQL's first process and its children.</summary>
    public IReadOnlyList<int> PostgresProcesses()
    {
        int first = Postmaster();
        List<int> all = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && (pid == first || ParentOf(pid) == first))
            {
                all.Add(pid);
            }
        }

        return all;
    }

    /// <summary>Runs a command of its own; its output.</summary>
    public Task<string> XhandAsync(params string[] arguments) => RunAsync(Command(arguments));

    /// <summary>GET over HTTP; null when nobody answers.</summary>
    public async Task<(int Status, string Body)?> GetAsync(string path, string? key = null)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri($"http://127.0.0.1:{HttpPort}{path}"));
            if (key is not null)
            {
                request.Headers.Authorization = new("Bearer", key);
            }

            using HttpResponseMessage response = await _http.SendAsync(request);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (TaskCanceledException)
        {
            return (0, "no answer within 15 s");
        }
    }

    /// <summary>What health says of the database: connected, away, or "".</summary>
    public async Task<string> DatabaseAsync()
    {
        if (await GetAsync("/health/live") is not { Body: { Length: > 1 } body })
        {
            return "";
        }

        using JsonDocument health = JsonDocument.Parse(body);
        return health.RootElement.GetProperty("database").GetString() ?? "";
    }

    /// <summary>Gives it the extensions of the traffic.</summary>
    public async Task ApplyAsync(TrafficShape shape)
    {
        IEnumerable<string> extensions = Enumerable.Range(shape.FirstExtension, shape.Callers + shape.Callees)
            .Select(n => $$"""{"number": "{{n}}", "password": "{{TrafficShape.PasswordOf($"{n}")}}"}""");
        string file = Path.Combine(Data, "judge-site.json");
        await File.WriteAllTextAsync(file, $$"""{"extensions": [{{string.Join(',', extensions)}}]}""");
        await XhandAsync("apply", file);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await SignalAsync("TERM");
            await SignalAsync("TERM");
            await EndAsync(TimeSpan.FromSeconds(90));
        }

        _process?.Dispose();
        _http.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    /// <summary>Runs a program to its end; its output. <see cref="JudgeException"/> when it fails.</summary>
    public static Task<string> RunAsync(string file, IEnumerable<string> arguments) =>
        RunAsync(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });

    private static async Task<string> RunAsync(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new JudgeException($"{Path.GetFileName(start.FileName)} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {await error}");
    }

    private static int ParentOf(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private ProcessStartInfo Command(IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Programs.Xhand, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Keep(string? line)
    {
        lock (_printed)
        {
            _printed.AppendLine(line);
        }
    }
}
