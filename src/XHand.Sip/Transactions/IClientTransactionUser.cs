using XHand.Sip.Messages;

namespace XHand.Sip.Transactions;

/// <summary>Who sent a request and hears of it. All calls come in turns of the loop.</summary>
public interface IClientTransactionUser
{
    /// <summary>
    /// A provisional or final response; for INVITE also each repeated or forked 2xx (RFC 6026 8.4). The ACK of a non-2xx
    /// final is sent by the transaction, that of a 2xx by the user.
    /// </summary>
    void OnResponse(ClientTransaction transaction, SipResponse response);

    /// <summary>No final response in time (timer B or F), or the transport failed: treated as 408 or 503 (RFC 3261 8.1.3.1).</summary>
    void OnFailure(ClientTransaction transaction, int statusCode, string reason);
}
