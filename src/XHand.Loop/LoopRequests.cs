namespace XHand.Loop;

/// <summary>How other threads ask the switch loop: the question is a turn, the answer resumes the asker on the thread pool.</summary>
public static class LoopRequests
{
    /// <summary>Runs <paramref name="work"/> in one turn; <paramref name="refused"/> is the answer when the lane takes nothing. What it throws, the asker gets.</summary>
    public static Task<T> AskAsync<T>(this ISwitchLoop loop, LoopLane lane, string name, Func<T> work, T refused, CancellationToken cancellation) =>
        loop.AskLaterAsync(lane, name, answer => answer(work()), refused, cancellation);

    /// <summary>The same for an answer that comes in a later turn: <paramref name="work"/> is given the way to answer, which counts once.</summary>
    public static Task<T> AskLaterAsync<T>(
        this ISwitchLoop loop, LoopLane lane, string name, Action<Action<T>> work, T refused, CancellationToken cancellation)
    {
        TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool accepted = loop.TryPost(lane, name, () =>
        {
            // Once it runs it is done: whoever stops waiting only does not hear of it.
            if (cancellation.IsCancellationRequested)
            {
                result.TrySetCanceled(cancellation);
                return;
            }

            try
            {
                work(answer => result.TrySetResult(answer));
            }
            catch (Exception exception)
            {
                result.TrySetException(exception);
            }
        });
        return accepted ? result.Task : Task.FromResult(refused);
    }
}
