using Microsoft.Win32.SafeHandles;

namespace XHand.Loop.Journal;

/// <summary>The writer's way to the disk; a test puts a full one in its place.</summary>
internal interface IJournalDisk
{
    /// <summary>Makes an empty file, in place of one of that name, and its directory if that is gone.</summary>
    IJournalFile Create(string path);

    /// <summary>Gives the file its final name, in place of one that has it.</summary>
    void Rename(string path, string newPath);

    /// <summary>False when nothing has that name any more.</summary>
    bool Exists(string path);

    /// <summary>pread(2): bytes read, 0 at the end; <see cref="IOException"/> when the disk cannot read them.</summary>
    int Read(SafeFileHandle file, Span<byte> bytes, long offset);
}

/// <summary>A file being written. Every member throws <see cref="IOException"/> when the disk does not take it.</summary>
internal interface IJournalFile : IDisposable
{
    /// <summary>write(2) at <paramref name="offset"/>: all of it, or an exception and an unknown part of it.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>fsync(2).</summary>
    void Sync();
}
