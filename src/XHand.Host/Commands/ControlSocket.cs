using System.Text;

namespace XHand.Host.Commands;

/// <summary>
/// Where the daemon's Unix socket is. An address of that kind holds 107 bytes; below a longer data directory the socket stands in a
/// folder of a random name among the temporary files, and a file in the data directory says which.
/// </summary>
internal static class ControlSocket
{
    private const int LongestPath = 100;
    private const string Folder = "run";
    private const string Socket = "xhand.sock";
    private const string Elsewhere = "socket-path";

    /// <summary>The socket of the daemon of this data directory; it may be that nothing listens there.</summary>
    public static string Find(string dataDirectory)
    {
        string path = Path.Combine(dataDirectory, Folder, Socket);
        string note = Path.Combine(dataDirectory, Folder, Elsewhere);
        return Fits(path) || !File.Exists(note) ? path : File.ReadAllText(note).Trim();
    }

    /// <summary>The path to listen on, with what an earlier process left there removed. The data directory must be this process's alone.</summary>
    public static string Prepare(string dataDirectory)
    {
        string folder = Path.Combine(dataDirectory, Folder);
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, ownerOnly);
        string path = Path.Combine(folder, Socket);
        if (Fits(path))
        {
            File.Delete(path);
            return path;
        }

        string note = Path.Combine(folder, Elsewhere);
        if (File.Exists(note) && Path.GetDirectoryName(File.ReadAllText(note).Trim()) is { } old && Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }

        // Mode 0700 and a name that nobody could take before us.
        path = Path.Combine(Directory.CreateTempSubdirectory("xhand-").FullName, Socket);
        File.WriteAllText(note, path);
        return path;
    }

    /// <summary>Removes what <see cref="Prepare"/> made outside the data directory.</summary>
    public static void Remove(string path, string dataDirectory)
    {
        File.Delete(path);
        if (!path.StartsWith(dataDirectory + "/", StringComparison.Ordinal) && Path.GetDirectoryName(path) is { } folder)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) <= LongestPath;
}
