using XHand.Loop;
using XHand.Sip.Transport;

namespace XHand.Sip.Transactions;

/// <summary>
/// What the four transactions have in common: their place in the table and their timers. A shell is what remains for 32 s
/// after the end, so it keeps bytes and a key, never a message or its user.
/// </summary>
internal abstract class TransactionShell(TransactionTable table, TransactionKey key, SipFlow flow)
{
    /// <summary>The table it stands in.</summary>
    protected TransactionTable Table { get; } = table;

    /// <summary>Its key there.</summary>
    public TransactionKey Key { get; } = key;

    /// <summary>The way it sends.</summary>
    public SipFlow Flow { get; } = flow;

    /// <summary>Neighbours on the same flow; kept by <see cref="FlowIndex"/>.</summary>
    public TransactionShell? PreviousOnFlow { get; set; }

    /// <inheritdoc cref="PreviousOnFlow"/>
    public TransactionShell? NextOnFlow { get; set; }

    /// <summary>True while <see cref="FlowIndex"/> has it.</summary>
    public bool IsOnFlow { get; set; }

    /// <summary>Repeats what we sent (A, E, G).</summary>
    protected ILoopTimer? RepeatTimer { get; set; }

    /// <summary>Ends a state (B, D, F, H, I, J, K, L, M): one at a time.</summary>
    protected ILoopTimer? EndTimer { get; set; }

    /// <summary>The flow has failed.</summary>
    public abstract void OnTransportError(string reason);

    /// <summary>Replaces the timer that ends the state.</summary>
    protected void StartEndTimer(TimeSpan due, string name, Action work)
    {
        EndTimer?.Dispose();
        EndTimer = Table.Loop.StartTimer(due, name, work);
    }

    /// <summary>Stops both timers.</summary>
    protected void StopTimers()
    {
        RepeatTimer?.Dispose();
        RepeatTimer = null;
        EndTimer?.Dispose();
        EndTimer = null;
    }
}
