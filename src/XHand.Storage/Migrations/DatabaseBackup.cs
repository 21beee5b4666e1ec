using System.Globalization;
using XHand.Storage.Backups;

namespace XHand.Storage.Migrations;

/// <summary>
/// Dumps the database into a file with pg_dump (custom format; <c>pg_restore --clean --if-exists</c> brings it back). A file is
/// there whole or not at all.
/// </summary>
public sealed class DatabaseBackup(string connectionString, string directory, TimeProvider time)
{
    /// <summary>Makes a backup named after its reason and the time; its path. <see cref="StorageException"/> when it cannot.</summary>
    public async Task<string> CreateAsync(string reason, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            string path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{reason}-{time.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}.dump"));
            string partial = path + ".partial";
            await DatabaseDump.WriteAsync(connectionString, partial, cancellation);
            File.Move(partial, path);
            return path;
        }
        catch (StorageException e)
        {
            throw new StorageException(e.Fault, $"The backup into {directory} failed: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.BackupFailed, $"The backup into {directory} failed: {e.Message}", e);
        }
    }
}
