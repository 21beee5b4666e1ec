using XHand.Host.Commands;
using XHand.Host.Settings;

namespace XHand.Host.Serving;

/// <summary>
/// The data directory: its folders, closed to everybody but the daemon's user, and the lock that keeps a second daemon out. It is
/// held until disposed.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int ProbeBytes = 1024 * 1024;

    private readonly FileStream _lock;

    private DataDirectory(string root, FileStream lockFile) => (Root, _lock) = (root, lockFile);

    /// <summary>The directory itself.</summary>
    public string Root { get; }

    /// <summary>The journal's folder.</summary>
    public string Journal => Path.Combine(Root, "journal");

    /// <summary>Our log files.</summary>
    public string Log => Path.Combine(Root, "log");

    /// <summary>Who is blocked.</summary>
    public string Blocks => Path.Combine(Root, "blocks.json");

    /// <summary>Folder of the self-signed certificate.</summary>
    public string Tls => Path.Combine(Root, "tls");

    /// <summary>Dumps of the database.</summary>
    public string Backups => Path.Combine(Root, "backups");

    /// <summary>Recordings of calls; made when there is one.</summary>
    public string Recordings => Path.Combine(Root, "recordings");

    /// <summary>The key that secrets are encrypted with.</summary>
    public string SecretsKey => Path.Combine(Root, "secrets", "secrets.key");

    /// <summary>The last site that was in force.</summary>
    public string SiteCopy => Path.Combine(Root, "site.copy");

    /// <summary>Which node this is.</summary>
    public string NodeFile => Path.Combine(Root, "node.json");

    /// <summary>The phones of the demonstration site with their passwords.</summary>
    public string DemoPhones => Path.Combine(Root, "demo-phones.txt");

    /// <summary>Makes what is missing and takes the lock; <see cref="CommandException"/> when it cannot be used.</summary>
    public static DataDirectory Open(string root)
    {
        string setting = $"setting {SettingName.DataDirectory.Key}, {SettingName.DataDirectory.Environment}";
        try
        {
            Directory.CreateDirectory(root);
            File.SetUnixFileMode(root, OwnerOnly);
            foreach (string folder in (string[])["journal", "log", "tls", "secrets", "backups"])
            {
                Directory.CreateDirectory(Path.Combine(root, folder), OwnerOnly);
                File.SetUnixFileMode(Path.Combine(root, folder), OwnerOnly);
            }

            FileStream lockFile = TakeLock(root);
            Probe(root);
            return new(root, lockFile);
        }
        catch (IOException e) when (IsFull(e))
        {
            throw CommandException.Refused($"The data directory {root} ({setting}) is on a full disk; make room and start again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Refused($"The data directory {root} ({setting}) cannot be written: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    /// <summary>True for "no space left" and "quota exceeded".</summary>
    public static bool IsFull(IOException e) => e.HResult is 28 or 122 || e.Message.Contains("No space left", StringComparison.Ordinal);

    private static FileStream TakeLock(string root)
    {
        string path = Path.Combine(root, "xhand.lock");
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException e) when (File.Exists(path) && !IsFull(e))
        {
            throw CommandException.Refused($"XHand is running already with the data directory {root}; a second one needs a directory of its own ({SettingName.DataDirectory.Environment}).");
        }
    }

    // A disk that is full or read-only is found now and not in the middle of the first call.
    private static void Probe(string root)
    {
        string path = Path.Combine(root, ".probe");
        try
        {
            using FileStream probe = new(path, FileMode.Create, FileAccess.Write);
            probe.Write(new byte[ProbeBytes]);
            probe.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
