using Microsoft.Extensions.Logging;
using XHand.Calls.Alarms;

namespace XHand.Host.Watching;

/// <summary>Lets every probe look once a second, and then the board judge.</summary>
internal sealed class AlarmWatch : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly AlarmBoard _board;
    private readonly IReadOnlyList<IAlarmProbe> _probes;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private int _looking;

    /// <summary>Begins at once.</summary>
    public AlarmWatch(AlarmBoard board, IReadOnlyList<IAlarmProbe> probes, TimeProvider time, ILogger<AlarmWatch> log)
    {
        (_board, _probes, _log) = (board, probes, log);
        _timer = time.CreateTimer(_ => Look(), null, _interval, _interval);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        // A disk that hangs must not pile up threads that ask it.
        if (Interlocked.Exchange(ref _looking, 1) != 0)
        {
            return;
        }

        try
        {
            foreach (IAlarmProbe probe in _probes)
            {
                LookWith(probe);
            }

            _board.Tick();
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    // What escapes a timer's callback would end the process, and one probe's fault must not hide the others.
    private void LookWith(IAlarmProbe probe)
    {
        try
        {
            probe.Look(_board);
        }
        catch (Exception e)
        {
            _log.ProbeFailed(probe.GetType().Name, e);
        }
    }
}
