using XHand.Calls.Identity;
using XHand.Calls.Legs;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Calls.Signalling;

/// <summary>Takes what belongs to a dialog or an INVITE of ours to its leg. Loop thread only.</summary>
public sealed class DialogRouter(SipServices sip)
{
    private readonly StrayAnswers _strays = new(sip);

    /// <summary>A request with a To tag; false when there is no such dialog.</summary>
    public bool TryTake(ServerTransaction transaction)
    {
        DialogId id = DialogId.OfRequest(transaction.Request);
        if (sip.Dialogs.Find(id) is { } leg)
        {
            leg.OnRequest(transaction);
            return true;
        }

        // It may have overtaken the response that made its dialog, or belong to an early one.
        return id.RemoteTag.Length > 0 && sip.Dialogs.FindCalling(id) is { } calling && calling.TryTakeEarly(transaction);
    }

    /// <summary>The ACK of a 2xx; one that belongs to nothing is dropped.</summary>
    public void OnAck(SipRequest ack) => sip.Dialogs.Find(DialogId.OfRequest(ack))?.OnAck(ack);

    /// <summary>A CANCEL.</summary>
    public void OnCancel(ServerTransaction invite, SipRequest cancel) => sip.Dialogs.FindByInvite(invite)?.OnCancel(invite, cancel);

    /// <summary>A 2xx whose transaction has gone.</summary>
    public void OnStrayOk(SipResponse response, SipFlow flow)
    {
        if (sip.Dialogs.Find(DialogId.OfResponse(response)) is { } leg)
        {
            leg.OnStrayOk(response);
        }
        else if (sip.Identity.Read(response.From.Tag) is IdentityOrigin.ThisProcess or IdentityOrigin.EarlierProcess)
        {
            _strays.Take(response, flow);
        }
    }
}
