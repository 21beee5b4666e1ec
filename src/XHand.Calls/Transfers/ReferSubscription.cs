using System.Globalization;
using System.Text;
using XHand.Calls.Legs;
using XHand.Calls.Signalling;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Calls.Transfers;

/// <summary>
/// The subscription that a REFER makes by itself (RFC 3515 2.4.4): tells the referrer by NOTIFY what becomes of it, and ends with the first final status.
/// Silent where the referrer wanted none (RFC 4488). Loop thread only.
/// </summary>
internal sealed class ReferSubscription(SipLeg leg, SipServices sip, string eventValue, bool isSilent) : IClientTransactionUser
{
    private bool _isOver = isSilent;

    /// <summary>True once the referrer has been told how it ended.</summary>
    public bool IsOver => _isOver;

    /// <summary>The Event value for a REFER: later ones in a dialog are told apart by their CSeq (RFC 3515 2.4.6).</summary>
    public static string EventOf(SipRequest refer, bool isFirst) =>
        isFirst ? "refer" : string.Create(CultureInfo.InvariantCulture, $"refer;id={refer.CSeq.Number}");

    /// <summary>Tells a status of the call that was asked for; 200 and above is the last word.</summary>
    public void Notify(int status)
    {
        if (_isOver || leg.IsEnded)
        {
            return;
        }

        _isOver = status >= 200;
        Send(status);
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (!leg.IsEnded && leg.Authenticator?.Answer(response, SipMethod.Notify, transaction.Request.Uri) is { } credentials)
        {
            OutgoingRequest again = Request(transaction.Request.Headers.First(header => header.Name == "Subscription-State").Value, transaction.Request.Body);
            sip.Transactions.Send(again.Add(credentials.Name, credentials.Value), leg.Dialog!.Flow, this);
        }
        else if (response.StatusCode >= 300)
        {
            // RFC 6665 4.2.2: whoever refuses a NOTIFY has no subscription any more. The transfer goes on.
            _isOver = true;
        }
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason) => _isOver = true;

    private void Send(int status)
    {
        string fragment = string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {status} {SipReasonPhrase.Of(status)}\r\n");
        OutgoingRequest notify = Request(status >= 200 ? "terminated;reason=noresource" : "active;expires=180", Encoding.ASCII.GetBytes(fragment));
        sip.Transactions.Send(notify, leg.Dialog!.Flow, this);
    }

    private OutgoingRequest Request(string state, ReadOnlyMemory<byte> body) => leg.Dialog!.CreateRequest(SipMethod.Notify)
        .Add("Event", eventValue)
        .Add("Subscription-State", state)
        .WithBody("message/sipfrag;version=2.0", body);
}
