using Microsoft.Win32.SafeHandles;
using XHand.Loop.Journal;

namespace XHand.Loop.Tests.Journal;

/// <summary>The real disk, which can be full, lose an fsync, or stand still.</summary>
internal sealed class FaultyDisk : IJournalDisk
{
    private readonly JournalDisk _disk = new();

    /// <summary>No more bytes than this can be written from now on; a write that exceeds it leaves a part behind, as a full disk does.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>That many of the next fsyncs fail.</summary>
    public int FailingSyncs;

    /// <summary>While reset, writing waits.</summary>
    public ManualResetEventSlim Open { get; } = new(initialState: true);

    public int FailedWrites;

    /// <summary>Writes asked for.</summary>
    public int Writes;

    public IJournalFile Create(string path)
    {
        Take(0);
        return new FaultyFile(this, _disk.Create(path));
    }

    /// <summary>Bytes from here to <see cref="BadTo"/> of every file cannot be read.</summary>
    public long BadFrom { get; set; } = long.MaxValue;

    /// <summary>The first byte behind the bad ones.</summary>
    public long BadTo { get; set; } = long.MaxValue;

    public bool Exists(string path) => _disk.Exists(path);

    public int Read(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        if (offset < BadTo && offset + bytes.Length > BadFrom && RandomAccess.GetLength(file) > BadFrom)
        {
            throw new IOException("Input/output error");
        }

        return _disk.Read(file, bytes, offset);
    }

    public void Rename(string path, string newPath) => _disk.Rename(path, newPath);

    private long Take(int bytes)
    {
        if (Room <= bytes)
        {
            Interlocked.Increment(ref FailedWrites);
            return Room;
        }

        Room -= Room == long.MaxValue ? 0 : bytes;
        return bytes;
    }

    private sealed class FaultyFile(FaultyDisk disk, IJournalFile file) : IJournalFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            Interlocked.Increment(ref disk.Writes);
            disk.Open.Wait();
            int fits = (int)disk.Take(bytes.Length);
            file.Write(bytes[..fits], offset);
            if (fits < bytes.Length)
            {
                throw new IOException("No space left on device");
            }
        }

        public void Sync()
        {
            if (Volatile.Read(ref disk.FailingSyncs) > 0)
            {
                Interlocked.Decrement(ref disk.FailingSyncs);
                throw new IOException("Input/output error");
            }

            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
