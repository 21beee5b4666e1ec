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
    /// Runs <paramref name="work"/> once, <paramref name="due"/> from now, in 10 ms steps of monotonic time.
    /// Loop thread only. Disposing the timer before it ran cancels it; both are idempotent.
    /// </summary>
    ILoopTimer StartTimer(TimeSpan due, string name, Action work);
}

/// <summary>A timer on the loop's wheel.</summary>
public interface ILoopTimer : IDisposable
{
    /// <summary>True until it ran or was disposed.</summary>
    bool IsPending { get; }

    /// <summary>Arms it again, from now.</summary>
    void Rearm(TimeSpan due);
}
