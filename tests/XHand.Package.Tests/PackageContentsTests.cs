using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using XHand.TestKit;

namespace XHand.Package.Tests;

/// <summary>
/// The package without a machine of its own: what is in it, and that it runs with nothing but what it brings along. Needs no root, no network and no systemd,
/// so it runs with all suites; a whole life under systemd is <see cref="PackageStory"/>.
/// </summary>
[Trait("Length", "short")]
public sealed partial class PackageContentsTests(BuiltPackage built) : IClassFixture<BuiltPackage>
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task The_package_names_what_it_needs_and_its_files_are_root_s_and_nobody_else_may_write_them()
    {
        string[] control = await DebianPackage.AskAsync(built.Package, "--info");
        Assert.Contains(control, l => l.Contains("Depends:", StringComparison.Ordinal) && l.Contains("postgresql (>= 15)", StringComparison.Ordinal) && l.Contains("libssl3", StringComparison.Ordinal));
        string[] files = await DebianPackage.AskAsync(built.Package, "--contents");
        Assert.All(files, f => Assert.Contains(" root/root ", f, StringComparison.Ordinal));
        Assert.All(files, f => Assert.Matches("^[d-]rw[x-]r[w-]?[x-]|^-rw-r-----", f));
        Assert.All(files, f => Assert.DoesNotMatch("^.....w|^........w|^...s|^......s", f));
        Assert.Contains(files, f => f.StartsWith("-rw-r-----", StringComparison.Ordinal) && f.EndsWith("./etc/xhand/xhand.env", StringComparison.Ordinal));
        foreach (string there in (string[])["./usr/bin/xhand", "./usr/lib/xhand/xhand", "./usr/lib/xhand/sounds/pt-BR/welcome.wav", "./usr/lib/xhand/client/index.html", "./usr/lib/systemd/system/xhand.service", "./usr/share/doc/xhand/examples/nftables.conf", "./usr/share/doc/xhand/changelog.gz"])
        {
            Assert.Contains(files, f => f.EndsWith(there, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_copyright_file_names_every_part_of_others_that_is_in_the_package()
    {
        string folder = built.Root;
        string copyright = await File.ReadAllTextAsync(Path.Combine(folder, "usr/share/doc/xhand/copyright"));
        string[] parts = [.. Directory.GetFiles(Path.Combine(folder, "usr/lib/xhand"), "*.dll").Select(f => Path.GetFileName(f)!).Where(f => !f.StartsWith("xhand", StringComparison.OrdinalIgnoreCase))];
        Assert.NotEmpty(parts);
        Assert.All(parts, p => Assert.Contains($"usr/lib/xhand/{p}", copyright, StringComparison.Ordinal));
        Assert.Contains("Comment: @mantine/core ", copyright, StringComparison.Ordinal);
        Assert.Contains("Comment: react-dom ", copyright, StringComparison.Ordinal);
        Assert.DoesNotContain("Comment: vite ", copyright, StringComparison.Ordinal);
        Assert.All(
            LicenceOfStanza().Matches(copyright).Select(m => m.Groups[1].Value).Distinct(),
            l => Assert.Matches($@"(?m)^License: {Regex.Escape(l)}\n ", copyright));
        Assert.True(File.Exists(Path.Combine(folder, "usr/share/doc/xhand/dotnet/ThirdPartyNotices.txt")));
    }

    [Fact]
    public async Task Its_scripts_are_scripts_and_say_what_they_need()
    {
        string folder = built.Root + "-control";
        await DebianPackage.AskAsync(built.Package, "-e", folder);
        foreach (string script in (string[])["preinst", "postinst", "prerm", "postrm"])
        {
            Ended read = await Machine.RunAsync("sh", ["-n", Path.Combine(folder, script)]);
            Assert.True(read.Status == 0, $"{script}: {read.Said}");
        }

        Assert.Equal("/etc/xhand/xhand.env", (await File.ReadAllTextAsync(Path.Combine(folder, "conffiles"))).Trim());
        Ended sums = await Machine.RunAsync("bash", ["-c", "cd \"$1\" && md5sum --quiet -c \"$2\"", "sums", built.Root, Path.Combine(folder, "md5sums")]);
        Assert.True(sums.Status == 0, sums.Said);
    }

    [Fact]
    public async Task Unpacked_it_starts_with_its_own_runtime_serves_its_pages_answers_a_phone_and_stops()
    {
        int sip = LoopbackPorts.Pair();
        int http = LoopbackPorts.Pair();
        using Process daemon = Start(sip, http);
        StringBuilder said = new();
        daemon.OutputDataReceived += (_, line) => Keep(line.Data);
        daemon.ErrorDataReceived += (_, line) => Keep(line.Data);
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
        try
        {
            using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{http}") };
            await UntilAsync(async () => (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode, daemon, said);
            client.DefaultRequestHeaders.Add("Accept", "text/html");
            Assert.Contains("<div id=\"root\"", await client.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
            Assert.StartsWith("SIP/2.0 401", await RegisterAsync(sip), StringComparison.Ordinal);

            Ended stop = await Machine.RunAsync("kill", ["-TERM", $"{daemon.Id}"]);
            Assert.Equal(0, stop.Status);
            using CancellationTokenSource limit = new(_patience);
            await daemon.WaitForExitAsync(limit.Token);
            Assert.True(daemon.ExitCode == 0, $"{daemon.ExitCode}: {said}");
            Assert.False(File.Exists(Path.Combine(built.Data, "postgres", "postmaster.pid")), "PostgreSQL was left behind.");
        }
        finally
        {
            if (!daemon.HasExited)
            {
                daemon.Kill(entireProcessTree: true);
            }
        }

        void Keep(string? line)
        {
            lock (said)
            {
                said.AppendLine(line);
            }
        }
    }

    private Process Start(int sip, int http)
    {
        string program = Path.Combine(built.Root, "usr/lib/xhand");
        ProcessStartInfo start = new(Path.Combine(program, "xhand"), ["serve"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };

        // Nothing of this machine's .NET and settings.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["DOTNET_ROOT"] = Path.Combine(program, "dotnet");
        start.Environment["XHAND_Data__Directory"] = built.Data;
        start.Environment["XHAND_Sip__Address"] = "127.0.0.1";
        start.Environment["XHAND_Sip__Port"] = $"{sip}";
        start.Environment["XHAND_Sip__TlsPort"] = $"{LoopbackPorts.Pair()}";
        start.Environment["XHAND_Web__Address"] = "127.0.0.1";
        start.Environment["XHAND_Web__HttpPort"] = $"{http}";
        start.Environment["XHAND_Web__HttpsPort"] = $"{LoopbackPorts.Pair()}";
        start.Environment["XHAND_Media__Ports"] = LoopbackPorts.MediaRange(20);
        return Process.Start(start)!;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, Process daemon, StringBuilder said)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }

            Assert.False(daemon.HasExited || Stopwatch.GetElapsedTime(began) > _patience, $"It did not become ready: {said}");
            await Task.Delay(100);
        }
    }

    private static async Task<string> RegisterAsync(int sip)
    {
        using UdpClient phone = new(0, AddressFamily.InterNetwork);
        string register = $"REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5099;branch=z9hG4bK-package;rport\r\nMax-Forwards: 70\r\n"
            + "From: <sip:1700@127.0.0.1>;tag=p\r\nTo: <sip:1700@127.0.0.1>\r\nCall-ID: package\r\nCSeq: 1 REGISTER\r\nContact: <sip:1700@127.0.0.1:5099>\r\nContent-Length: 0\r\n\r\n";
        await phone.SendAsync(Encoding.ASCII.GetBytes(register), "127.0.0.1", sip);
        using CancellationTokenSource limit = new(_patience);
        return Encoding.ASCII.GetString((await phone.ReceiveAsync(limit.Token)).Buffer);
    }

    [GeneratedRegex(@"(?m)^License: ([\w.+-]+)$")]
    private static partial Regex LicenceOfStanza();
}
