using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace XHand.Host.Serving;

/// <summary>
/// Takes log lines from any thread without waiting and writes them from a thread of its own: a terminal or disk that stands still must
/// not stop the switch loop. When the queue is full, lines are dropped, and the next that gets through says how many.
/// </summary>
internal sealed class QueuedSink : ILogEventSink, IDisposable
{
    /// <summary>Lines that may wait: some seconds of a busy exchange that logs each call.</summary>
    public const int Capacity = 10_000;

    private static readonly TimeSpan _gather = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(5);

    private readonly Logger _target;
    private readonly BlockingCollection<LogEvent> _queue = new(Capacity);
    private readonly ManualResetEventSlim _stopping = new(false, spinCount: 0);
    private readonly Thread _thread;
    private long _dropped;

    /// <summary>Begins to write to <paramref name="target"/>, which it owns from here on.</summary>
    public QueuedSink(Logger target)
    {
        _target = target;
        _thread = new Thread(Run) { Name = "log-writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Lines dropped since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (_queue.IsAddingCompleted || !_queue.TryAdd(logEvent))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Writes what waits, at most 5 s long.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _stopping.Set();
        if (_thread.Join(_stopLimit))
        {
            _queue.Dispose();
            _stopping.Dispose();
            _target.Dispose();
        }
    }

    private void Run()
    {
        long told = 0;
        foreach (LogEvent line in _queue.GetConsumingEnumerable())
        {
            _target.Write(line);
            long dropped = Dropped;
            if (dropped > told)
            {
                _target.Warning("{Dropped} log lines were dropped: the log could not be written as fast", dropped - told);
                told = dropped;
            }

            if (_queue.Count == 0)
            {
                // A wake for each line costs more than the line; lines that come now are written together.
                _stopping.Wait(_gather);
            }
        }
    }
}
