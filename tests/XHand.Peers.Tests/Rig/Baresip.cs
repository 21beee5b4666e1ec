using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using XHand.TestKit;

namespace XHand.Peers.Tests.Rig;

/// <summary>
/// A headless baresip phone: its microphone is a tone, what it hears is recorded. Driven over its ctrl_tcp module (JSON in netstrings). Without its
/// mwi module: version 1.0.0 may subscribe in an endless loop when its registration falls into its first moments.
/// </summary>
internal sealed class Baresip : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;
    private readonly TcpClient _control = new();
    private readonly List<JsonElement> _events = [];
    private readonly byte[] _buffer = new byte[65_536];
    private int _filled;

    private Baresip(string folder, Process process)
    {
        _folder = folder;
        _process = process;
    }

    /// <summary>Starts a phone that registers (unless told not to, to be an operator's) as <paramref name="number"/> and sends a tone of <paramref name="toneHz"/>.</summary>
    public static async Task<Baresip> StartAsync(Daemon daemon, string number, int toneHz, string codecs = "PCMA,PCMU", string transport = "udp", bool registers = true, string? certificate = null)
    {
        string folder = Directory.CreateTempSubdirectory($"xhand-baresip-{number}-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "rec"));
        string microphone = Path.Combine(folder, "mic.wav");
        WavTone.Write(microphone, toneHz, TimeSpan.FromSeconds(60));
        int control = LoopbackPorts.Pair();
        int sipPort = LoopbackPorts.Pair();
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), Config(number, sipPort, control, microphone, folder) + Tls(daemon, certificate));
        await File.WriteAllTextAsync(Path.Combine(folder, "contacts"), "");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "accounts"),
            $"<sip:{number}@127.0.0.1:{(transport == "tls" ? daemon.SipTlsPort : daemon.SipPort)};transport={transport}>;auth_user={number};auth_pass={Daemon.PasswordOf(number)};regint={(registers ? 60 : 0)};audio_codecs={codecs}\n");

        ProcessStartInfo start = new("baresip") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { "-4", "-s", "-f", folder })
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        StreamWriter log = new(Path.Combine(folder, "log")) { AutoFlush = true };
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        Baresip phone = new(folder, process) { SipPort = sipPort };
        try
        {
            await phone.RegisterAsync(registers ? daemon : null, number, control);
            return phone;
        }
        catch
        {
            await phone.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its SIP port; TLS is at the next.</summary>
    public int SipPort { get; private init; }

    /// <summary>Sends a command: dial, accept, hangup, hold, resume, sndcode.</summary>
    public async Task DoAsync(string command, string parameters = "")
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new { command, @params = parameters, token = Guid.NewGuid().ToString() });
        byte[] netstring = [.. Encoding.ASCII.GetBytes(json.Length.ToString(CultureInfo.InvariantCulture) + ":"), .. json, (byte)','];
        await _control.GetStream().WriteAsync(netstring);
    }

    /// <summary>Waits for the next event of this type and returns it; earlier events are passed over once.</summary>
    public async Task<JsonElement> WaitAsync(string type, int seconds = 10)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(seconds));
        while (true)
        {
            int index = _events.FindIndex(item => item.TryGetProperty("type", out JsonElement name) && name.GetString() == type);
            if (index >= 0)
            {
                JsonElement found = _events[index];
                _events.RemoveRange(0, index + 1);
                return found;
            }

            try
            {
                await ReadAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"baresip gave no {type} within {seconds} s; it gave {string.Join(", ", _events.Select(e => e.ToString()))}.\n{await LogAsync()}");
            }
        }
    }

    /// <summary>What it has heard so far: the strongest frequency and its level, over the last second recorded.</summary>
    public WavTone Heard()
    {
        string file = Directory.GetFiles(Path.Combine(_folder, "rec"), "*-dec.wav").OrderDescending(StringComparer.Ordinal).First();
        return WavTone.Read(file);
    }

    /// <summary>Stops it and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            if (_control.Connected)
            {
                await DoAsync("quit");
            }

            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(4));
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _control.Dispose();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RegisterAsync(Daemon? daemon, string number, int control)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await _control.ConnectAsync("127.0.0.1", control);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            TimeSpan.FromSeconds(8),
            () => $"baresip {number} did not open its control port.");

        if (daemon is null)
        {
            return;
        }

        // Its own REGISTER_OK may have come before we listened; the exchange knows.
        await Eventually.TrueAsync(
            async () => (await daemon.XhandAsync("registrations")).Contains($"\n{number} ", StringComparison.Ordinal),
            TimeSpan.FromSeconds(10),
            () => $"baresip {number} did not register.");
    }

    private async Task<string> LogAsync()
    {
        using StreamReader reader = new(new FileStream(Path.Combine(_folder, "log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return await reader.ReadToEndAsync();
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        int read = await _control.GetStream().ReadAsync(_buffer.AsMemory(_filled), cancellation);
        if (read == 0)
        {
            Assert.Fail("baresip closed its control connection.\n" + await LogAsync());
        }

        _filled += read;
        while (true)
        {
            int colon = _buffer.AsSpan(0, _filled).IndexOf((byte)':');
            if (colon < 0)
            {
                return;
            }

            int length = int.Parse(_buffer.AsSpan(0, colon), CultureInfo.InvariantCulture);
            int whole = colon + 1 + length + 1;
            if (_filled < whole)
            {
                return;
            }

            using JsonDocument document = JsonDocument.Parse(_buffer.AsMemory(colon + 1, length));
            _events.Add(document.RootElement.Clone());
            _buffer.AsSpan(whole, _filled - whole).CopyTo(_buffer);
            _filled -= whole;
        }
    }

    private static string Config(string name, int sipPort, int controlPort, string microphone, string folder) => $"""
        poll_method epoll
        sip_listen 127.0.0.1:{sipPort}
        sip_trans_def udp
        call_local_timeout 120
        call_max_calls 8
        audio_path /usr/share/baresip
        audio_player aubridge,sink_{name}
        audio_source aufile,{microphone}
        audio_alert aubridge,alert_{name}
        audio_srate 8000
        audio_channels 1
        ausrc_format s16
        auplay_format s16
        auenc_format s16
        audec_format s16
        rtp_ports {RtpPorts(name)}
        rtcp_mux no
        rtp_stats yes
        jitter_buffer_type adaptive
        jitter_buffer_delay 5-10
        net_interface 127.0.0.1
        dns_server 127.0.0.1:53
        module_path /usr/lib/baresip/modules
        module g711.so
        module aubridge.so
        module aufile.so
        module sndfile.so
        module uuid.so
        module_tmp account.so
        module_app contact.so
        module_app debug_cmd.so
        module_app menu.so
        module_app ctrl_tcp.so
        snd_path {folder}/rec
        ctrl_tcp_listen 127.0.0.1:{controlPort}
        redial_attempts 0
        ringback_disabled yes
        statmode_default off

        """;

    // Trusts the daemon's own certificate; shows the one in this file, with its key, to who calls it over TLS.
    private static string Tls(Daemon daemon, string? certificate) => certificate is null ? "" : $"""
        sip_certificate {certificate}
        sip_cafile {daemon.OwnCertificate}

        """;

    // Each extension its own hundred, so that two phones never draw the same port.
    private static string RtpPorts(string name)
    {
        int first = 47_000 + ((int.Parse(name, CultureInfo.InvariantCulture) % 10) * 100);
        return $"{first}-{first + 98}";
    }
}
