using XHand.Calls.Causes;
using XHand.Calls.Signalling;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Calls.Legs;

/// <summary>One UPDATE of ours without a description (RFC 3311 5.1): it refreshes the session, or says who is connected.</summary>
internal sealed class UpdateClient(SipLeg leg, SipServices sip) : IClientTransactionUser
{
    /// <summary>Sends it.</summary>
    public void Send() => SendUpdate(null);

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        int status = response.StatusCode;
        if (status < 200 || leg.IsEnded)
        {
            return;
        }

        if (status < 300)
        {
            leg.Dialog!.Refresh(response);
            leg.Learn(response);
            leg.SessionTimer.TakeAnswer(response);
        }
        else if (leg.Authenticator?.Answer(response, SipMethod.Update, transaction.Request.Uri) is { } credentials)
        {
            SendUpdate(credentials);
        }
        else if (leg.SessionTimer.TryRaise(response))
        {
            SendUpdate(null);
        }
        else if (status is 408 or 481)
        {
            // RFC 3261 12.2.1.2.
            leg.Lose(CallCause.OfStatus(status));
        }
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason)
    {
        if (!leg.IsEnded)
        {
            leg.Lose(CallCause.OfStatus(statusCode));
        }
    }

    private void SendUpdate((string Name, string Value)? credentials)
    {
        OutgoingRequest update = leg.Dialog!.CreateRequest(SipMethod.Update).Add("Allow", SipProfile.Allow);
        leg.SessionTimer.AddTo(update);
        if (leg.Connected is { } connected)
        {
            update.Add("P-Asserted-Identity", connected);
        }

        if (credentials is { } header)
        {
            update.Add(header.Name, header.Value);
        }

        sip.Transactions.Send(update, leg.Dialog.Flow, this);
    }
}
