using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transport;

/// <summary>Answers every request with 200.</summary>
internal sealed class AnsweringUser : ITransactionUser
{
    public void OnRequest(ServerTransaction transaction) => transaction.Respond(new OutgoingResponse(transaction.Request, 200));

    public void OnAck(SipRequest ack, SipFlow flow)
    {
    }

    public void OnCancel(ServerTransaction invite, SipRequest cancel)
    {
    }

    public void OnStrayResponse(SipResponse response, SipFlow flow)
    {
    }
}
