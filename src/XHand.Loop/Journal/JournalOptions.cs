namespace XHand.Loop.Journal;

/// <summary>Where the journal lives and how it is written.</summary>
public sealed record JournalOptions
{
    /// <summary>The directory, made when missing; one process at a time.</summary>
    public required string Directory { get; init; }

    /// <summary>The node's id, the same at every start.</summary>
    public required Guid Node { get; init; }

    /// <summary>This process; random at every start.</summary>
    public Guid Incarnation { get; init; } = Guid.NewGuid();

    /// <summary>A new segment is begun when the present one has reached this.</summary>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>How long a fact that nobody waits for may stay in memory while others gather: what a kill of the process may lose.</summary>
    public TimeSpan WriteInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a written fact may wait for its fsync: what a loss of power may lose.</summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Whoever waits for a fact to be written waits no longer than this.</summary>
    public TimeSpan WrittenDeadline { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Facts that may wait between the loop and the writer; rounded up to a power of two. New calls are refused from half of it on.</summary>
    public int RingCapacity { get; init; } = 16_384;

    /// <summary>Facts kept in memory while the disk takes none: 10,000 calls of ten facts. New calls are refused from three quarters of it on.</summary>
    public int MemoryLimit { get; init; } = 100_000;

    /// <summary>How often a disk that takes nothing is tried again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);
}
