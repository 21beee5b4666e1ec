using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using XHand.Host.Commands;
using XHand.Host.Serving;
using XHand.Host.Settings;
using XHand.Storage;
using XHand.Storage.Backups;
using XHand.Storage.Cluster;

namespace XHand.Host.Backups;

/// <summary>
/// Brings a backup back into a data directory and a database without anything in them; with <c>--replace</c>, what was there is kept
/// aside. Everything is unpacked, checked and read into the database before the first file takes its place.
/// </summary>
internal sealed class SystemRestore(HostSettings settings, TimeProvider time, TextWriter output)
{
    private string Root => settings.DataDirectory;

    private string Staging => Path.Combine(Root, DataFiles.Staging);

    /// <summary>Restores; <see cref="CommandException"/> says why not, and then nothing was changed unless it says so.</summary>
    public async Task<BackupManifest> ReadAsync(string path, bool replace, CancellationToken cancellation)
    {
        using DataDirectory directory = Take();
        IReadOnlyList<string> there = DataFiles.ToReplace(Root);
        if (there.Count > 0 && !replace)
        {
            throw CommandException.Refused(
                $"There is a system in {Root} already ({string.Join(", ", there)}). 'xhand restore --replace FILE' puts it aside, into a folder {DataFiles.Replaced}... there, and restores in its place.");
        }

        try
        {
            Clean();
            Directory.CreateDirectory(Staging, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            BackupManifest manifest = new BackupReader(path, Staging).Unpack();
            Check(manifest, path);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"A backup of node {manifest.Node}, made {manifest.MadeAt:yyyy-MM-dd HH:mm:ss}Z by version {manifest.Version}: {manifest.Files.Count} files."));
            await ReadDatabaseAsync(replace, directory, cancellation);
            PutAside(there);
            PutInPlace();
            GiveToOwner();
            return manifest;
        }
        catch (Exception e) when (e is StorageException or NpgsqlException or IOException or UnauthorizedAccessException)
        {
            throw CommandException.Refused($"{path} could not be restored: {e.Message}");
        }
        finally
        {
            Clean();
        }
    }

    private DataDirectory Take()
    {
        try
        {
            return DataDirectory.Open(Root);
        }
        catch (CommandException e)
        {
            throw CommandException.Refused($"{e.Message} Stop XHand before a restore.");
        }
    }

    private static void Check(BackupManifest manifest, string path)
    {
        if (!manifest.Schema.IsKnown)
        {
            throw CommandException.Refused(
                $"{path} was made by version {manifest.Version} with migration {manifest.Schema.Name}, which version {Daemon.Version} does not have. Install version {manifest.Version} or a newer one. Nothing was changed.");
        }
    }

    private async Task ReadDatabaseAsync(bool replace, DataDirectory directory, CancellationToken cancellation)
    {
        string dump = Path.Combine(Staging, BackupManifest.DatabaseEntry);
        if (settings.ConnectionString is { } given)
        {
            await ReadIntoGivenAsync(given, dump, await MakeRoomAsync(given, replace, directory, cancellation), cancellation);
            return;
        }

        if (PrivateCluster.FindRunning(Root) is not null)
        {
            // Left running by a daemon that was killed: taken over, to be stopped.
            await (await PrivateCluster.StartAsync(new() { DataDirectory = Root }, NullLogger.Instance, time, cancellation)).DisposeAsync();
        }

        await using PrivateCluster cluster = await PrivateCluster.StartAsync(new() { DataDirectory = Staging }, NullLogger.Instance, time, cancellation);
        await DatabaseDump.ReadAsync(cluster.ConnectionString, dump, cancellation);
    }

    /// <summary>Reads the dump; when that fails, what was in the database comes back.</summary>
    private static async Task ReadIntoGivenAsync(string given, string dump, string? kept, CancellationToken cancellation)
    {
        try
        {
            await DatabaseDump.ReadAsync(given, dump, cancellation);
        }
        catch (StorageException) when (kept is not null)
        {
            await DatabaseDump.EmptyAsync(given, cancellation);
            await DatabaseDump.ReadAsync(given, kept, cancellation);
            throw;
        }
    }

    /// <summary>A given database is emptied in its place, after a dump of what is in it; the dump's path, or null when it was empty.</summary>
    private async Task<string?> MakeRoomAsync(string given, bool replace, DataDirectory directory, CancellationToken cancellation)
    {
        if (!await DatabaseDump.IsInUseAsync(given, cancellation))
        {
            return null;
        }

        if (!replace)
        {
            throw CommandException.Refused(
                $"The database (setting {SettingName.ConnectionString.Key}) is not empty. 'xhand restore --replace FILE' dumps it into {directory.Backups} and replaces what is in it.");
        }

        string kept = await new XHand.Storage.Migrations.DatabaseBackup(given, directory.Backups, time).CreateAsync("before-restore", cancellation);
        await output.WriteLineAsync($"The database as it was is in {kept}.");
        await DatabaseDump.EmptyAsync(given, cancellation);
        return kept;
    }

    private void PutAside(IReadOnlyList<string> there)
    {
        if (there.Count == 0)
        {
            return;
        }

        string aside = Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"{DataFiles.Replaced}{time.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}"));
        Directory.CreateDirectory(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (string name in there)
        {
            Directory.Move(Path.Combine(Root, name), Path.Combine(aside, name));
        }

        GiveToOwner();
        output.WriteLine($"What was there is in {aside}.");
    }

    private void PutInPlace()
    {
        string data = Path.Combine(Staging, BackupManifest.DataPrefix.TrimEnd('/'));
        // Which node this is comes last: with it the directory counts as a system's.
        foreach (string file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).OrderBy(f => Path.GetFileName(f) == "node.json"))
        {
            Place(file, Path.GetRelativePath(data, file));
        }

        if (settings.ConnectionString is null)
        {
            Place(ClusterPasswords(Staging), Path.GetRelativePath(Root, ClusterPasswords(Root)));
            Directory.Move(Path.Combine(Staging, "postgres"), Path.Combine(Root, "postgres"));
        }
    }

    private static string ClusterPasswords(string root) => Path.Combine(root, "secrets", "pgpass");

    private void Place(string file, string name)
    {
        string target = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(file, target, overwrite: true);
    }

    /// <summary>Root restores for whoever the data directory belongs to: the user that the daemon runs as.</summary>
    private void GiveToOwner()
    {
        if (Environment.IsPrivilegedProcess)
        {
            DataOwner.Give(Root);
        }
    }

    private void Clean()
    {
        if (Directory.Exists(Staging))
        {
            Directory.Delete(Staging, recursive: true);
        }
    }
}
