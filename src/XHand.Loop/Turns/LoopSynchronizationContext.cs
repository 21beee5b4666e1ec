namespace XHand.Loop.Turns;

/// <summary>
/// Installed while a turn runs, so that a <see cref="Task"/> awaited inside a flow resumes in a turn of the loop and
/// never on the thread pool. A resumption belongs to work already accepted and is therefore never refused.
/// </summary>
internal sealed class LoopSynchronizationContext(ISwitchLoop loop, Action<Turn> resume) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) =>
        resume(new Turn("task-resumed", () => d(state)));

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!loop.IsOnLoop)
        {
            throw new NotSupportedException("Nothing waits for the switch loop; post to it instead.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;
}
