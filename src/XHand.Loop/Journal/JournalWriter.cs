using Microsoft.Extensions.Logging;
using XHand.Loop.Turns;

namespace XHand.Loop.Journal;

/// <summary>
/// The journal in files, written by a thread of its own (docs/journal.md). The loop hands facts over through a bounded
/// ring and never waits; a disk that takes nothing is borne with, in memory, up to a limit.
/// </summary>
public sealed partial class JournalWriter : IJournal, IDisposable
{
    private const int LogLinesPerSecond = 1;

    private readonly ISwitchLoop _loop;
    private readonly ILogger _logger;
    private readonly JournalOptions _options;
    private readonly DirectoryLock _lock;
    private readonly IJournalDisk _disk;
    private readonly FactRing _ring;
    private readonly WrittenWaiters _waiters;
    private readonly JournalThread _thread;
    private readonly JournalMetrics _metrics;
    private readonly LogAllowance _shedLines;
    private readonly LogAllowance _lateLines;
    private readonly Lock _segmentsGate = new();
    private readonly List<(ulong FirstSequence, string Path)> _segments;
    private readonly Action _tellWaiters;
    private readonly bool _wakesAfterTurns;
    private ulong _lastSequence;
    private ulong _awaited;
    private bool _isRingDue;
    private int _toldWaiters;
    private long _factsShed;
    private long _lateWaits;

    private JournalWriter(
        JournalOptions options, ISwitchLoop loop, JournalFold fold, JournalRecovery recovery, DirectoryLock directoryLock, ILogger logger, IJournalDisk disk)
    {
        _options = options;
        _loop = loop;
        _logger = logger;
        _lock = directoryLock;
        _disk = disk;
        Recovery = recovery;
        Epoch = recovery.LastEpoch + 1;
        _lastSequence = recovery.LastSequence;
        _ring = new FactRing(options.RingCapacity);
        _waiters = new WrittenWaiters(loop, options.WrittenDeadline, CountLate);
        _shedLines = new LogAllowance(loop.Time, LogLinesPerSecond);
        _lateLines = new LogAllowance(loop.Time, LogLinesPerSecond);
        _segments = JournalDirectory.Segments(options.Directory);
        _tellWaiters = TellWaiters;
        _metrics = new JournalMetrics();
        SegmentWriter segments = new(options, disk, fold, Epoch, recovery.LastSequence, NoteSegment);
        _thread = new JournalThread(options, _ring, segments, _metrics, logger, NotifyWritten);
        _wakesAfterTurns = loop.TryRunAfterTurns(WakeWriter);
        _metrics.Show(() => FactsInMemory, () => IsFailing);
    }

    /// <summary>What was open when this process took the journal over.</summary>
    public JournalRecovery Recovery { get; }

    /// <summary>This process, as its segments name it.</summary>
    public Guid Incarnation => _options.Incarnation;

    /// <summary>Counts the starts of the node.</summary>
    public ulong Epoch { get; }

    /// <summary>The last fact appended. Loop thread only.</summary>
    public ulong LastSequence => _lastSequence;

    /// <summary>The last fact given to the operating system; a crash of this process does not lose it. Any thread.</summary>
    public ulong WrittenSequence => _thread.WrittenSequence;

    /// <summary>The last fact fsynced; a loss of power does not lose it. Any thread.</summary>
    public ulong DurableSequence => _thread.DurableSequence;

    /// <summary>Facts not written yet. Any thread.</summary>
    public int FactsInMemory => _ring.Count + _thread.Backlog;

    /// <summary>True while the disk does not take the journal: an alarm. Any thread.</summary>
    public bool IsFailing => _thread.IsFailing;

    /// <summary>Facts lost for want of room since the start: an alarm. Any thread.</summary>
    public long FactsShed => Interlocked.Read(ref _factsShed);

    /// <summary>Waits that went on before their fact was written: an alarm. Any thread.</summary>
    public long LateWaits => Interlocked.Read(ref _lateWaits);

    /// <summary>Exceptions of loggers and metrics listeners that reached the writer: an alarm, for they hide others. Any thread.</summary>
    public long FaultsOutsideWriting => _thread.FaultsOutsideWriting;

    /// <inheritdoc/>
    public bool AcceptsNewCalls =>
        _ring.Count < _ring.Capacity / 2 && _thread.Backlog < _options.MemoryLimit / 4 * 3;

    /// <summary>
    /// Takes the directory, recovers, makes the new epoch durable and begins a segment. Blocks on the disk. Throws
    /// <see cref="JournalInUseException"/>, <see cref="InvalidDataException"/> for another format version, <see cref="IOException"/>.
    /// </summary>
    public static JournalWriter Open(
        JournalOptions options, ISwitchLoop loop, Func<ushort, JournalRetention> retention, ILogger<JournalWriter> logger) =>
        Open(options, loop, retention, logger, new JournalDisk());

    /// <inheritdoc/>
    public ulong Append(in JournalFact fact)
    {
        if (!_loop.IsOnLoop)
        {
            throw new InvalidOperationException("Only the switch loop appends facts; post to it.");
        }

        if (fact.Payload.Length > RecordFormat.MaxPayloadBytes)
        {
            throw new ArgumentException($"A fact's payload has at most {RecordFormat.MaxPayloadBytes} bytes.", nameof(fact));
        }

        TimeProvider time = _loop.Time;
        JournalRecord record = new(
            Incarnation, _lastSequence + 1, time.GetUtcNow(), time.GetElapsedTime(0).Ticks, fact);
        if (!_ring.TryAdd(record))
        {
            CountShed();
            return 0;
        }

        _lastSequence++;
        _isRingDue = true;
        WakeWriterUnlessLater();
        return _lastSequence;
    }

    /// <inheritdoc/>
    public void WhenWritten(ulong sequence, Action done)
    {
        ArgumentNullException.ThrowIfNull(done);
        if (sequence <= WrittenSequence)
        {
            _loop.Continue("journal-written", done);
            return;
        }

        _waiters.Add(sequence, done);
        _awaited = sequence;
        WakeWriterUnlessLater();
        _waiters.Written(WrittenSequence);
    }

    /// <summary>
    /// A reader from <paramref name="from"/> that returns nothing a loss of power could still take back, so that a sequence
    /// never stands for two facts. <paramref name="onDamage"/> is told what cannot be read.
    /// </summary>
    public JournalReader OpenReader(ulong from, Action<JournalDamage> onDamage) =>
        new(_options.Directory, from, onDamage, () => DurableSequence, _disk);

    /// <summary>
    /// Removes the segments whose facts are all at or before <paramref name="sequence"/> and which a newer checkpoint makes
    /// needless; returns how many. Blocks on the disk; any thread but the loop's.
    /// </summary>
    public int TrimThrough(ulong sequence)
    {
        lock (_segmentsGate)
        {
            int removed = 0;
            while (_segments.Count > 1 && _segments[1].FirstSequence <= sequence + 1)
            {
                if (File.Exists(_segments[0].Path))
                {
                    File.Delete(_segments[0].Path);
                }

                _segments.RemoveAt(0);
                removed++;
            }

            return removed;
        }
    }

    /// <summary>
    /// As <see cref="TrimThrough(ulong)"/>, but a segment stays for <paramref name="keep"/> after its last fact as long as the journal is not larger than
    /// <paramref name="keepBytes"/>: a database that is restored from a backup is filled up from what stays.
    /// </summary>
    public int TrimThrough(ulong sequence, TimeSpan keep, long keepBytes)
    {
        List<(ulong FirstSequence, string Path)> segments;
        lock (_segmentsGate)
        {
            segments = [.. _segments];
        }

        long bytes = segments.Sum(segment => LengthOf(segment.Path));
        DateTime keepSince = _loop.Time.GetUtcNow().UtcDateTime - keep;
        ulong through = 0;
        for (int i = 0; i + 1 < segments.Count && (bytes > keepBytes || File.GetLastWriteTimeUtc(segments[i].Path) < keepSince); i++)
        {
            bytes -= LengthOf(segments[i].Path);
            through = segments[i + 1].FirstSequence - 1;
        }

        return through == 0 ? 0 : TrimThrough(Math.Min(sequence, through));
    }

    /// <summary>
    /// Waits until everything appended before is fsynced, at most <paramref name="limit"/>; false when it is not. Any thread
    /// but the loop's.
    /// </summary>
    public bool Flush(TimeSpan limit) => _thread.Flush(Volatile.Read(ref _lastSequence), limit);

    /// <summary>Writes and fsyncs what is in memory, and gives the directory back. To be called after the loop has ended.</summary>
    public void Dispose()
    {
        bool stopped = _thread.Stop();
        _metrics.Dispose();
        if (stopped)
        {
            // Otherwise the directory stays taken for as long as the thread may still write.
            _lock.Dispose();
        }
    }

    internal static JournalWriter Open(
        JournalOptions options, ISwitchLoop loop, Func<ushort, JournalRetention> retention, ILogger logger, IJournalDisk disk)
    {
        ArgumentNullException.ThrowIfNull(options);
        Directory.CreateDirectory(options.Directory, JournalDisk.OwnerOnlyDirectory);
        DirectoryLock directoryLock = DirectoryLock.Take(options.Directory);
        try
        {
            JournalDirectory.RemoveUnfinished(options.Directory);
            JournalFold fold = new(retention);
            JournalRecovery recovery = JournalRecovery.Read(options.Directory, fold, disk);
            foreach (JournalDamage damage in recovery.Damages)
            {
                LogDamage(logger, damage);
            }

            SyncNewestSegment(options.Directory);
            EpochFile.Write(options.Directory, recovery.LastEpoch + 1, options.Incarnation);
            JournalWriter writer = new(options, loop, fold, recovery, directoryLock, logger, disk);
            try
            {
                writer._thread.Start();
            }
            catch (Exception)
            {
                writer._metrics.Dispose();
                throw;
            }

            return writer;
        }
        catch (Exception)
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What a killed process wrote may still be only in memory; it counts as durable from here on, so it is made so.
    /// </summary>
    private static void SyncNewestSegment(string directory)
    {
        if (JournalDirectory.Segments(directory) is [.., var newest])
        {
            using FileStream file = new(newest.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }
    }

    private static long LengthOf(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? file.Length : 0;
    }

    private void NoteSegment(ulong firstSequence, string path)
    {
        lock (_segmentsGate)
        {
            // An incarnation that recorded nothing leaves a segment of the same name, which the new one replaced.
            _segments.RemoveAll(segment => segment.FirstSequence == firstSequence);
            _segments.Add((firstSequence, path));
        }
    }

    /// <summary>On the writer's thread, after each batch.</summary>
    private void NotifyWritten(ulong written)
    {
        // Both sides store before they look (see WrittenWaiters): one of them sees the other.
        Interlocked.MemoryBarrier();
        if (_waiters.LowestAwaited <= written
            && Interlocked.Exchange(ref _toldWaiters, 1) == 0
            && !_loop.TryPost(LoopLane.InDialog, "journal-written", _tellWaiters))
        {
            Volatile.Write(ref _toldWaiters, 0);
        }
    }

    private void TellWaiters()
    {
        Interlocked.Exchange(ref _toldWaiters, 0);
        _waiters.Written(WrittenSequence);
    }

    private void WakeWriterUnlessLater()
    {
        if (!_wakesAfterTurns)
        {
            WakeWriter();
        }
    }

    /// <summary>Once for all facts of some turns: woken for each, the writer would take the core from the loop each time.</summary>
    private void WakeWriter()
    {
        if (_awaited != 0)
        {
            _thread.Hurry(_awaited);
        }
        else if (_isRingDue)
        {
            _thread.Ring();
        }

        (_awaited, _isRingDue) = (0, false);
    }

    private void CountShed()
    {
        Interlocked.Increment(ref _factsShed);
        _metrics.Shed();
        if (_shedLines.TryTake(out int suppressed))
        {
            LogShed(_logger, suppressed + 1);
        }
    }

    private void CountLate(int waits)
    {
        Interlocked.Add(ref _lateWaits, waits);
        _metrics.Late(waits);
        if (_lateLines.TryTake(out int suppressed))
        {
            LogLate(_logger, waits, _options.WrittenDeadline.TotalMilliseconds, suppressed);
        }
    }

    [LoggerMessage(101, LogLevel.Error, "The journal is damaged: {Damage}")]
    private static partial void LogDamage(ILogger logger, JournalDamage damage);

    [LoggerMessage(102, LogLevel.Critical, "The journal has no room: {Facts} facts are lost")]
    private static partial void LogShed(ILogger logger, int facts);

    [LoggerMessage(103, LogLevel.Warning, "{Waits} waits for the journal passed {Milliseconds} ms and went on without it ({Suppressed} more lines were not logged)")]
    private static partial void LogLate(ILogger logger, int waits, double milliseconds, int suppressed);
}
