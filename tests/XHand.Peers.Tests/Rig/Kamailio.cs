using System.Diagnostics;

namespace XHand.Peers.Tests.Rig;

/// <summary>Debian's Kamailio as an operator's registrar: asks for digest, keeps bindings in memory for 5 s at most, prints each that it saves.</summary>
internal sealed class Kamailio : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;
    private readonly List<string> _printed = [];

    private Kamailio(string folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>Starts it; it takes the password "right" of any user.</summary>
    public static Kamailio Start(int port, string algorithm)
    {
        string folder = Directory.CreateTempSubdirectory("xhand-kamailio-").FullName;
        File.WriteAllText(Path.Combine(folder, "kamailio.cfg"), Config(port, algorithm));
        ProcessStartInfo start = new("/usr/sbin/kamailio")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["-f", "kamailio.cfg", "-DD", "-E", "-Y", folder, "-P", Path.Combine(folder, "pid"), "-m", "16", "-M", "4"])
        {
            start.ArgumentList.Add(argument);
        }

        Kamailio registrar = new(folder, Process.Start(start)!);
        registrar._process.OutputDataReceived += registrar.Keep;
        registrar._process.ErrorDataReceived += registrar.Keep;
        registrar._process.BeginOutputReadLine();
        registrar._process.BeginErrorReadLine();
        return registrar;
    }

    /// <summary>What it saved, in order: user, Contact and Expires of each REGISTER that it accepted.</summary>
    public IReadOnlyList<string> Saved
    {
        get
        {
            lock (_printed)
            {
                return [.. _printed.Where(line => line.Contains("SAVED ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("SAVED ", StringComparison.Ordinal) + 6)..])];
            }
        }
    }

    /// <summary>All that it printed.</summary>
    public string Printed
    {
        get
        {
            lock (_printed)
            {
                return string.Join('\n', _printed);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            lock (_printed)
            {
                _printed.Add(text);
            }
        }
    }

    private static string Config(int port, string algorithm) => $$"""
        #!KAMAILIO
        debug=1
        log_stderror=yes
        fork=no
        children=1
        auto_aliases=no
        listen=udp:127.0.0.1:{{port}}
        disable_tcp=yes
        loadmodule "pv.so"
        loadmodule "sl.so"
        loadmodule "usrloc.so"
        loadmodule "registrar.so"
        loadmodule "auth.so"
        loadmodule "textops.so"
        loadmodule "xlog.so"
        modparam("usrloc", "db_mode", 0)
        modparam("registrar", "max_expires", 5)
        modparam("auth", "algorithm", "{{algorithm}}")
        request_route {
          if (!is_method("REGISTER")) { sl_send_reply("501", "Not here"); exit; }
          if (!pv_www_authenticate("$fd", "right", "0")) { www_challenge("$fd", "1"); exit; }
          if ($au != $tU) { sl_send_reply("403", "Not yours"); exit; }
          if (!save("location")) { sl_reply_error(); exit; }
          xlog("L_ALERT", "SAVED $tU $hdr(Contact) $hdr(Expires)\n");
          exit;
        }

        """;
}
