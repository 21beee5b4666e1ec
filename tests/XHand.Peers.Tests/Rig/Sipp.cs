using System.Diagnostics;

namespace XHand.Peers.Tests.Rig;

/// <summary>One sipp process that plays one scenario once. Its exit status says whether each expected message came.</summary>
internal sealed class Sipp : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private Sipp(string folder, Process process)
    {
        _folder = folder;
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a scenario: the body of a sipp scenario file, made of <see cref="SippSteps"/>.</summary>
    /// <param name="daemon">Whom it talks to.</param>
    /// <param name="user">Extension it is, with that extension's password unless another is given.</param>
    /// <param name="steps">Scenario.</param>
    /// <param name="port">Its own SIP port.</param>
    /// <param name="dialled">Number it dials.</param>
    /// <param name="password">Password it uses.</param>
    /// <param name="address">Its own address.</param>
    /// <param name="transport">sipp's name of the transport: u1 or t1.</param>
    /// <param name="ignoresSurprises">It goes on when a message comes that its step does not expect, as one may that crosses its own.</param>
    public static Sipp Start(
        Daemon daemon, string user, string steps, int port, string dialled = "", string? password = null, string transport = "u1",
        string address = "127.0.0.1", bool ignoresSurprises = false)
    {
        string folder = Directory.CreateTempSubdirectory("xhand-sipp-").FullName;
        string scenario = Path.Combine(folder, "scenario.xml");
        File.WriteAllText(scenario, $"""
            <?xml version="1.0" encoding="UTF-8" ?>
            <scenario name="xhand">
            {steps}
            </scenario>
            """);
        ProcessStartInfo start = new("sipp")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        string[] arguments =
        [
            $"127.0.0.1:{daemon.SipPort}", "-sf", scenario, "-m", "1", "-i", address, "-p", $"{port}", "-t", transport,
            "-s", dialled.Length == 0 ? user : dialled, "-au", user, "-ap", password ?? Daemon.PasswordOf(user),
            "-key", "user", user, "-nostdin", "-trace_err", "-trace_msg", "-timeout", "25s", "-timeout_error", "-recv_timeout", "12000",
            "-default_behaviors", ignoresSurprises ? "all,-abortunexp" : "all",
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new Sipp(folder, Process.Start(start)!);
    }

    /// <summary>Waits for its end; fails with what it received unless every step was met.</summary>
    public async Task PassesAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(45));
        await _process.WaitForExitAsync(limit.Token);
        if (_process.ExitCode != 0)
        {
            Assert.Fail($"sipp ended with {_process.ExitCode}.\n{await _error}\n{Traces()}");
        }
    }

    /// <summary>Every message it sent and received.</summary>
    public string Traces() => string.Join(
        '\n', Directory.GetFiles(_folder, "*.log").Order(StringComparer.Ordinal).Select(File.ReadAllText));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        await Task.WhenAll(_output, _error);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
