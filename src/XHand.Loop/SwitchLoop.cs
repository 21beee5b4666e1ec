using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using XHand.Loop.Turns;

namespace XHand.Loop;

/// <summary>
/// The switch loop on a thread of its own. Each pass runs what had arrived when it began, lane by lane, and then the
/// timers due at that instant; continuations go before everything. A turn that throws is counted and logged, and the loop goes on.
/// </summary>
public sealed partial class SwitchLoop : ISwitchLoop, IDisposable
{
    private const long TicksPerStep = 10 * TimeSpan.TicksPerMillisecond;

    /// <summary>Continuations run in one go before input is looked at, so that a flow that never ends its turn chain cannot stop the exchange.</summary>
    private const int ContinuationsInARow = 4_096;

    private const int LogLinesPerSecond = 10;

    // Each call leaves half a dozen timers of 5 to 32 s behind, which only forget: together they cost a wake, apart one each.
    private const int LongTimerSteps = 25;

    private static readonly TimeSpan LongTimer = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan LookAroundInterval = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly SwitchLoopOptions _options;
    private readonly ILogger _logger;
    private readonly LaneQueue[] _lanes;
    private readonly Queue<Turn> _continuations = new();
    private readonly ConcurrentQueue<Turn> _resumptions = new();
    private readonly TimerWheel _wheel = new();
    private readonly LoopMetrics _metrics;
    private readonly LogAllowance _slowLines;
    private readonly LogAllowance _failureLines;
    private readonly Thread _thread;
    private readonly ILoopPoll? _poll;
    private readonly ILoopRest _rest;
    private readonly Lock _afterTurnsGate = new();
    private Action[] _afterTurns = [];
    private readonly long _startedAt;
    private bool _stopping;
    private long _turnStartedAt;
    private long _lookedAroundAt;
    private long _faultsOutsideTurns;

    /// <summary>
    /// Makes the loop; nothing runs before <see cref="Start"/>, but posts are taken. With a <paramref name="poll"/>, which it then owns, it
    /// can read sockets itself.
    /// </summary>
    public SwitchLoop(SwitchLoopOptions options, ILogger<SwitchLoop> logger, ILoopPoll? poll = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _logger = logger;
        _lanes = [new(options.InDialogCapacity), new(options.NewCallsCapacity), new(options.RegistrationsCapacity)];
        _startedAt = Time.GetTimestamp();
        _metrics = new LoopMetrics(_lanes, () => _wheel.Pending);
        _slowLines = new LogAllowance(Time, LogLinesPerSecond);
        _failureLines = new LogAllowance(Time, LogLinesPerSecond);
        _poll = poll;
        _rest = poll is null ? new Doorbell(HasWork) : new PolledRest(poll, HasWork);
        _thread = new Thread(Run) { Name = "switch-loop", IsBackground = true };
    }

    /// <inheritdoc/>
    public TimeProvider Time => TimeProvider.System;

    /// <inheritdoc/>
    public bool IsOnLoop => Thread.CurrentThread == _thread;

    /// <summary>Exceptions of loggers and metrics listeners that reached the loop: an alarm, for they hide others. Any thread.</summary>
    public long FaultsOutsideTurns => Interlocked.Read(ref _faultsOutsideTurns);

    /// <summary>Starts the thread; once.</summary>
    public void Start() => _thread.Start();

    /// <inheritdoc/>
    public bool TryPost(LoopLane lane, string name, Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!_lanes[(int)lane].TryEnqueue(name, work))
        {
            _metrics.PostRefused(lane);
            return false;
        }

        _rest.Ring();
        return true;
    }

    /// <inheritdoc/>
    public void Continue(string name, Action work)
    {
        ThrowIfNotOnLoop();
        _continuations.Enqueue(new Turn(name, work));
    }

    /// <inheritdoc/>
    public bool TryWatch(ILoopInput input) => _rest is PolledRest rest && rest.TryWatch(input);

    /// <inheritdoc/>
    public bool TryRunAfterTurns(Action work)
    {
        lock (_afterTurnsGate)
        {
            Volatile.Write(ref _afterTurns, [.. _afterTurns, work]);
            return true;
        }
    }

    /// <inheritdoc/>
    public ILoopTimer StartTimer(TimeSpan due, string name, Action work)
    {
        WheelTimer timer = new(this, name, work);
        Arm(timer, due);
        return timer;
    }

    /// <summary>
    /// Refuses new posts, runs what was queued, drops the timers and ends the thread; waits for that, at most 5 s. What
    /// was accepted has run when it returns.
    /// </summary>
    public void Dispose()
    {
        foreach (LaneQueue lane in _lanes)
        {
            lane.Close();
        }

        Volatile.Write(ref _stopping, true);
        _rest.Ring();
        bool started = (_thread.ThreadState & System.Threading.ThreadState.Unstarted) == 0;
        if (started && !IsOnLoop && !_thread.Join(StopLimit))
        {
            LogDidNotStop(_logger, StopLimit.TotalSeconds);
        }

        if (!started || !_thread.IsAlive)
        {
            _poll?.Dispose();
        }

        _metrics.Dispose();
    }

    internal void Arm(WheelTimer timer, TimeSpan due)
    {
        ThrowIfNotOnLoop();
        // Rounded up: a timer is never early, and at most one step late.
        long dueTicks = Elapsed().Ticks + Math.Max(0, due.Ticks);
        long step = (dueTicks + TicksPerStep - 1) / TicksPerStep;
        _wheel.Arm(timer, due < LongTimer ? step : (step + LongTimerSteps - 1) / LongTimerSteps * LongTimerSteps);
    }

    internal void Disarm(WheelTimer timer)
    {
        if (Volatile.Read(ref _stopping) && !IsOnLoop)
        {
            // Whoever is disposed after the loop may let go of timers that will not fire any more.
            return;
        }

        ThrowIfNotOnLoop();
        _wheel.Disarm(timer);
    }

    private TimeSpan Elapsed() => Time.GetElapsedTime(_startedAt);

    private void ThrowIfNotOnLoop()
    {
        if (!IsOnLoop)
        {
            throw new InvalidOperationException("Only the switch loop's own thread may do this; post to it.");
        }
    }

    private void Run()
    {
        SynchronizationContext.SetSynchronizationContext(new LoopSynchronizationContext(this, Resume));
        Action pass = RunPass;
        Action lookAround = RunAfterTurns;
        while (!Volatile.Read(ref _stopping))
        {
            Survive(pass);
            Survive(lookAround);
            _rest.Wait(HasInput ? 0 : MillisecondsToNextTimer());
            _lookedAroundAt = Stopwatch.GetTimestamp();
        }

        while (HasInput || _lanes.Any(static lane => lane.Depth > 0))
        {
            Survive(RunInput);
        }

        Survive(lookAround);
    }

    /// <summary>
    /// Turns catch their own exceptions; this is for a logger or a metrics listener that throws. What it was about to do
    /// is still queued and runs in the next pass.
    /// </summary>
    private void Survive(Action pass)
    {
        _turnStartedAt = Stopwatch.GetTimestamp();
        try
        {
            pass();
        }
        catch (Exception)
        {
            // It cannot be logged, since logging may be what failed; it is counted.
            Interlocked.Increment(ref _faultsOutsideTurns);
        }
    }

    private void RunPass()
    {
        // Taken before the lanes are measured: what arrived before a timer was due runs before it.
        long step = Elapsed().Ticks / TicksPerStep;
        RunInput();
        _wheel.Advance(step);
        for (int left = _options.ExpiriesPerPass; left > 0 && _wheel.TakeDue() is { } timer; left--)
        {
            RunTurn(new Turn(timer.Name, timer.Work));
            RunContinuations();
        }
    }

    private void RunInput()
    {
        RunContinuations();
        Span<int> arrived = [_lanes[0].Depth, _lanes[1].Depth, _lanes[2].Depth];
        for (int lane = 0; lane < arrived.Length; lane++)
        {
            for (int left = arrived[lane]; left > 0 && _lanes[lane].TryDequeue(out Turn turn); left--)
            {
                RunTurn(turn);
                RunContinuations();
                if (lane > 0 && _lanes[0].TryDequeue(out Turn urgent))
                {
                    // Running calls come first, and yet nothing else can be starved by them.
                    RunTurn(urgent);
                    RunContinuations();
                }
            }
        }
    }

    private void RunContinuations()
    {
        for (int left = ContinuationsInARow; left > 0; left--)
        {
            if (!_continuations.TryDequeue(out Turn turn) && !_resumptions.TryDequeue(out turn))
            {
                return;
            }

            RunTurn(turn);
        }
    }

    private void RunTurn(Turn turn)
    {
        try
        {
            turn.Work();
        }
        catch (Exception exception)
        {
            _metrics.TurnFailed(turn.Name);
            if (_failureLines.TryTake(out int suppressed))
            {
                LogTurnFailed(_logger, exception, turn.Name, suppressed);
            }
        }

        long endedAt = Stopwatch.GetTimestamp();
        TimeSpan length = Stopwatch.GetElapsedTime(_turnStartedAt, endedAt);
        _turnStartedAt = endedAt;
        _metrics.TurnTook(length);
        if (length > _options.SlowTurn)
        {
            _metrics.TurnWasSlow(turn.Name);
            if (_slowLines.TryTake(out int suppressed))
            {
                LogTurnSlow(_logger, turn.Name, length.TotalMilliseconds, suppressed);
                _turnStartedAt = Stopwatch.GetTimestamp();
            }
        }

        if (Stopwatch.GetElapsedTime(_lookedAroundAt, endedAt) > LookAroundInterval)
        {
            LookAround();
        }
    }

    /// <summary>In a long pass: others are woken, and what has arrived is put into its lanes, so that what keeps calls alive is seen to be there.</summary>
    private void LookAround()
    {
        RunAfterTurns();
        if (_poll is not null)
        {
            _rest.Wait(0);
        }

        _turnStartedAt = _lookedAroundAt = Stopwatch.GetTimestamp();
    }

    private void RunAfterTurns()
    {
        foreach (Action work in Volatile.Read(ref _afterTurns))
        {
            work();
        }
    }

    private bool HasWork() => HasInput || Volatile.Read(ref _stopping);

    private bool HasInput =>
        _continuations.Count > 0 || !_resumptions.IsEmpty || _lanes[0].HasNext || _lanes[1].HasNext || _lanes[2].HasNext;

    private int MillisecondsToNextTimer()
    {
        if (_wheel.HasDue)
        {
            return 0;
        }

        long step = _wheel.NextStop();
        if (step == long.MaxValue)
        {
            return Timeout.Infinite;
        }

        TimeSpan left = new TimeSpan(step * TicksPerStep) - Elapsed();
        return (int)Math.Clamp(Math.Ceiling(left.TotalMilliseconds), 0, int.MaxValue);
    }

    private void Resume(Turn turn)
    {
        if (IsOnLoop)
        {
            _continuations.Enqueue(turn);
            return;
        }

        _resumptions.Enqueue(turn);
        _rest.Ring();
    }

    [LoggerMessage(1, LogLevel.Error, "A turn failed: {Turn} ({Suppressed} more were not logged)")]
    private static partial void LogTurnFailed(ILogger logger, Exception exception, string turn, int suppressed);

    [LoggerMessage(2, LogLevel.Warning, "A turn was slow: {Turn} took {Milliseconds:F1} ms ({Suppressed} more were not logged)")]
    private static partial void LogTurnSlow(ILogger logger, string turn, double milliseconds, int suppressed);

    [LoggerMessage(3, LogLevel.Error, "The switch loop did not stop within {Seconds} s")]
    private static partial void LogDidNotStop(ILogger logger, double seconds);
}
