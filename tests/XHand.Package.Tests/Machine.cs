using System.Diagnostics;

namespace XHand.Package.Tests;

/// <summary>How a command ended, and what it said on both streams.</summary>
internal sealed record Ended(int Status, string Said);

/// <summary>
/// A throw-away Debian 12 in namespaces of its own, with systemd as its first process (machine.sh). It sees no network but its own loopback, so
/// that the real ports are free in it. Needs root's rights, of its own or by sudo; without them every test here fails and says so.
/// </summary>
internal sealed class Machine : IAsyncDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(8);

    private readonly string _folder;
    private readonly string _root;

    public Machine(string folder) => (_folder, _root) = (folder, Path.Combine(folder, "machine"));

    /// <summary>Fetches a minimal system, and the packages named without installing them.</summary>
    public Task MakeAsync(params string[] packages) => ScriptAsync(["make", _root, .. packages]);

    /// <summary>Boots it.</summary>
    public Task StartAsync() => ScriptAsync("start", _root);

    /// <summary>Runs a command in it, however it ends.</summary>
    public Task<Ended> RunAsync(params string[] command) => RunAsync("bash", ["-c", Elevated, "machine", Script, "do", _root, .. command]);

    /// <summary>Runs a command in it that must succeed; what it said.</summary>
    public async Task<string> DoAsync(params string[] command)
    {
        Ended ended = await RunAsync(command);
        Assert.True(ended.Status == 0, $"{string.Join(' ', command)} ended with {ended.Status}:\n{ended.Said}");
        return ended.Said.Trim();
    }

    /// <summary>A line of shell in it, which must succeed.</summary>
    public Task<string> ShellAsync(string line) => DoAsync("bash", "-c", line);

    /// <summary>Waits until a line of shell in it succeeds.</summary>
    public async Task UntilAsync(string line)
    {
        long began = Stopwatch.GetTimestamp();
        Ended ended;
        do
        {
            ended = await RunAsync("bash", "-c", $"for i in $(seq 20); do {line} && exit 0; sleep 0.25; done; exit 1");
        }
        while (ended.Status != 0 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(90));
        if (ended.Status != 0)
        {
            Assert.Fail($"It never came to: {line}\n{ended.Said}\n{await JournalAsync()}");
        }
    }

    /// <summary>Puts a file of ours into it.</summary>
    public async Task<string> TakeInAsync(string path)
    {
        string inside = "/var/tmp/" + Path.GetFileName(path);
        Ended copied = await RunAsync("bash", ["-c", "if [[ $(id -u) == 0 ]]; then exec cp \"$@\"; else exec sudo -n cp \"$@\"; fi", "copy", path, _root + inside]);
        Assert.True(copied.Status == 0, copied.Said);
        return inside;
    }

    /// <summary>The service's lines.</summary>
    public async Task<string> JournalAsync() => (await RunAsync("journalctl", "-u", "xhand", "-o", "cat", "--no-pager", "-n", "80")).Said;

    public async ValueTask DisposeAsync()
    {
        await ScriptAsync("delete", _root);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a program outside of it; its status and what it said.</summary>
    public static async Task<Ended> RunAsync(string program, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
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
            throw new TimeoutException($"{program} did not end within {_limit}.");
        }

        return new(process.ExitCode, await output + await error);
    }

    private const string Elevated =
        "if [[ $(id -u) == 0 ]]; then exec bash \"$@\"; elif command -v sudo >/dev/null; then exec sudo -n bash \"$@\"; else echo 'This test needs root or sudo.' >&2; exit 1; fi";

    private static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "machine.sh");

    private static async Task ScriptAsync(params string[] arguments)
    {
        // "start" leaves the machine running: its output goes nowhere, or whoever reads it would wait for the machine's end.
        Ended ended = await RunAsync("bash", ["-c", Elevated, "machine", Script, .. arguments]);
        Assert.True(ended.Status == 0, $"machine.sh {string.Join(' ', arguments)}:\n{ended.Said}");
    }
}
