using Microsoft.Win32.SafeHandles;

namespace XHand.Loop.Journal;

/// <summary>Reads one segment, also while it grows. Holds a window of it in memory.</summary>
internal sealed class SegmentFile : IDisposable
{
    private const int WindowBytes = 256 * 1024;

    /// <summary>Damage never hides more facts than this; what claims a later sequence is no record.</summary>
    private const ulong PlausibleGap = 1UL << 32;

    /// <summary>What a disk that cannot read loses at a time.</summary>
    private const int BlockBytes = 4096;

    private readonly SafeFileHandle _handle;
    private readonly IJournalDisk _disk;
    private byte[] _window = new byte[WindowBytes];
    private long _windowAt;
    private int _windowLength;

    private SegmentFile(string path, ulong firstSequence, IJournalDisk disk)
    {
        _disk = disk;
        Path = path;
        FirstSequence = firstSequence;
        // ReadWrite, because the writer may have it open.
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Load(0);
        if (SegmentHeader.TryRead(_window.AsSpan(0, _windowLength), out SegmentHeader header, out string error)
            && header.FirstSequence != firstSequence)
        {
            error = $"the header's first sequence is {header.FirstSequence}";
        }

        HeaderError = error;
        Header = error.Length == 0 ? header : default;
    }

    public string Path { get; }

    public ulong FirstSequence { get; }

    /// <summary>The header, or the default when <see cref="HeaderError"/> is not empty.</summary>
    public SegmentHeader Header { get; }

    public string HeaderError { get; }

    /// <summary>What the disk said when it could not read a part of the file, or "". Such parts are taken for zeros.</summary>
    public string ReadError { get; private set; } = "";

    /// <summary>Where the last such part ends.</summary>
    public long UnreadableTo { get; private set; }

    /// <summary>Where the records begin; 0 with a broken header, where the search for them begins.</summary>
    public long RecordsAt => HeaderError.Length == 0 ? Header.RecordsAt : 0;

    public long Length => RandomAccess.GetLength(_handle);

    public static SegmentFile Open(string path, ulong firstSequence, IJournalDisk disk) => new(path, firstSequence, disk);

    public void Dispose() => _handle.Dispose();

    /// <summary>The whole record at <paramref name="offset"/>, or null when none stands there (yet).</summary>
    public JournalRecord? ReadAt(long offset) =>
        // A window may have been read while the record was being written: look again before giving up.
        ReadInWindow(offset, Header.Incarnation) ?? ReadAfresh(offset);

    /// <summary>As <see cref="ReadAt"/>, from the file and not from the window.</summary>
    public JournalRecord? ReadAfresh(long offset) => Load(offset) ? ReadInWindow(offset, Header.Incarnation) : null;

    /// <summary>
    /// The checkpoint's records in order. False with <paramref name="damagedAt"/> when it cannot be read to its end; those
    /// before that place are in <paramref name="records"/>.
    /// </summary>
    public bool TryReadCheckpoint(List<JournalRecord> records, out long damagedAt)
    {
        damagedAt = SegmentHeader.Bytes;
        for (uint i = 0; i < Header.CheckpointRecords; i++)
        {
            if (Window(damagedAt, CheckpointEntry.IncarnationBytes) is not { Length: > 0 } id
                || ReadInWindow(damagedAt + CheckpointEntry.IncarnationBytes, RecordFormat.ReadId(id)) is not { } record)
            {
                return false;
            }

            records.Add(record);
            damagedAt += CheckpointEntry.IncarnationBytes + RecordFormat.LengthOf(record.Fact);
        }

        return damagedAt == Header.RecordsAt;
    }

    /// <summary>
    /// The offset of the first whole record behind <paramref name="offset"/> whose sequence is at least
    /// <paramref name="expected"/>, or -1: then what stands at <paramref name="offset"/> is a torn tail.
    /// </summary>
    public long FindRecord(long offset, ulong expected)
    {
        for (long at = offset + 1; ; at++)
        {
            ReadOnlySpan<byte> start = Window(at, RecordFormat.FixedBytes);
            if (start.IsEmpty)
            {
                return -1;
            }

            if (RecordFormat.ClaimedLength(start) > 0
                && RecordFormat.ClaimedSequence(start) - expected < PlausibleGap
                && ReadInWindow(at, Header.Incarnation) is not null)
            {
                return at;
            }
        }
    }

    private JournalRecord? ReadInWindow(long offset, Guid incarnation)
    {
        int length = RecordFormat.ClaimedLength(Window(offset, RecordFormat.FixedBytes));
        ReadOnlySpan<byte> bytes = length > 0 ? Window(offset, length) : default;
        return bytes.IsEmpty ? null : RecordFormat.Read(bytes, incarnation);
    }

    /// <summary>The <paramref name="length"/> bytes at <paramref name="offset"/>; empty when the file ends before.</summary>
    private ReadOnlySpan<byte> Window(long offset, int length)
    {
        if (offset < _windowAt || offset + length > _windowAt + _windowLength)
        {
            if (_window.Length < length)
            {
                _window = new byte[length];
            }

            Load(offset);
            if (_windowLength < length)
            {
                return default;
            }
        }

        return _window.AsSpan((int)(offset - _windowAt), length);
    }

    private bool Load(long offset)
    {
        _windowAt = offset;
        _windowLength = 0;
        while (_windowLength < _window.Length)
        {
            int read = ReadOrZeros(_window.AsSpan(_windowLength), offset + _windowLength);
            if (read == 0)
            {
                break;
            }

            _windowLength += read;
        }

        return _windowLength > 0;
    }

    /// <summary>As pread(2); a block that the disk cannot read gives zeros, which no checksum takes for a record.</summary>
    private int ReadOrZeros(Span<byte> bytes, long offset)
    {
        try
        {
            return _disk.Read(_handle, bytes, offset);
        }
        catch (IOException) when (bytes.Length > BlockBytes)
        {
            // The bad block may lie anywhere in it: block by block from here.
            return ReadOrZeros(bytes[..(BlockBytes - (int)(offset % BlockBytes))], offset);
        }
        catch (IOException e)
        {
            ReadError = ReadError.Length > 0 ? ReadError : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the disk cannot read byte {offset} and on ({e.Message})");
            int there = (int)Math.Clamp(Length - offset, 0, bytes.Length);
            bytes[..there].Clear();
            UnreadableTo = Math.Max(UnreadableTo, offset + there);
            return there;
        }
    }
}
