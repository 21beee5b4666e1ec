using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Sip.Transactions;

/// <summary>What stands above the transaction table (RFC 3261 5: the TU). All calls come in turns of the loop.</summary>
public interface ITransactionUser
{
    /// <summary>A new request, ACK and CANCEL excepted. The user must send a final response sooner or later.</summary>
    void OnRequest(ServerTransaction transaction);

    /// <summary>An ACK that belongs to no transaction that consumes it: the one for our 2xx.</summary>
    void OnAck(SipRequest ack, SipFlow flow);

    /// <summary>
    /// A CANCEL for <paramref name="invite"/>, already answered with 200; the user answers the INVITE with 487
    /// unless it has answered it before (RFC 3261 9.2).
    /// </summary>
    void OnCancel(ServerTransaction invite, SipRequest cancel);

    /// <summary>A 2xx for an INVITE whose transaction has gone: a retransmission to be acknowledged again by its dialog.</summary>
    void OnStrayResponse(SipResponse response, SipFlow flow);

    /// <summary>True for an INVITE that is let in however full it is, such as an emergency call. Any thread.</summary>
    bool IsUrgent(SipRequest invite) => false;

    /// <summary>A connection has gone; its transactions have been told.</summary>
    void OnConnectionLost(SipFlow flow)
    {
    }
}
