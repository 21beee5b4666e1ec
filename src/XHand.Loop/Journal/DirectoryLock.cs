namespace XHand.Loop.Journal;

/// <summary>Holds a journal's directory for one process; the operating system lets go when the process dies.</summary>
internal sealed class DirectoryLock : IDisposable
{
    /// <summary>EWOULDBLOCK, which flock(2) answers when another has the lock.</summary>
    private const int WouldBlock = 11;

    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the directory. Throws <see cref="JournalInUseException"/> when another process has it.</summary>
    public static DirectoryLock Take(string directory)
    {
        string path = Path.Combine(directory, JournalDirectory.LockName);
        try
        {
            return new DirectoryLock(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = JournalDisk.OwnerOnly,
                BufferSize = 0,
            }));
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            throw new JournalInUseException(
                $"The journal in '{directory}' is in use by another process; two must not write to one journal.", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
