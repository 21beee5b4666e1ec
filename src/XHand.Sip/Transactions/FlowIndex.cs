using XHand.Sip.Transport;

namespace XHand.Sip.Transactions;

/// <summary>
/// The transactions that wait on each flow, so that a lost connection costs work in proportion to what it carried and not
/// to all calls. A list through the shells themselves: nothing is allocated for the second transaction of a flow.
/// </summary>
internal sealed class FlowIndex
{
    private readonly Dictionary<SipFlow, TransactionShell> _newest = [];

    /// <summary>Adds a transaction under its flow.</summary>
    public void Add(TransactionShell shell)
    {
        if (_newest.TryGetValue(shell.Flow, out TransactionShell? newest))
        {
            shell.PreviousOnFlow = newest;
            newest.NextOnFlow = shell;
        }

        _newest[shell.Flow] = shell;
        shell.IsOnFlow = true;
    }

    /// <summary>Takes it out; nothing happens when it is not in.</summary>
    public void Remove(TransactionShell shell)
    {
        if (!shell.IsOnFlow)
        {
            return;
        }

        shell.IsOnFlow = false;
        TransactionShell? previous = shell.PreviousOnFlow;
        TransactionShell? next = shell.NextOnFlow;
        shell.PreviousOnFlow = null;
        shell.NextOnFlow = null;
        previous?.NextOnFlow = next;
        if (next is not null)
        {
            next.PreviousOnFlow = previous;
        }
        else if (previous is not null)
        {
            _newest[shell.Flow] = previous;
        }
        else
        {
            _newest.Remove(shell.Flow);
        }
    }

    /// <summary>Those on <paramref name="flow"/> now, oldest first; a copy, since each will change the index.</summary>
    public List<TransactionShell> On(SipFlow flow)
    {
        List<TransactionShell> found = [];
        _newest.TryGetValue(flow, out TransactionShell? shell);
        for (; shell is not null; shell = shell.PreviousOnFlow)
        {
            found.Add(shell);
        }

        found.Reverse();
        return found;
    }
}
