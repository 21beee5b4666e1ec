using XHand.Sip.Messages;
using XHand.Sip.Transactions.Machines;
using XHand.Sip.Transport;
using static XHand.Sip.Transactions.Machines.InviteClientActions;

namespace XHand.Sip.Transactions;

/// <summary>Runs <see cref="InviteClientMachine"/>: sends, owns timers A, B, D and M, makes the ACK of a failure and the CANCEL.</summary>
internal sealed class InviteClientShell : ClientShell, IClientTransactionUser
{
    private readonly SipVia _via;
    private ClientTransaction? _transaction;
    private InviteClientState _state;
    private byte[]? _request;
    private byte[]? _ack;
    private TimeSpan _interval = SipTimers.T1;
    private bool _cancelWanted;
    private bool _cancelSent;
    private string? _cancelReason;

    public InviteClientShell(TransactionTable table, TransactionKey key, ClientTransaction transaction, SipVia via)
        : base(table, key, transaction.Flow)
    {
        _via = via;
        _transaction = transaction;
        _request = transaction.Request.ToBytes(via);
    }

    /// <summary>Sends the INVITE.</summary>
    public void Start() => Take(InviteClientMachine.Start, null, null);

    /// <inheritdoc/>
    public override void OnResponse(SipResponse response) =>
        Step(
            response.StatusCode switch
            {
                < 200 => InviteClientInput.Provisional,
                < 300 => InviteClientInput.Success,
                _ => InviteClientInput.Failure,
            },
            response,
            null);

    /// <inheritdoc/>
    public override void OnTransportError(string reason) => Step(InviteClientInput.TransportError, null, reason);

    /// <inheritdoc/>
    public override void Cancel(string? reasonHeader)
    {
        if (_cancelWanted || _state is not (InviteClientState.Calling or InviteClientState.Proceeding))
        {
            return;
        }

        _cancelWanted = true;
        _cancelReason = reasonHeader;
        SendCancelIfDue();
    }

    /// <inheritdoc/>
    public override void Release()
    {
        if (_state is not (InviteClientState.Calling or InviteClientState.Proceeding))
        {
            _transaction = null;
        }
    }

    // The CANCEL is a transaction of its own, and this is its user. Its answer says nothing about the INVITE.
    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
    }

    // Without a CANCEL on the wire no 487 can be waited for.
    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason) =>
        Step(InviteClientInput.CancelTimeout, null, reason);

    private void Step(InviteClientInput input, SipResponse? response, string? reason) =>
        Take(InviteClientMachine.Step(_state, input), response, reason);

    private void Take(InviteClientStep step, SipResponse? response, string? reason)
    {
        ClientTransaction? transaction = _transaction;
        bool had2xx = _state == InviteClientState.Accepted;
        _state = step.State;
        if (step.Actions.HasFlag(StopTimersAAndB))
        {
            StopTimers();
            _request = null;
        }

        SendWhatIsDue(step.Actions, response);
        StartTimers(step.Actions);
        if (step.State is InviteClientState.Completed or InviteClientState.Accepted)
        {
            Table.Settle(this);
        }

        if (step.State is InviteClientState.Terminated || (step.State == InviteClientState.Completed && Flow.IsReliable))
        {
            End();
        }
        else if (step.State == InviteClientState.Proceeding)
        {
            SendCancelIfDue();
        }

        // A failure is final: neither the request nor its owner is needed for the 32 s of timer D.
        if (step.State is InviteClientState.Completed or InviteClientState.Terminated)
        {
            _transaction = null;
        }

        // The user is told last: whatever it does, or throws, this transaction has taken its step.
        TellUser(step.Actions, transaction, response, reason, had2xx);
    }

    private void SendWhatIsDue(InviteClientActions actions, SipResponse? response)
    {
        if (actions.HasFlag(SendRequest))
        {
            Table.SendRequestBytes(this, _request!, RepeatTimer is not null);
        }

        if (actions.HasFlag(SendAck))
        {
            if (_ack is null)
            {
                _ack = RequestInTransaction(_transaction!.Request, SipMethod.Ack, response!.To, null).ToBytes(_via);
            }

            Table.Transport.Send(Flow, _ack);
        }
    }

    private void StartTimers(InviteClientActions actions)
    {
        if (actions.HasFlag(StartTimerA) && !Flow.IsReliable)
        {
            if (RepeatTimer is null)
            {
                RepeatTimer = Table.Loop.StartTimer(_interval, "sip.timerA", () => Step(InviteClientInput.TimerA, null, null));
            }
            else
            {
                _interval *= 2;
                RepeatTimer.Rearm(_interval);
            }
        }

        if (actions.HasFlag(StartTimerB))
        {
            StartEndTimer(SipTimers.GiveUp, "sip.timerB", () => Step(InviteClientInput.TimerB, null, "no response to INVITE in 32 s (timer B)"));
        }

        if (actions.HasFlag(StartTimerD) && !Flow.IsReliable)
        {
            StartEndTimer(SipTimers.D(reliable: false), "sip.timerD", () => Step(InviteClientInput.TimerD, null, null));
        }

        if (actions.HasFlag(StartTimerM))
        {
            StartEndTimer(SipTimers.GiveUp, "sip.timerM", () => Step(InviteClientInput.TimerM, null, null));
        }
    }

    private void TellUser(InviteClientActions actions, ClientTransaction? transaction, SipResponse? response, string? reason, bool had2xx)
    {
        if (actions.HasFlag(PassToUser))
        {
            if (transaction is not null)
            {
                transaction.Owner.OnResponse(transaction, response!);
            }
            else if (had2xx)
            {
                Table.User.OnStrayResponse(response!, Flow);
            }
        }

        // A transport error after the final response concerns only our ACK: its owner has gone, nobody is told.
        if (actions.HasFlag(InformTimeout))
        {
            SipMetrics.TransactionTimedOut("invite_client");
            transaction?.Owner.OnFailure(transaction, 408, reason!);
        }
        else if (actions.HasFlag(InformTransportError))
        {
            transaction?.Owner.OnFailure(transaction, 503, reason!);
        }
    }

    private void SendCancelIfDue()
    {
        if (!_cancelWanted || _cancelSent || _state != InviteClientState.Proceeding)
        {
            return;
        }

        _cancelSent = true;
        OutgoingRequest cancel = RequestInTransaction(_transaction!.Request, SipMethod.Cancel, _transaction.Request.To, _cancelReason);
        StartEndTimer(SipTimers.GiveUp, "sip.cancelWait", () => Step(InviteClientInput.CancelTimeout, null, "no final response in 32 s after CANCEL"));
        Table.SendCancel(cancel, Flow, _via, this);
    }

    // RFC 3261 9.1 and 17.1.1.3: same Request-URI, Call-ID, From, CSeq number, Route and the INVITE's single top Via.
    private static OutgoingRequest RequestInTransaction(OutgoingRequest invite, SipMethod method, SipNameAddress to, string? reasonHeader)
    {
        OutgoingRequest request = new(method, invite.Uri, invite.From, to, invite.CallId, invite.CSeq) { Route = invite.Route };
        if (method == SipMethod.Ack)
        {
            request.CopyCredentials(invite);
        }

        if (reasonHeader is not null)
        {
            request.Add("Reason", reasonHeader);
        }

        return request;
    }

    private void End()
    {
        _state = InviteClientState.Terminated;
        StopTimers();
        Table.Remove(this);
    }
}
