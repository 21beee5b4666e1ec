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
/// Backs the whole system up: the database, and of the data directory what belongs to it (<see cref="DataFiles"/>). It works beside the daemon
/// and asks nothing of it, so that calls do not notice; with the daemon stopped, it starts the private database for as long as it takes.
/// </summary>
internal sealed class SystemBackup(HostSettings settings, TimeProvider time)
{
    private string Root => settings.DataDirectory;

    /// <summary>Writes the backup; how many files and bytes it has. <see cref="CommandException"/> says why there is none.</summary>
    public async Task<(int Files, long Bytes)> WriteAsync(string path, CancellationToken cancellation)
    {
        if (Path.Exists(path))
        {
            throw CommandException.Refused($"{path} is there already; a backup replaces no file.");
        }

        string nodeFile = Path.Combine(Root, "node.json");
        if (!File.Exists(nodeFile))
        {
            throw CommandException.Refused($"There is nothing to back up in {Root} (setting {SettingName.DataDirectory.Key}): XHand has never run there.");
        }

        try
        {
            int files = await WriteFilesAsync(path, NodeFile.ReadOrMake(nodeFile, Guid.Empty).Name, cancellation);
            return (files, new FileInfo(path).Length);
        }
        catch (Exception e) when (e is StorageException or NpgsqlException or IOException or UnauthorizedAccessException)
        {
            throw CommandException.Refused($"The backup {path} failed: {e.Message}");
        }
    }

    private async Task<int> WriteFilesAsync(string path, string node, CancellationToken cancellation)
    {
        using BackupWriter writer = new(path, time.GetUtcNow());
        // Opened before the database is read and copied after it: what the journal has carried meanwhile stays readable here, though the daemon
        // may remove its file, so that every fact is in the dump, in the journal's copy, or in both (the database takes a fact only once).
        using OpenFiles opened = new(Root);
        opened.OpenAll();
        string dump = path + ".partial.dump";
        try
        {
            SchemaVersion schema = await DumpAsync(dump, cancellation);
            using FileStream dumped = File.OpenRead(dump);
            writer.Add(BackupManifest.DatabaseEntry, dumped);
            opened.OpenAll();
            foreach ((string name, FileStream file) in opened.All)
            {
                writer.Add(BackupManifest.DataPrefix + name, file);
            }

            writer.Finish(Daemon.Version, node, schema);
            return writer.Count;
        }
        finally
        {
            File.Delete(dump);
        }
    }

    private async Task<SchemaVersion> DumpAsync(string dump, CancellationToken cancellation)
    {
        if ((settings.ConnectionString ?? PrivateCluster.FindRunning(Root)) is { } running)
        {
            return await DumpAsync(running, dump, cancellation);
        }

        if (!Directory.Exists(Path.Combine(Root, "postgres")))
        {
            throw new StorageException(
                StorageFault.BackupFailed, $"there is no database in {Root}. If XHand uses another one, setting {SettingName.ConnectionString.Key} has to be given here too.");
        }

        await using PrivateCluster cluster = await PrivateCluster.StartAsync(new() { DataDirectory = Root }, NullLogger.Instance, time, cancellation);
        return await DumpAsync(cluster.ConnectionString, dump, cancellation);
    }

    private static async Task<SchemaVersion> DumpAsync(string connectionString, string dump, CancellationToken cancellation)
    {
        SchemaVersion schema = await SchemaVersion.ReadAsync(connectionString, cancellation);
        await DatabaseDump.WriteAsync(connectionString, dump, cancellation);
        return schema;
    }
}
