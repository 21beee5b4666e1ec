using System.Diagnostics;
using System.Net;
using System.Text;
using XHand.TestKit;

namespace XHand.Host.Tests.EndToEnd;

/// <summary>How a program ended.</summary>
internal sealed record Ended(int Status, string Output, string Error);

/// <summary>The real program in a data directory of its own, on ports of its own.</summary>
internal sealed class DaemonProcess : IAsyncDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(90);

    private readonly StringBuilder _printed = new();
    private Process? _process;

    public DaemonProcess()
    {
        (SipPort, HttpPort) = (LoopbackPorts.Pair(), LoopbackPorts.Pair());
        Settings = new()
        {
            ["Data__Directory"] = Data,
            ["Sip__Address"] = "127.0.0.1",
            ["Sip__Port"] = $"{SipPort}",
            ["Sip__TlsPort"] = $"{SipPort + 1}",
            ["Web__Address"] = "127.0.0.1",
            ["Web__HttpPort"] = $"{HttpPort}",
            ["Web__HttpsPort"] = $"{HttpPort + 1}",
            ["Media__Ports"] = LoopbackPorts.MediaRange(40),
            ["Demo"] = "false",
        };
    }

    /// <summary>Settings by their environment's names without the prefix.</summary>
    public Dictionary<string, string> Settings { get; }

    /// <summary>Other variables of its environment.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public string Data { get; } = Path.Combine(Directory.CreateTempSubdirectory("xhand-host-").FullName, "data dir");

    public int SipPort { get; }

    public int HttpPort { get; }

    /// <summary>What it has printed, both streams.</summary>
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

    /// <summary>Starts it and waits until it is ready; the time that took.</summary>
    public async Task<TimeSpan> StartAsync()
    {
        long began = Stopwatch.GetTimestamp();
        Process process = Launch();
        using HttpClient http = new();
        using CancellationTokenSource limit = new(_limit);
        while (!await IsReadyAsync(http))
        {
            Assert.False(process.HasExited, "It ended: " + Printed);
            Assert.False(limit.IsCancellationRequested, "It did not become ready: " + Printed);
            await Task.Delay(20, CancellationToken.None);
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Starts it and waits for nothing.</summary>
    public Process Launch()
    {
        lock (_printed)
        {
            _printed.Clear();
        }

        _process = Process.Start(Command(["serve"]))!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return _process;
    }

    /// <summary>Sends the signal and waits for its end; the exit status.</summary>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        using CancellationTokenSource limit = new(_limit);
        await _process.WaitForExitAsync(limit.Token);
        int status = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return status;
    }

    /// <summary>Runs a command of the same settings to its end.</summary>
    public async Task<Ended> XhandAsync(params string[] arguments)
    {
        using Process process = Process.Start(Command(arguments))!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"xhand {string.Join(' ', arguments)} did not end.");
        }

        return new(process.ExitCode, await output, await error);
    }

    /// <summary>A command that must succeed; its output.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        Ended ended = await XhandAsync(arguments);
        Assert.True(ended.Status == 0, $"xhand {string.Join(' ', arguments)} ended with {ended.Status}: {ended.Error}");
        return ended.Output;
    }

    /// <summary>Writes a site file and returns its path.</summary>
    public async Task<string> WriteAsync(string name, string text)
    {
        string path = Path.Combine(Path.GetDirectoryName(Data)!, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await StopAsync();
        }

        Directory.Delete(Path.GetDirectoryName(Data)!, recursive: true);
    }

    private ProcessStartInfo Command(IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach ((string name, string value) in Settings.Select(s => ("XHAND_" + s.Key, s.Value)).Concat(Environment.Select(e => (e.Key, e.Value))))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>The program of the same configuration as these tests.</summary>
    private static string Program
    {
        get
        {
            string configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name;
            return Path.Combine(XHand.Host.Settings.Checkout.Find()!, "src/XHand.Host/bin", configuration, "net10.0/xhand");
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using HttpResponseMessage response = await http.GetAsync(new Uri($"http://127.0.0.1:{HttpPort}/health/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_printed)
        {
            _printed.AppendLine(line.Data);
        }
    }
}
