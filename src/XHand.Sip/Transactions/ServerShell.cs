using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Sip.Transactions;

/// <summary>A server transaction as the table sees it. <see cref="TransactionShell.Flow"/> is the way of the responses.</summary>
internal abstract class ServerShell(TransactionTable table, TransactionKey key, SipFlow replyFlow) : TransactionShell(table, key, replyFlow)
{
    /// <summary>The request came again.</summary>
    public abstract void OnRepeatedRequest();

    /// <summary>The user gave a response, written as <paramref name="bytes"/>.</summary>
    public abstract void Respond(int statusCode, byte[] bytes);
}
