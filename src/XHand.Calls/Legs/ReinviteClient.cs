using XHand.Calls.Causes;
using XHand.Calls.Signalling;
using XHand.Loop;
using XHand.Sdp;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Calls.Legs;

/// <summary>One re-INVITE of ours, with its ACK. Goes on listening after the leg's end, since a 2xx must be acknowledged all the same.</summary>
internal sealed class ReinviteClient(SipLeg leg, SipServices sip, Action<ReinviteOutcome> done) : IClientTransactionUser
{
    // No final response to what needs no person's hand: taken back then, which leaves the session as it was, or finds the dialog gone (RFC 3261 14.1, 9.1).
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);
    private readonly SipDialog _dialog = leg.Dialog!;
    private ILoopTimer? _limitTimer;
    private ReadOnlyMemory<byte> _body;
    private ClientTransaction? _transaction;
    private readonly InviteAcknowledger _acknowledger = new(sip.Transactions, sip.Transport);
    private bool _isSettled;

    /// <summary>Sends it.</summary>
    public void Send(SdpSession offer)
    {
        _body = offer.ToBytes();
        _limitTimer = sip.Loop.StartTimer(_limit, "reinvite-limit", Cancel);
        SendInvite(null);
    }

    /// <summary>Takes it back; the outcome still comes.</summary>
    public void Cancel() => _transaction?.Cancel();

    /// <summary>The leg has ended. Taken back as well: a final response that was lost with the peer would be waited for without end.</summary>
    public void Abandon()
    {
        Cancel();
        Settle(new ReinviteOutcome.LegGone());
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        int status = response.StatusCode;
        if (transaction != _transaction || status < 200)
        {
            return;
        }

        if (status < 300)
        {
            OnOk(transaction, response);
        }
        else if (leg.Authenticator?.Answer(response, SipMethod.Invite, transaction.Request.Uri) is { } credentials && !_isSettled)
        {
            SendInvite(credentials);
        }
        else if (!_isSettled && leg.SessionTimer.TryRaise(response))
        {
            SendInvite(null);
        }
        else if (status is 408 or 481)
        {
            OnDialogLost(status);
        }
        else
        {
            Settle(new ReinviteOutcome.Refused(status));
        }
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason)
    {
        if (transaction == _transaction)
        {
            OnDialogLost(statusCode);
        }
    }

    private void OnOk(ClientTransaction transaction, SipResponse response)
    {
        if (_acknowledger.TryRepeat(response))
        {
            return;
        }

        _limitTimer?.Dispose();
        _dialog.Refresh(response);
        _acknowledger.Acknowledge(_dialog, transaction.Request);
        if (_isSettled)
        {
            return;
        }

        if (SdpSession.TryParse(response.Body.Span, out SdpSession answer, out _) && leg.Audio.TakeAnswer(answer))
        {
            leg.Learn(response);
            leg.SessionTimer.TakeAnswer(response);
            leg.CheckHold();
            Settle(new ReinviteOutcome.Accepted(answer));
        }
        else
        {
            leg.HangUp(CallCause.NotAcceptable);
        }
    }

    // RFC 3261 12.2.1.2: 481, 408 and no response at all end the dialog.
    private void OnDialogLost(int status)
    {
        if (!_isSettled)
        {
            leg.Lose(CallCause.OfStatus(status));
        }
    }

    private void SendInvite((string Name, string Value)? credentials)
    {
        OutgoingRequest invite = _dialog.CreateRequest(SipMethod.Invite)
            .Add("Allow", SipProfile.Allow)
            .WithBody(SipProfile.Sdp, _body);
        leg.SessionTimer.AddTo(invite);
        if (leg.Connected is { } connected)
        {
            invite.Add("P-Asserted-Identity", connected);
        }

        if (credentials is { } header)
        {
            invite.Add(header.Name, header.Value);
        }

        _transaction = sip.Transactions.Send(invite, _dialog.Flow, this);
    }

    private void Settle(ReinviteOutcome outcome)
    {
        if (!_isSettled)
        {
            _isSettled = true;
            _limitTimer?.Dispose();
            done(outcome);
        }
    }
}
