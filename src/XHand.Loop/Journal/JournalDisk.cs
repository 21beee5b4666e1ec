using Microsoft.Win32.SafeHandles;

namespace XHand.Loop.Journal;

/// <summary>The real disk.</summary>
internal sealed class JournalDisk : IJournalDisk
{
    /// <summary>The journal holds numbers and names of callers: nobody else may read it.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>As <see cref="OwnerOnly"/>, for the directory.</summary>
    public const UnixFileMode OwnerOnlyDirectory = OwnerOnly | UnixFileMode.UserExecute;

    public IJournalFile Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, OwnerOnlyDirectory);
        return new DiskFile(new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            UnixCreateMode = OwnerOnly,
            BufferSize = 0,
        }));
    }

    public void Rename(string path, string newPath) => File.Move(path, newPath, overwrite: true);

    public bool Exists(string path) => File.Exists(path);

    public int Read(SafeFileHandle file, Span<byte> bytes, long offset) => RandomAccess.Read(file, bytes, offset);

    private sealed class DiskFile(FileStream file) : IJournalFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset) =>
            RandomAccess.Write(file.SafeFileHandle, bytes, offset);

        public void Sync() => RandomAccess.FlushToDisk(file.SafeFileHandle);

        public void Dispose() => file.Dispose();
    }
}
