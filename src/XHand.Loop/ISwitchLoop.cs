namespace XHand.Loop;

/// <summary>
/// The one thread that decides. Everything posted runs in order of its lane, one turn at a time; nothing that runs
/// on it may block, touch a socket or query a database.
/// </summary>
public interface ISwitchLoop
{
    /// <summary>Wall clock and monotonic clock of this loop; virtual in a simulation.</summary>
    TimeProvider Time { get; }

    /// <summary>True on the loop's own thread.</summary>
    bool IsOnLoop { get; }

    /// <summary>
    /// Queues <paramref name="work"/> from any thread. False when the lane is full or the loop has stopped: the caller
    /// sheds its load. <paramref name="name"/> is a constant that names the turn in metrics and logs.
    /// </summary>
    bool TryPost(LoopLane lane, string name, Action work);

    /// <summary>
    /// Queues a continuation of work already accepted: never refused, runs in a turn of its own before new input.
    /// Loop thread only.
    /// </summary>
    void Continue(string name, Action work);

    /// <summary>
    /// Runs <paramref name="work"/> once, <paramref name="due"/> from now, in 10 ms steps of monotonic time; from 4 s on in steps of 250 ms.
    /// Loop thread only. Disposing the timer before it ran cancels it; both are idempotent.
    /// </summary>
    ILoopTimer StartTimer(TimeSpan due, string name, Action work);

    /// <summary>
    /// Has the loop's thread itself read <paramref name="input"/> whenever it has something. False when this loop cannot: the input then needs a
    /// thread of its own. From any thread, before input is expected.
    /// </summary>
    bool TryWatch(ILoopInput input) => false;

    /// <summary>
    /// Runs <paramref name="work"/> on the loop's thread after turns, before it rests and at least every few milliseconds: the place to wake other threads, once
    /// for all that the turns had for them. False when this loop has no such place: wake them at once. From any thread; for good.
    /// </summary>
    bool TryRunAfterTurns(Action work) => false;
}

/// <summary>A timer on the loop's wheel.</summary>
public interface ILoopTimer : IDisposable
{
    /// <summary>True until it ran or was disposed.</summary>
    bool IsPending { get; }

    /// <summary>Arms it again, from now.</summary>
    void Rearm(TimeSpan due);
}
