using XHand.Calls.Causes;
using XHand.Calls.Signalling;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Calls.Legs;

/// <summary>
/// The further 2xx of an INVITE that a proxy forked: one dialog is ours, each other one is acknowledged and ended at once
/// (RFC 3261 13.2.2.4).
/// </summary>
internal sealed class ForkedAnswers(SipServices sip)
{
    // More answers than this to one INVITE come from no telephone (RELIABILITY.md S12).
    private const int MaxForks = 64;
    private Dictionary<string, InviteAcknowledger>? _acknowledged;

    /// <summary>Acknowledges a 2xx with <paramref name="tag"/>; the first of its dialog is also answered with BYE, unless <paramref name="cause"/> is null.</summary>
    public void Take(OutgoingRequest invite, SipResponse response, SipFlow flow, SipUri contact, string tag, CallCause? cause)
    {
        _acknowledged ??= new Dictionary<string, InviteAcknowledger>(StringComparer.Ordinal);
        if (_acknowledged.TryGetValue(tag, out InviteAcknowledger? known))
        {
            known.TryRepeat(response);
        }
        else if (_acknowledged.Count < MaxForks)
        {
            SipDialog dialog = SipDialog.FromResponse(invite, response, flow, contact);
            InviteAcknowledger acknowledger = new(sip.Transactions, sip.Transport);
            acknowledger.Acknowledge(dialog, invite);
            _acknowledged.Add(tag, acknowledger);
            if (cause is not null)
            {
                new ByeSender(sip, dialog, null, static () => { }).Send(cause);
            }
        }
    }
}
