using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Pbx.Messages;

/// <summary>Waits for the phones that a MESSAGE was sent to: the first that took it answers for all, else the last refusal does. Loop thread only.</summary>
internal sealed class MessageRelay(ServerTransaction sender, int phones) : IClientTransactionUser
{
    private int _left = phones;
    private int _refusal = 480;

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (response.StatusCode >= 200)
        {
            Take(response.StatusCode);
        }
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason) => Take(480);

    private void Take(int status)
    {
        _left--;
        if (status < 300)
        {
            sender.Respond(new OutgoingResponse(sender.Request, 200));
        }
        else
        {
            // A challenge or a redirection is between us and the phone.
            _refusal = status is < 400 or 401 or 407 ? _refusal : status;
            if (_left == 0)
            {
                sender.Respond(new OutgoingResponse(sender.Request, _refusal));
            }
        }
    }
}
