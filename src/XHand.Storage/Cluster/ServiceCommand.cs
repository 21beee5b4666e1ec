using System.Diagnostics;

namespace XHand.Storage.Cluster;

/// <summary>What a program said and how it ended.</summary>
internal readonly record struct CommandResult(int ExitCode, string Output);

/// <summary>
/// Runs PostgreSQL's programs on one cluster as its user. The user need not be able to walk to the cluster: a data
/// directory under root's home (mode 0700) stays where it is and nobody's rights change. The folder is opened as
/// descriptor 9 while we still have our own rights, and the programs get <c>/proc/self/fd/9</c> as their data directory:
/// the kernel follows that link without looking at the folders above. (The working directory would not do instead:
/// PostgreSQL 15 leaves it and comes back by its path.)
/// </summary>
internal sealed class ServiceCommand(ServiceUser user, string directory)
{
    /// <summary>The cluster's folder as the programs are told it.</summary>
    public const string InnerDirectory = "/proc/self/fd/9";

    private const string OpenAndExec = """cd / && exec 9<"$1" && shift && exec "$@" """;

    // The log of the start is opened with our rights too. A session of its own: Ctrl-C in the terminal is for the daemon,
    // which stops the database last.
    private const string OpenAndExecDetached = """cd / && exec 9<"$1" </dev/null >"$2" 2>&1 && shift 2 && exec setsid "$@" """;

    /// <summary>
    /// For programs that read a password from a file: the pipe is made by the user who has to open it, and the password
    /// never lies on disk.
    /// </summary>
    public static readonly string[] PasswordOnStandardInput = ["sh", "-c", """cat | exec "$0" "$@" """];

    /// <summary>Runs to the end.</summary>
    public CommandResult Run(IEnumerable<string> command, string input = "") =>
        Run(Prepare("sh", ["-c", OpenAndExec, "sh", directory, .. AsUser(), .. command]), input);

    /// <summary>Starts a server that outlives us; its first words go to <paramref name="logFile"/>.</summary>
    public Process Start(IEnumerable<string> command, string logFile)
    {
        ProcessStartInfo start = Prepare("sh", ["-c", OpenAndExecDetached, "sh", directory, logFile, .. AsUser(), .. command]);
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end as who we are.</summary>
    public static CommandResult RunHere(string program, IEnumerable<string> arguments) =>
        Run(Prepare(program, arguments), "");

    private string[] AsUser() => user.Id is null
        ? []
        : ["setpriv", $"--reuid={user.Id}", $"--regid={user.Group}", "--clear-groups", "--no-new-privs", "--inh-caps=-all"];

    private static ProcessStartInfo Prepare(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { UseShellExecute = false };
        // Settings and secrets of the daemon's environment are nobody else's; messages are read by us, so in English.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        return start;
    }

    private static CommandResult Run(ProcessStartInfo start, string input)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit status says why.
        }
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
