using Microsoft.Extensions.Logging;
using XHand.Loop.Turns;

namespace XHand.Loop.Journal;

/// <summary>
/// The journal's thread: takes facts from the ring, writes them at once when somebody waits for one and else together with the next
/// fsync, begins new segments, and tries again for as long as the disk takes nothing.
/// </summary>
internal sealed partial class JournalThread
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly JournalOptions _options;
    private readonly FactRing _ring;
    private readonly SegmentWriter _segments;
    private readonly JournalMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Action<ulong> _written;
    private readonly Queue<JournalRecord> _backlog = new();
    private readonly Doorbell _bell;
    private readonly Func<bool> _hasUrgentWork;
    private readonly Thread _thread;
    private readonly object _durableGate = new();
    private ulong _writtenSequence;
    private ulong _durableSequence;
    private ulong _flushThrough;
    private ulong _awaitedThrough;
    private int _backlogCount;
    private long _faultsOutsideWriting;
    private bool _failing;
    private bool _stopping;
    private long _failingSince;
    private long _failureLoggedAt;
    private long _retriedAt;
    private long _firstUnsyncedAt;

    public JournalThread(
        JournalOptions options, FactRing ring, SegmentWriter segments, JournalMetrics metrics, ILogger logger, Action<ulong> written)
    {
        _options = options;
        _ring = ring;
        _segments = segments;
        _metrics = metrics;
        _logger = logger;
        _written = written;
        _writtenSequence = segments.DurableSequence;
        _durableSequence = segments.DurableSequence;
        _bell = new Doorbell(HasWork);
        _hasUrgentWork = HasUrgentWork;
        _thread = new Thread(Run) { Name = "journal-writer", IsBackground = true };
    }

    public ulong WrittenSequence => Volatile.Read(ref _writtenSequence);

    public ulong DurableSequence => Volatile.Read(ref _durableSequence);

    public int Backlog => Volatile.Read(ref _backlogCount);

    public bool IsFailing => Volatile.Read(ref _failing);

    /// <summary>Begins the first segment on the caller's thread, which sees what goes wrong, and starts the thread.</summary>
    public void Start()
    {
        try
        {
            _segments.BeginSegment(_time.GetUtcNow());
        }
        catch (Exception)
        {
            _segments.Dispose();
            throw;
        }

        _thread.Start();
    }

    /// <summary>Exceptions of loggers and metrics listeners.</summary>
    public long FaultsOutsideWriting => Interlocked.Read(ref _faultsOutsideWriting);

    /// <summary>Says that the ring has a fact, which may wait for others until the next fsync unless the ring fills up.</summary>
    public void Ring()
    {
        if (_ring.Count < _ring.Capacity / 4)
        {
            _bell.Ring();
        }
        else
        {
            _bell.RingUrgently();
        }
    }

    /// <summary>Says that somebody waits for the fact with this sequence to be written. Loop thread only.</summary>
    public void Hurry(ulong sequence)
    {
        Volatile.Write(ref _awaitedThrough, sequence);
        _bell.RingUrgently();
    }

    public bool Flush(ulong sequence, TimeSpan limit)
    {
        long startedAt = _time.GetTimestamp();
        lock (_durableGate)
        {
            Volatile.Write(ref _flushThrough, Math.Max(_flushThrough, sequence));
            _bell.RingUrgently();
            while (DurableSequence < sequence)
            {
                TimeSpan left = limit - _time.GetElapsedTime(startedAt);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_durableGate, left))
                {
                    return DurableSequence >= sequence;
                }
            }

            return true;
        }
    }

    /// <summary>Writes what is in memory and ends the thread; false when it does not end in time.</summary>
    public bool Stop()
    {
        Volatile.Write(ref _stopping, true);
        _bell.RingUrgently();
        if (_thread.IsAlive && !_thread.Join(StopLimit))
        {
            LogDidNotStop(_logger, StopLimit.TotalSeconds, _ring.Count + Backlog);
            return false;
        }

        _segments.Dispose();
        return true;
    }

    private bool HasWork() =>
        Volatile.Read(ref _stopping) || FlushIsAsked || (_ring.Count > 0 && _backlog.Count < _options.MemoryLimit);

    private bool HasUrgentWork() =>
        Volatile.Read(ref _stopping) || FlushIsAsked || _ring.Count >= _ring.Capacity / 4 || Volatile.Read(ref _awaitedThrough) > _writtenSequence;

    private bool FlushIsAsked => !_failing && Volatile.Read(ref _flushThrough) > _segments.DurableSequence;

    private void Run()
    {
        while (true)
        {
            bool last = Volatile.Read(ref _stopping);
            try
            {
                RunRound(last);
            }
            catch (Exception)
            {
                // Only a logger or a metrics listener gets here; the facts are where they were, and the next round goes on.
                Interlocked.Increment(ref _faultsOutsideWriting);
            }

            if (last)
            {
                break;
            }

            Rest();
        }
    }

    private void RunRound(bool last)
    {
        TakeFromRing();
        if (last || !_failing || _time.GetElapsedTime(_retriedAt) >= _options.RetryInterval)
        {
            TryWrite(last);
        }

        int left = _ring.Count + _backlog.Count;
        if (last && left > 0)
        {
            LogLost(_logger, left);
        }
    }

    private void TakeFromRing()
    {
        while (_backlog.Count < _options.MemoryLimit && _ring.TryTake(out JournalRecord? record))
        {
            _backlog.Enqueue(record);
        }

        Volatile.Write(ref _backlogCount, _backlog.Count);
    }

    private void TryWrite(bool syncNow)
    {
        try
        {
            Write(syncNow);
            Recovered();
        }
        catch (Exception exception)
        {
            // Whatever it is, facts are kept and tried again: the exchange outlives its disk.
            _segments.TakeBackUnsynced(_backlog);
            Volatile.Write(ref _backlogCount, _backlog.Count);
            Failed(exception);
        }
    }

    private void Write(bool syncNow)
    {
        do
        {
            if (_backlog.Count > 0 && _segments.IsGone)
            {
                // A new segment holds all that is open; who reads the old one still has it open.
                Sync();
                _segments.BeginSegment(_time.GetUtcNow());
                LogGone(_logger, _options.Directory);
            }
            else if (_segments.IsFull)
            {
                Sync();
                _segments.BeginSegment(_time.GetUtcNow());
            }

            if (_backlog.Count > 0)
            {
                WriteBatch();
            }

            if (syncNow || FlushIsAsked || _failing || SyncIsDue)
            {
                Sync();
            }

            TakeFromRing();
        }
        while (_backlog.Count > 0);
    }

    private bool SyncIsDue =>
        _segments.Unsynced > 0 && _time.GetElapsedTime(_firstUnsyncedAt) >= _options.SyncInterval;

    private void WriteBatch()
    {
        if (_segments.Unsynced == 0)
        {
            _firstUnsyncedAt = _time.GetTimestamp();
        }

        ulong written = _segments.WriteBatch(_backlog);
        Volatile.Write(ref _backlogCount, _backlog.Count);
        if (written > _writtenSequence)
        {
            _metrics.Written((long)(written - _writtenSequence));
            Volatile.Write(ref _writtenSequence, written);
            _written(written);
        }
    }

    private void Sync()
    {
        if (_segments.Unsynced == 0)
        {
            return;
        }

        long startedAt = _time.GetTimestamp();
        _segments.Sync();
        _metrics.Synced(_time.GetElapsedTime(startedAt));
        lock (_durableGate)
        {
            Volatile.Write(ref _durableSequence, _segments.DurableSequence);
            Monitor.PulseAll(_durableGate);
        }
    }

    private void Failed(Exception exception)
    {
        _metrics.Failed();
        _retriedAt = _time.GetTimestamp();
        if (!_failing)
        {
            Volatile.Write(ref _failing, true);
            _failingSince = _retriedAt;
            _failureLoggedAt = _retriedAt;
            LogFailing(_logger, exception, _options.Directory, _backlog.Count);
        }
        else if (_time.GetElapsedTime(_failureLoggedAt) >= LogInterval)
        {
            _failureLoggedAt = _retriedAt;
            LogStillFailing(_logger, _time.GetElapsedTime(_failingSince).TotalSeconds, exception.Message, _ring.Count + _backlog.Count);
        }
    }

    private void Recovered()
    {
        if (_failing)
        {
            Volatile.Write(ref _failing, false);
            LogRecovered(_logger, _time.GetElapsedTime(_failingSince).TotalSeconds);
        }
    }

    private void Rest()
    {
        if (_failing)
        {
            _bell.Wait(MillisecondsUntil(_retriedAt, _options.RetryInterval));
        }
        else if (_segments.Unsynced > 0)
        {
            // A wake for each fact costs more than the fact: what nobody waits for is written together.
            int limit = Math.Min(MillisecondsUntil(_firstUnsyncedAt, _options.SyncInterval), (int)_options.WriteInterval.TotalMilliseconds);
            _bell.WaitForUrgent(limit, _hasUrgentWork);
        }
        else
        {
            _bell.Wait(Timeout.Infinite);
        }
    }

    private int MillisecondsUntil(long since, TimeSpan interval) =>
        (int)Math.Max(0, Math.Ceiling((interval - _time.GetElapsedTime(since)).TotalMilliseconds));

    [LoggerMessage(111, LogLevel.Critical, "The journal in {Directory} cannot be written; {Facts} facts are kept in memory and it is tried again")]
    private static partial void LogFailing(ILogger logger, Exception exception, string directory, int facts);

    [LoggerMessage(112, LogLevel.Error, "The journal has not been written for {Seconds:F0} s ({Reason}); {Facts} facts are kept in memory")]
    private static partial void LogStillFailing(ILogger logger, double seconds, string reason, int facts);

    [LoggerMessage(113, LogLevel.Warning, "The journal is written again after {Seconds:F1} s; nothing that was kept in memory is missing")]
    private static partial void LogRecovered(ILogger logger, double seconds);

    [LoggerMessage(114, LogLevel.Critical, "The journal was closed while its disk took nothing: {Facts} facts are lost")]
    private static partial void LogLost(ILogger logger, int facts);

    [LoggerMessage(116, LogLevel.Critical, "The journal's file in {Directory} was removed while it was being written; a new one was begun with all that is open")]
    private static partial void LogGone(ILogger logger, string directory);

    [LoggerMessage(115, LogLevel.Critical, "The journal's writer did not stop within {Seconds} s; {Facts} facts are in doubt")]
    private static partial void LogDidNotStop(ILogger logger, double seconds, int facts);
}
