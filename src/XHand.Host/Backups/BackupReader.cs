using System.Formats.Tar;
using System.IO.Compression;
using XHand.Host.Commands;

namespace XHand.Host.Backups;

/// <summary>
/// Unpacks a backup into a folder and checks that it is whole and of a format that we know. Nothing else is touched;
/// <see cref="CommandException"/> says what is wrong with it.
/// </summary>
internal sealed class BackupReader(string path, string folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = OwnerOnly | UnixFileMode.UserExecute;
    private const int LongestManifest = 64 * 1024 * 1024;

    private readonly Dictionary<string, BackupFile> _found = new(StringComparer.Ordinal);
    private BackupManifest? _manifest;

    /// <summary>Unpacks; the manifest, which what was unpacked agrees with.</summary>
    public BackupManifest Unpack()
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using GZipStream packed = new(file, CompressionMode.Decompress);
            using TarReader tar = new(packed);
            for (bool isFirst = true; tar.GetNextEntry() is { } entry; isFirst = false)
            {
                Take(entry, isFirst);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw Damaged(e.Message);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw CommandException.Refused($"The backup cannot be read: {e.Message}");
        }

        return Checked();
    }

    private void Take(TarEntry entry, bool isFirst)
    {
        if (isFirst)
        {
            CheckFormat(entry);
        }
        else if (_manifest is not null)
        {
            throw Damaged("something follows its end");
        }
        else if (entry.Name == BackupManifest.Entry)
        {
            using MemoryStream json = new();
            if (entry.Length > LongestManifest)
            {
                throw Damaged("its manifest is too long");
            }

            entry.DataStream?.CopyTo(json);
            _manifest = BackupManifest.Read(json.ToArray()) ?? throw Damaged("its manifest cannot be read");
        }
        else
        {
            Extract(entry);
        }
    }

    private void CheckFormat(TarEntry entry)
    {
        using StreamReader reader = new(entry.DataStream ?? Stream.Null);
        if (entry.Name != BackupManifest.FormatEntry || entry.Length > 32)
        {
            throw CommandException.Refused($"{path} is no backup of XHand.");
        }

        string format = reader.ReadToEnd().Trim();
        if (format != $"{BackupManifest.PresentFormat}")
        {
            throw CommandException.Refused($"{path} has format {format}; this version reads format {BackupManifest.PresentFormat}. A newer version can read it.");
        }
    }

    private void Extract(TarEntry entry)
    {
        string target = Path.GetFullPath(Path.Combine(folder, entry.Name));
        if (entry.EntryType != TarEntryType.RegularFile || entry.Name.StartsWith('/') || entry.Name.Split('/').Any(p => p is "" or "." or "..")
            || !target.StartsWith(folder + "/", StringComparison.Ordinal))
        {
            throw Damaged($"it names {entry.Name}, which no backup has");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!, FolderMode);
        using FileStream file = new(target, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        using MeasuredStream measured = new(entry.DataStream ?? Stream.Null, entry.Length);
        measured.CopyTo(file);
        file.Flush(flushToDisk: true);
        _found[entry.Name] = new(entry.Name, measured.Length, measured.Digest());
    }

    private BackupManifest Checked()
    {
        BackupManifest manifest = _manifest ?? throw Damaged("its end is missing");
        foreach (BackupFile file in manifest.Files)
        {
            if (!_found.TryGetValue(file.Name, out BackupFile? found) || found != file)
            {
                throw Damaged($"{file.Name} is {(found is null ? "missing" : "not as it was written")}");
            }
        }

        return _found.Count != manifest.Files.Count ? throw Damaged("it holds more than its manifest names")
            : !_found.ContainsKey(BackupManifest.DatabaseEntry) ? throw Damaged("it has no database")
            : manifest;
    }

    private CommandException Damaged(string reason) => CommandException.Refused($"The backup {path} is damaged: {reason.TrimEnd('.')}. Nothing was changed.");
}
