using System.Runtime.ExceptionServices;
using XHand.Loop.Turns;

namespace XHand.Loop;

/// <summary>
/// The switch loop on virtual time: whoever calls <see cref="RunUntilIdle"/>, <see cref="Advance"/> or
/// <see cref="RunUntil"/> is its thread. The same posts give the same run; timers fire at their exact times, in due order.
/// </summary>
public sealed class VirtualLoop : ISwitchLoop
{
    /// <summary>Turns at one instant after which the loop is taken for one that never becomes idle.</summary>
    private const int EndlessTurns = 10_000_000;

    private readonly Lock _gate = new();
    private readonly Queue<Turn> _continuations = new();
    private readonly Queue<Turn>[] _lanes = [new(), new(), new()];
    private readonly List<LoopFault> _faults = [];
    private readonly LoopSynchronizationContext _context;
    private readonly int _laneCapacity;
    private int _threadId = Environment.CurrentManagedThreadId;
    private bool _inTurn;

    /// <summary>A loop whose clock shows <paramref name="start"/>; a post to a lane that holds <paramref name="laneCapacity"/> is refused.</summary>
    public VirtualLoop(DateTimeOffset start, int laneCapacity = int.MaxValue)
    {
        Time = new VirtualTime(start);
        _laneCapacity = laneCapacity;
        _context = new LoopSynchronizationContext(this, Resume);
    }

    /// <summary>The virtual clock.</summary>
    public VirtualTime Time { get; }

    TimeProvider ISwitchLoop.Time => Time;

    /// <summary>True on the thread that made the loop or drove it last.</summary>
    public bool IsOnLoop => Environment.CurrentManagedThreadId == _threadId;

    /// <summary>Turns run so far.</summary>
    public long TurnsRun { get; private set; }

    /// <summary>Posts refused because their lane was full.</summary>
    public long PostsRefused { get; private set; }

    /// <summary>
    /// What escaped from turns. The real loop counts and goes on; this one throws it out of the driving call, unless
    /// <see cref="ToleratesFaults"/>.
    /// </summary>
    public IReadOnlyList<LoopFault> Faults => _faults;

    /// <summary>True to go on after an exception escaped a turn, as the real loop does.</summary>
    public bool ToleratesFaults { get; init; }

    /// <inheritdoc/>
    public bool TryPost(LoopLane lane, string name, Action work)
    {
        lock (_gate)
        {
            Queue<Turn> queue = _lanes[(int)lane];
            if (queue.Count >= _laneCapacity)
            {
                PostsRefused++;
                return false;
            }

            queue.Enqueue(new Turn(name, work));
            return true;
        }
    }

    /// <inheritdoc/>
    public void Continue(string name, Action work) => Resume(new Turn(name, work));

    /// <inheritdoc/>
    public ILoopTimer StartTimer(TimeSpan due, string name, Action work)
    {
        VirtualTimer timer = new(Time, name, work);
        timer.Rearm(due);
        return timer;
    }

    /// <summary>Runs everything queued and every timer due now, until nothing is left; time stands still.</summary>
    public void RunUntilIdle() => RunAtThisInstant(static () => false);

    /// <summary>Moves time on by <paramref name="by"/>, running what is queued and each timer at its own time.</summary>
    public void Advance(TimeSpan by) => RunUntil(static () => false, by);

    /// <summary>
    /// Runs turns and moves time from timer to timer until <paramref name="done"/>, asked after every turn, or until
    /// <paramref name="limit"/> has passed. Returns what <paramref name="done"/> says at the end.
    /// </summary>
    public bool RunUntil(Func<bool> done, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(done);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        long deadline = Time.GetTimestamp() + limit.Ticks;
        while (true)
        {
            if (done() || RunAtThisInstant(done))
            {
                return true;
            }

            long next = Time.NextDue;
            if (next > deadline)
            {
                Time.MoveTo(deadline);
                return done();
            }

            Time.MoveTo(next);
        }
    }

    private void Resume(Turn turn)
    {
        lock (_gate)
        {
            _continuations.Enqueue(turn);
        }
    }

    private bool RunAtThisInstant(Func<bool> done)
    {
        if (_inTurn)
        {
            throw new InvalidOperationException("The virtual loop was driven from inside one of its turns.");
        }

        _threadId = Environment.CurrentManagedThreadId;
        for (int turns = 0; TakeNext() is { } turn; turns++)
        {
            if (turns >= EndlessTurns)
            {
                throw new InvalidOperationException($"The virtual loop never becomes idle; the last turn was '{turn.Name}'.");
            }

            Run(turn);
            if (done())
            {
                return true;
            }
        }

        return false;
    }

    private Turn? TakeNext()
    {
        lock (_gate)
        {
            if (_continuations.TryDequeue(out Turn turn))
            {
                return turn;
            }

            foreach (Queue<Turn> lane in _lanes)
            {
                if (lane.TryDequeue(out turn))
                {
                    return turn;
                }
            }
        }

        return Time.TakeDue() is { } timer ? new Turn(timer.Name, timer.Work) : null;
    }

    private void Run(Turn turn)
    {
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
        _inTurn = true;
        TurnsRun++;
        try
        {
            turn.Work();
        }
        catch (Exception exception)
        {
            _faults.Add(new LoopFault(turn.Name, exception));
            if (!ToleratesFaults)
            {
                ExceptionDispatchInfo.Throw(exception);
            }
        }
        finally
        {
            _inTurn = false;
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }
}
