using System.Globalization;
using XHand.Calls.Signalling;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Calls.Provisionals;

/// <summary>
/// The UAC's side of reliable provisional responses (RFC 3262 4): answers each with PRACK in its early dialog, in their order, and keeps those dialogs until one
/// is confirmed. Loop thread only.
/// </summary>
internal sealed class ProvisionalAcknowledger(SipServices sip, SipFlow flow, SipUri contact, SipAuthenticator? authenticator) : IClientTransactionUser
{
    // More early dialogs than this from one INVITE come from no telephone (RELIABILITY.md S12).
    private const int MaxDialogs = 16;
    private readonly Dictionary<string, (SipDialog Dialog, uint RSeq)> _dialogs = new(StringComparer.Ordinal);

    /// <summary>The early dialog with that remote tag, or null.</summary>
    public SipDialog? Find(string tag) => _dialogs.TryGetValue(tag, out (SipDialog Dialog, uint RSeq) known) ? known.Dialog : null;

    /// <summary>
    /// True when the response is to be looked at; a reliable one has then been acknowledged. False for one that was seen before, or that has overtaken another:
    /// it comes again (RFC 3262 4).
    /// </summary>
    public bool TryTake(OutgoingRequest invite, SipResponse response)
    {
        if (!response.HasToken(SipHeader.Require, "100rel") || response.Number(SipHeader.RSeq) is not { } rseq || response.To.Tag is not { } tag)
        {
            return true;
        }

        if (_dialogs.TryGetValue(tag, out (SipDialog Dialog, uint RSeq) known))
        {
            if (rseq != known.RSeq + 1)
            {
                return false;
            }
        }
        else if (_dialogs.Count < MaxDialogs)
        {
            known.Dialog = SipDialog.FromResponse(invite, response, flow, contact);
        }
        else
        {
            return false;
        }

        _dialogs[tag] = (known.Dialog, rseq);
        Send(known.Dialog, string.Create(CultureInfo.InvariantCulture, $"{rseq} {response.CSeq.Number} INVITE"), null);
        return true;
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (authenticator?.Answer(response, SipMethod.Prack, transaction.Request.Uri) is { } credentials
            && Find(transaction.Request.To.Tag ?? "") is { } dialog)
        {
            Send(dialog, transaction.Request.Headers.First(header => header.Name == "RAck").Value, credentials);
        }
    }

    // The peer repeats its response and gives the INVITE up by itself; nothing is to be done here (RFC 3262 3).
    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason)
    {
    }

    private void Send(SipDialog dialog, string rack, (string Name, string Value)? credentials)
    {
        OutgoingRequest prack = dialog.CreateRequest(SipMethod.Prack).Add("RAck", rack);
        if (credentials is { } header)
        {
            prack.Add(header.Name, header.Value);
        }

        sip.Transactions.Send(prack, dialog.Flow, this);
    }
}
