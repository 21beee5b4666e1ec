using System.Security.Cryptography;

namespace XHand.Storage.Cluster;

/// <summary>
/// The random passwords of a private cluster's two roles, kept in <c>secrets/pgpass</c> of the data directory (mode 0600) in
/// libpq's own format, so that <c>PGPASSFILE=... psql</c> works for an operator too.
/// </summary>
/// <param name="Password">Of the role that the system works with.</param>
/// <param name="AdminPassword">Of the superuser that makes role and database.</param>
internal sealed record ClusterSecrets(string Password, string AdminPassword)
{
    /// <summary>Where they are.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "secrets", "pgpass");

    /// <summary>Reads them, or null when there is no file.</summary>
    public static ClusterSecrets? Read(string dataDirectory)
    {
        string path = PathIn(dataDirectory);
        if (!File.Exists(path))
        {
            return null;
        }
        Dictionary<string, string> byRole = [];
        foreach (string line in File.ReadLines(path))
        {
            if (line.Split(':') is [_, _, _, var role, var password])
            {
                byRole[role] = password;
            }
        }
        return byRole.TryGetValue(PrivateClusterOptions.Name, out string? ours) && byRole.TryGetValue(PrivateClusterOptions.AdminName, out string? admin)
            ? new(ours, admin)
            : throw new StorageException(StorageFault.DirectoryUnusable, $"{path} does not hold the passwords of {PrivateClusterOptions.Name} and {PrivateClusterOptions.AdminName}.");
    }

    /// <summary>Makes new ones and has them on disk before it returns.</summary>
    public static ClusterSecrets Make(string dataDirectory)
    {
        ClusterSecrets made = new(NewPassword(), NewPassword());
        string path = PathIn(dataDirectory);
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        string temporary = path + ".new";
        File.Delete(temporary);
        using (FileStream file = new(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        using (StreamWriter writer = new(file))
        {
            writer.Write($"*:*:*:{PrivateClusterOptions.Name}:{made.Password}\n*:*:*:{PrivateClusterOptions.AdminName}:{made.AdminPassword}\n");
            writer.Flush();
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
        return made;
    }

    // 192 bits; hexadecimal, so that no file or command needs it quoted.
    private static string NewPassword() => RandomNumberGenerator.GetHexString(48, lowercase: true);
}
