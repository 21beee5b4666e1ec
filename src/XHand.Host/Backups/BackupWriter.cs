using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using XHand.Storage.Backups;

namespace XHand.Host.Backups;

/// <summary>Writes a backup: a tar file packed with gzip, readable by its owner alone, on the disk and under its name only when it is whole.</summary>
internal sealed class BackupWriter : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly string _partial;
    private readonly DateTimeOffset _madeAt;
    private readonly FileStream _file;
    private readonly GZipStream _packed;
    private readonly TarWriter _tar;
    private readonly List<BackupFile> _files = [];
    private bool _isWhole;

    /// <summary>Begins one at <paramref name="path"/>, where nothing may stand.</summary>
    public BackupWriter(string path, DateTimeOffset madeAt)
    {
        (_path, _partial, _madeAt) = (path, path + ".partial", madeAt);
        File.Delete(_partial);
        _file = new(_partial, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        _packed = new(_file, CompressionLevel.Fastest, leaveOpen: true);
        _tar = new(_packed, TarEntryFormat.Pax, leaveOpen: true);
        Write(BackupManifest.FormatEntry, Encoding.ASCII.GetBytes($"{BackupManifest.PresentFormat}\n"));
    }

    /// <summary>Files in it so far.</summary>
    public int Count => _files.Count;

    /// <summary>Adds a file, as long as it is now.</summary>
    public void Add(string name, FileStream file)
    {
        using MeasuredStream measured = new(file, file.Length);
        _tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = OwnerOnly, ModificationTime = _madeAt, DataStream = measured });
        _files.Add(new(name, measured.Length, measured.Digest()));
    }

    /// <summary>Ends it and gives it its name.</summary>
    public void Finish(string version, string node, SchemaVersion schema)
    {
        Write(BackupManifest.Entry, new BackupManifest(BackupManifest.PresentFormat, version, _madeAt, node, schema, _files).ToJson());
        _tar.Dispose();
        _packed.Dispose();
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(_partial, _path);
        _isWhole = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isWhole)
        {
            return;
        }

        _file.Dispose();
        File.Delete(_partial);
    }

    private void Write(string name, byte[] bytes) =>
        _tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = OwnerOnly, ModificationTime = _madeAt, DataStream = new MemoryStream(bytes) });
}
