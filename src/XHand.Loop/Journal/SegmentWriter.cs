namespace XHand.Loop.Journal;

/// <summary>
/// Writes segments and keeps the fold that their checkpoints are made of. A failure leaves everything as before the
/// call, so that it can simply be made again. One thread.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    private const int BatchBytes = 1 << 20;

    private readonly JournalOptions _options;
    private readonly IJournalDisk _disk;
    private readonly JournalFold _fold;
    private readonly ulong _epoch;
    private readonly Action<ulong, string> _segmentBegun;
    private readonly byte[] _batch = new byte[BatchBytes + RecordFormat.FixedBytes + RecordFormat.MaxPayloadBytes];
    private readonly Queue<JournalRecord> _unsynced = new();
    private IJournalFile? _file;
    private string _path = "";
    private long _recordsAt;
    private long _length;
    private long _syncedLength;

    /// <param name="options">Sizes and ids.</param>
    /// <param name="disk">Where to write.</param>
    /// <param name="fold">What is open; the writer's own from now on.</param>
    /// <param name="epoch">This start's.</param>
    /// <param name="durableSequence">The last fact of the time before.</param>
    /// <param name="segmentBegun">Told each new segment's first sequence and path once it is durable.</param>
    public SegmentWriter(
        JournalOptions options, IJournalDisk disk, JournalFold fold, ulong epoch, ulong durableSequence, Action<ulong, string> segmentBegun)
    {
        _options = options;
        _disk = disk;
        _fold = fold;
        _epoch = epoch;
        _segmentBegun = segmentBegun;
        DurableSequence = durableSequence;
    }

    /// <summary>The last fact that is fsynced.</summary>
    public ulong DurableSequence { get; private set; }

    /// <summary>Facts written and not fsynced.</summary>
    public int Unsynced => _unsynced.Count;

    /// <summary>True when someone removed the file under the writer: what goes there is lost with the process.</summary>
    public bool IsGone => !_disk.Exists(_path);

    /// <summary>True when the segment's records, its checkpoint aside, have reached their size.</summary>
    public bool IsFull => _length - _recordsAt >= _options.SegmentBytes;

    /// <summary>
    /// Begins the next segment with a checkpoint of what is open. Everything before must be fsynced. The file gets its name
    /// after it is durable, so that a name never stands for half a checkpoint.
    /// </summary>
    public void BeginSegment(DateTimeOffset now)
    {
        ulong first = DurableSequence + 1;
        IReadOnlyList<JournalRecord> open = _fold.Records();
        SegmentHeader header = new(
            _options.Node,
            _options.Incarnation,
            _epoch,
            first,
            now,
            (uint)open.Count,
            (ulong)open.Sum(static record => (long)CheckpointEntry.LengthOf(record)));
        string path = JournalDirectory.SegmentPath(_options.Directory, first);
        string unfinished = JournalDirectory.UnfinishedPath(path);
        IJournalFile file = _disk.Create(unfinished);
        try
        {
            WriteOpening(file, header, open);
            file.Sync();
            _disk.Rename(unfinished, path);
        }
        catch (Exception)
        {
            file.Dispose();
            throw;
        }

        _file?.Dispose();
        _file = file;
        _path = path;
        _recordsAt = header.RecordsAt;
        _length = _recordsAt;
        _syncedLength = _length;
        _segmentBegun(first, path);
    }

    /// <summary>Writes from the front of <paramref name="backlog"/> what fits one batch; returns the last sequence written.</summary>
    public ulong WriteBatch(Queue<JournalRecord> backlog)
    {
        int bytes = 0;
        int facts = 0;
        foreach (JournalRecord record in backlog)
        {
            if (bytes >= BatchBytes || _length + bytes - _recordsAt >= _options.SegmentBytes)
            {
                break;
            }

            bytes += RecordFormat.Write(record, _batch.AsSpan(bytes));
            facts++;
        }

        _file!.Write(_batch.AsSpan(0, bytes), _length);
        _length += bytes;
        ulong last = 0;
        for (; facts > 0; facts--)
        {
            JournalRecord record = backlog.Dequeue();
            _unsynced.Enqueue(record);
            last = record.Sequence;
        }

        return last;
    }

    /// <summary>Makes what was written durable, and folds it.</summary>
    public void Sync()
    {
        _file!.Sync();
        _syncedLength = _length;
        while (_unsynced.TryDequeue(out JournalRecord? record))
        {
            _fold.Apply(record);
            DurableSequence = record.Sequence;
        }
    }

    /// <summary>
    /// After a failed fsync: the system may have dropped the pages and say next time that all is well. So what is not
    /// durable goes back to the front of <paramref name="backlog"/>, to be written again at the same places.
    /// </summary>
    public void TakeBackUnsynced(Queue<JournalRecord> backlog)
    {
        if (_unsynced.Count == 0)
        {
            return;
        }

        JournalRecord[] later = [.. backlog];
        backlog.Clear();
        while (_unsynced.TryDequeue(out JournalRecord? record))
        {
            backlog.Enqueue(record);
        }

        foreach (JournalRecord record in later)
        {
            backlog.Enqueue(record);
        }

        _length = _syncedLength;
    }

    public void Dispose() => _file?.Dispose();

    private void WriteOpening(IJournalFile file, SegmentHeader header, IReadOnlyList<JournalRecord> open)
    {
        header.Write(_batch);
        long offset = 0;
        int bytes = SegmentHeader.Bytes;
        foreach (JournalRecord record in open)
        {
            bytes += CheckpointEntry.Write(record, _batch.AsSpan(bytes));
            if (bytes >= BatchBytes)
            {
                file.Write(_batch.AsSpan(0, bytes), offset);
                offset += bytes;
                bytes = 0;
            }
        }

        file.Write(_batch.AsSpan(0, bytes), offset);
    }
}
