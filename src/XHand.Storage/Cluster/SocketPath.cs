using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace XHand.Storage.Cluster;

/// <summary>
/// The folder through which clients reach a cluster's Unix socket. A socket's address holds 107 bytes (unix(7)); where the
/// data directory is longer, a short link to the cluster stands in a folder of ours under the temporary directory, named by
/// a hash of the data directory. The server needs no such thing: it names its socket through a descriptor.
/// </summary>
internal sealed class SocketPath
{
    private const int LongestAddress = 107;
    private readonly string _directory;
    private readonly string? _linkFolder;

    /// <summary>Decides for a cluster and its port.</summary>
    public SocketPath(string directory, int port)
    {
        _directory = directory;
        if (Encoding.UTF8.GetByteCount(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $".s.PGSQL.{port}"))) <= LongestAddress)
        {
            Host = directory;
            return;
        }
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory)).AsSpan(0, 6));
        _linkFolder = Path.Combine(Path.GetTempPath(), $"xhand-{hash}");
        Host = Path.Combine(_linkFolder, "pg");
    }

    /// <summary>What a client is told as its host.</summary>
    public string Host { get; }

    /// <summary>Makes the link, or makes it again: temporary directories are swept. Refuses a folder that others could write.</summary>
    public void Ensure()
    {
        if (_linkFolder is null || new FileInfo(Host).LinkTarget == _directory)
        {
            return;
        }
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(_linkFolder, ownerOnly);
        // The temporary directory is everybody's: what stands there under our name has to be ours and closed to others.
        CommandResult owner = ServiceCommand.RunHere("stat", ["-c", "%F %u %a", _linkFolder]);
        CommandResult self = ServiceCommand.RunHere("id", ["-u"]);
        if (owner.Output.Trim() != $"directory {self.Output.Trim()} 700")
        {
            throw new StorageException(StorageFault.DirectoryUnusable, $"{_linkFolder} is needed for the database's socket (the data directory's path is too long for one) but is not a folder of ours alone. Remove it, or use a shorter data directory.");
        }
        File.Delete(Host);
        File.CreateSymbolicLink(Host, _directory);
    }

    /// <summary>Removes the link.</summary>
    public void Remove()
    {
        if (_linkFolder is not null && Directory.Exists(_linkFolder))
        {
            Directory.Delete(_linkFolder, recursive: true);
        }
    }
}
