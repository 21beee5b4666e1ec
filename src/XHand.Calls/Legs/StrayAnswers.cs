using XHand.Calls.Causes;
using XHand.Calls.Signalling;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Calls.Legs;

/// <summary>A 2xx to an INVITE of ours of which nothing is left: acknowledged and ended, so that the phone does not stay off the hook.</summary>
internal sealed class StrayAnswers(SipServices sip)
{
    /// <summary>Sends ACK and BYE.</summary>
    public void Take(SipResponse response, SipFlow flow)
    {
        IReadOnlyList<SipNameAddress> contacts = response.Addresses(SipHeader.Contact);
        if (contacts.Count == 0)
        {
            return;
        }

        OutgoingRequest invite = new(SipMethod.Invite, contacts[0].Uri, response.From, response.To, response.CallId, response.CSeq.Number);
        SipDialog dialog = SipDialog.FromResponse(invite, response, flow, sip.NewContact(flow));
        new InviteAcknowledger(sip.Transactions, sip.Transport).Acknowledge(dialog, invite);
        new ByeSender(sip, dialog, null, static () => { }).Send(CallCause.NormalClearing);
    }
}
