namespace XHand.Loop.Journal;

/// <summary>
/// Reads facts in order over all segments, also behind a writer at work: what is not there yet is had by asking again. A
/// torn tail is the end; damage with facts behind it is reported, and reading goes on behind it. Blocks on the disk; one thread.
/// </summary>
public sealed class JournalReader : IDisposable
{
    private readonly string _directory;
    private readonly Action<JournalDamage> _onDamage;
    private readonly Func<ulong> _through;
    private readonly IJournalDisk _disk;
    private SegmentFile? _segment;
    private SegmentFile? _reported;
    private long _offset;
    private ulong _from;

    /// <summary>
    /// Reads <paramref name="directory"/> from sequence <paramref name="from"/> (0 and 1 are the beginning). Where a writer
    /// works, use <see cref="JournalWriter.OpenReader"/>: this one may return facts that a loss of power would still take back.
    /// </summary>
    public JournalReader(string directory, ulong from, Action<JournalDamage> onDamage)
        : this(directory, from, onDamage, static () => ulong.MaxValue, new JournalDisk())
    {
    }

    internal JournalReader(string directory, ulong from, Action<JournalDamage> onDamage, Func<ulong> through, IJournalDisk disk)
    {
        ArgumentNullException.ThrowIfNull(onDamage);
        _directory = directory;
        _from = Math.Max(1, from);
        _onDamage = onDamage;
        _through = through;
        _disk = disk;
        NextSequence = _from;
    }

    /// <summary>The sequence that comes next.</summary>
    public ulong NextSequence { get; private set; }

    /// <summary>Up to <paramref name="limit"/> further records; none when nothing more is there now.</summary>
    public IReadOnlyList<JournalRecord> Read(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        List<JournalRecord> records = [];
        ulong through = _through();
        while (records.Count < limit && NextSequence <= through && TryReadNext() is { } record)
        {
            if (record.Sequence >= _from)
            {
                records.Add(record);
            }
        }

        return records;
    }

    /// <inheritdoc/>
    public void Dispose() => _segment?.Dispose();

    private JournalRecord? TryReadNext()
    {
        while (true)
        {
            if (_segment is null && !TryOpenFirst())
            {
                return null;
            }

            if (ReadHere() is { } record)
            {
                return record;
            }

            if (!TryPassObstacle())
            {
                return null;
            }
        }
    }

    private JournalRecord? ReadHere()
    {
        if (_segment!.ReadAt(_offset) is not { } record || record.Sequence != NextSequence)
        {
            return null;
        }

        _offset += RecordFormat.LengthOf(record.Fact);
        NextSequence++;
        return record;
    }

    /// <summary>No record stands here: on to what comes after, or false when that is nothing.</summary>
    private bool TryPassObstacle()
    {
        (ulong FirstSequence, string Path) next = JournalDirectory.Segments(_directory)
            .FirstOrDefault(segment => segment.FirstSequence > _segment!.FirstSequence);
        if (next.Path is not null && next.FirstSequence == NextSequence)
        {
            // Whatever is left here is a torn tail: the writer went on from the last whole record.
            Enter(next);
            return true;
        }

        long found = _segment!.FindRecord(_offset - 1, NextSequence);
        if (found >= 0)
        {
            ulong sequence = _segment.ReadAt(found)!.Sequence;
            if (_segment.ReadAfresh(_offset)?.Sequence == NextSequence)
            {
                // It was being written while it was first looked at.
                return true;
            }

            if (found > _offset || sequence > NextSequence)
            {
                Report(sequence, "what stands here is no whole record");
            }

            _offset = found;
            NextSequence = sequence;
            return true;
        }

        if (next.Path is null)
        {
            ReportUnreadableEnd();
            return false;
        }

        Report(next.FirstSequence, "the segment ends before the next one begins");
        Enter(next);
        return true;
    }

    private bool TryOpenFirst()
    {
        List<(ulong FirstSequence, string Path)> segments = JournalDirectory.Segments(_directory);
        if (segments.Count == 0)
        {
            return false;
        }

        int index = Math.Max(0, segments.FindLastIndex(segment => segment.FirstSequence <= _from));
        Enter(segments[index]);
        if (NextSequence > _from)
        {
            _onDamage(new JournalDamage(_segment!.Path, 0, _from, NextSequence - 1, "older segments are gone"));
        }

        return true;
    }

    private void Enter((ulong FirstSequence, string Path) segment)
    {
        SegmentFile opened = SegmentFile.Open(segment.Path, segment.FirstSequence, _disk);
        _segment?.Dispose();
        _segment = opened;
        _offset = opened.RecordsAt;
        NextSequence = segment.FirstSequence;
        if (opened.HeaderError.Length > 0)
        {
            Report(NextSequence, opened.HeaderError);
        }
    }

    /// <summary>What looks like the journal's end may be where the disk gave up: once a segment.</summary>
    private void ReportUnreadableEnd()
    {
        if (_segment!.UnreadableTo > _offset && _segment != _reported)
        {
            _reported = _segment;
            _onDamage(new JournalDamage(_segment.Path, _offset, NextSequence, ulong.MaxValue, _segment.ReadError));
        }
    }

    private void Report(ulong resumesAt, string reason) =>
        _onDamage(new JournalDamage(_segment!.Path, _offset, NextSequence, resumesAt - 1, reason));
}
