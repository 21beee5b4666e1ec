using System.Globalization;

namespace XHand.Storage.Cluster;

/// <summary>What a cluster's <c>postmaster.pid</c> says, and whether it is still true.</summary>
/// <param name="Pid">Process id of the server.</param>
/// <param name="Port">Port, which names the socket's file too.</param>
/// <param name="Status">starting, ready, standby, stopping; "" while the server has not yet written it.</param>
/// <param name="Text">The file as it was read.</param>
internal sealed record Postmaster(int Pid, int Port, string Status, string Text)
{
    private const string FileName = "postmaster.pid";

    /// <summary>Accepts connections, if it is alive.</summary>
    public bool IsReady => Status == "ready";

    /// <summary>Reads the file of a cluster, or null when there is none or it is being written.</summary>
    public static Postmaster? Read(string directory)
    {
        if (ReadFile(Path.Combine(directory, FileName)) is not { } text)
        {
            return null;
        }
        // Lines (storage/pid.h): pid, data directory, start time, port, socket directory, listen address, shared memory, status.
        string[] lines = text.Split('\n');
        return int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0
            ? new(pid, lines.Length > 3 && int.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : 0,
                lines.Length > 7 ? lines[7].Trim() : "", text)
            : null;
    }

    /// <summary>
    /// True while the process runs and is the server of this cluster: after a crash its number may belong to anyone. A
    /// server's working directory is its cluster, so the file found there has to be this one.
    /// </summary>
    public bool IsAlive()
    {
        if (ReadFile($"/proc/{Pid}/stat") is not { } stat)
        {
            return false;
        }
        // "1234 (postgres) S ...": a name may hold spaces and brackets, so count from the last bracket.
        int open = stat.IndexOf('(', StringComparison.Ordinal);
        int close = stat.LastIndexOf(')');
        if (open < 0 || close < open || close + 2 >= stat.Length || stat[(open + 1)..close] is not ("postgres" or "postmaster") || stat[close + 2] is 'Z' or 'X')
        {
            return false;
        }
        try
        {
            return Identity(File.ReadAllText($"/proc/{Pid}/cwd/{FileName}")) == Identity(Text);
        }
        catch (UnauthorizedAccessException)
        {
            // A root without its usual rights over other users' processes: the name has to do.
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Process id, data directory and start time.
    private static string Identity(string text) => string.Join('\n', text.Split('\n').Take(3));

    /// <summary>Removes what a dead server left, so that a stranger with its number does not keep the next one from starting.</summary>
    public void RemoveTraces(string directory)
    {
        File.Delete(Path.Combine(directory, FileName));
        if (Port > 0)
        {
            File.Delete(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $".s.PGSQL.{Port}.lock")));
        }
    }

    private static string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
