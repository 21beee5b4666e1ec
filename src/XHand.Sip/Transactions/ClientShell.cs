using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Sip.Transactions;

/// <summary>A client transaction as the table sees it.</summary>
internal abstract class ClientShell(TransactionTable table, TransactionKey key, SipFlow flow) : TransactionShell(table, key, flow)
{
    /// <summary>A response with our branch and method came.</summary>
    public abstract void OnResponse(SipResponse response);

    /// <summary>The owner wants the INVITE cancelled.</summary>
    public virtual void Cancel(string? reasonHeader)
    {
    }

    /// <summary>The owner no longer wants to hear of it.</summary>
    public abstract void Release();
}
