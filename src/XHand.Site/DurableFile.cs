namespace XHand.Site;

/// <summary>Files that are whole or not there after a power cut.</summary>
internal static class DurableFile
{
    /// <summary>Writes a new file and its bytes to the disk; fails when it exists.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using FileStream stream = new(path, options);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Replaces a file by new bytes in one step: the old or the new one is there, never half of one.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        string written = path + ".new";
        File.Delete(written);
        Write(written, bytes, mode);
        File.Move(written, path, overwrite: true);
        SyncRename(path);
    }

    /// <summary>
    /// Makes a rename last. .NET opens no folder to flush it; flushing the renamed file commits the journal of ext4, XFS and
    /// Btrfs, and the rename with it.
    /// </summary>
    public static void SyncRename(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Flush(flushToDisk: true);
    }
}
