using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Dialogs;

/// <summary>
/// The UAC's side of a 2xx: sends its ACK, and the same ACK again for each repetition of the 2xx (RFC 3261 13.2.2.4). One per dialog; keeps
/// the ACK of the last INVITE only. Loop thread only.
/// </summary>
public sealed class InviteAcknowledger(TransactionTable table, ISipTransport transport)
{
    private byte[]? _ack;
    private SipFlow? _flow;
    private uint _cseq;

    /// <summary>Acknowledges the 2xx of <paramref name="invite"/> along the dialog's flow, with the answer to an offer in the 2xx if there is one.</summary>
    public void Acknowledge(SipDialog dialog, OutgoingRequest invite, string? contentType = null, ReadOnlyMemory<byte> body = default)
    {
        OutgoingRequest ack = dialog.CreateRequest(SipMethod.Ack, invite.CSeq);
        ack.CopyCredentials(invite);
        if (contentType is not null)
        {
            ack.WithBody(contentType, body);
        }

        _cseq = invite.CSeq;
        _flow = dialog.Flow;
        _ack = table.SendAck(ack, dialog.Flow);
    }

    /// <summary>Sends the ACK again when <paramref name="response"/> repeats the 2xx that was acknowledged last; false when it is another one.</summary>
    public bool TryRepeat(SipResponse response)
    {
        if (_ack is null || response.CSeq.Method != SipMethod.Invite || response.CSeq.Number != _cseq)
        {
            return false;
        }

        SipMetrics.Retransmitted();
        transport.Send(_flow!, _ack);
        return true;
    }
}
