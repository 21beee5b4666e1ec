using XHand.Calls.Causes;
using XHand.Calls.Signalling;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Calls.Legs;

/// <summary>Ends a dialog: sends BYE and calls back once it has been answered or given up (RFC 3261 15.1.1).</summary>
internal sealed class ByeSender(SipServices sip, SipDialog dialog, SipAuthenticator? authenticator, Action done) : IClientTransactionUser
{
    private string _reason = "";

    /// <summary>Sends it.</summary>
    public void Send(CallCause cause)
    {
        _reason = cause.ReasonHeader;
        sip.Transactions.Send(Request(), dialog.Flow, this);
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (response.StatusCode < 200)
        {
            return;
        }

        if (authenticator?.Answer(response, SipMethod.Bye, transaction.Request.Uri) is { } credentials)
        {
            sip.Transactions.Send(Request().Add(credentials.Name, credentials.Value), dialog.Flow, this);
            return;
        }

        done();
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason) => done();

    private OutgoingRequest Request() => dialog.CreateRequest(SipMethod.Bye).Add("Reason", _reason);
}
