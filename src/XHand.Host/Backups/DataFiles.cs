namespace XHand.Host.Backups;

/// <summary>
/// Which files of a data directory belong into a backup: all but those that are made anew (logs, locks, sockets, the private database with its
/// passwords, the copy of the site), earlier backups, and recordings, which are too many for one file (docs/install.md).
/// </summary>
internal static class DataFiles
{
    /// <summary>The folder that a restore works in.</summary>
    public const string Staging = "restoring";

    /// <summary>Begins the name of the folder that keeps what a restore replaced.</summary>
    public const string Replaced = "replaced-";

    private static readonly string[] _leftOut =
    [
        "postgres", "postgres.new", "postgres.lock", "postgres-start.log", "xhand.lock", "site.copy", "run", "log", "backups", "recordings",
        "lost+found", ".probe", Staging, "secrets/pgpass", "journal/journal.lock",
    ];

    // What a restore leaves where it is: of this machine and no part of the system's state.
    private static readonly string[] _stays = ["xhand.lock", "postgres.lock", "run", "log", "backups", "recordings", "lost+found", Staging];

    /// <summary>Paths below <paramref name="root"/> of what a backup takes, in order.</summary>
    public static IReadOnlyList<string> In(string root) => [.. Walk(root, "").Order(StringComparer.Ordinal)];

    /// <summary>What stands at the top of a data directory and would be replaced; folders without a file in them do not count.</summary>
    public static IReadOnlyList<string> ToReplace(string root) =>
    [
        .. from path in Directory.EnumerateFileSystemEntries(root)
           let name = Path.GetFileName(path)
           where !_stays.Contains(name) && !name.StartsWith(Replaced, StringComparison.Ordinal) && name != ".probe"
           where !Directory.Exists(path) || HasFile(path)
           orderby name
           select name,
    ];

    // A lock alone is left behind by looking at the directory.
    private static bool HasFile(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any(f => !f.EndsWith(".lock", StringComparison.Ordinal));

    private static IEnumerable<string> Walk(string root, string below)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(Path.Combine(root, below)).EnumerateFileSystemInfos())
        {
            string path = below.Length == 0 ? entry.Name : $"{below}/{entry.Name}";
            if (_leftOut.Contains(path) || entry.LinkTarget is not null || path.StartsWith(Replaced, StringComparison.Ordinal) || entry.Name.EndsWith(".new", StringComparison.Ordinal))
            {
                continue;
            }

            if (entry is DirectoryInfo)
            {
                foreach (string inner in Walk(root, path))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return path;
            }
        }
    }
}
