namespace XHand.Loop.Journal;

/// <summary>The writer's way to the disk; a test puts a full one in its place.</summary>
internal interface IJournalDisk
{
    /// <summary>Makes an empty file, in place of one of that name.</summary>
    IJournalFile Create(string path);

    /// <summary>Gives the file its final name, in place of one that has it.</summary>
    void Rename(string path, string newPath);
}

/// <summary>A file being written. Every member throws <see cref="IOException"/> when the disk does not take it.</summary>
internal interface IJournalFile : IDisposable
{
    /// <summary>write(2) at <paramref name="offset"/>: all of it, or an exception and an unknown part of it.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>fsync(2).</summary>
    void Sync();
}
