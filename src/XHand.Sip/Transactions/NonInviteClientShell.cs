using XHand.Sip.Messages;
using XHand.Sip.Transactions.Machines;
using XHand.Sip.Transport;
using static XHand.Sip.Transactions.Machines.NonInviteClientActions;

namespace XHand.Sip.Transactions;

/// <summary>Runs <see cref="NonInviteClientMachine"/>: sends, owns timers E, F and K.</summary>
internal sealed class NonInviteClientShell : ClientShell
{
    private ClientTransaction? _transaction;
    private NonInviteClientState _state;
    private byte[]? _request;
    private TimeSpan _interval = SipTimers.T1;

    public NonInviteClientShell(TransactionTable table, TransactionKey key, ClientTransaction transaction, SipVia via)
        : base(table, key, transaction.Flow)
    {
        _transaction = transaction;
        _request = transaction.Request.ToBytes(via);
    }

    /// <summary>Sends the request.</summary>
    public void Start() => Take(NonInviteClientMachine.Start, null, null);

    /// <inheritdoc/>
    public override void OnResponse(SipResponse response) =>
        Step(response.StatusCode < 200 ? NonInviteClientInput.Provisional : NonInviteClientInput.Final, response, null);

    /// <inheritdoc/>
    public override void OnTransportError(string reason) => Step(NonInviteClientInput.TransportError, null, reason);

    /// <inheritdoc/>
    public override void Release()
    {
        // An owner that no longer cares keeps its request on the wire all the same: a BYE must arrive.
        _transaction = null;
    }

    private void Step(NonInviteClientInput input, SipResponse? response, string? reason) =>
        Take(NonInviteClientMachine.Step(_state, input), response, reason);

    private void Take(NonInviteClientStep step, SipResponse? response, string? reason)
    {
        ClientTransaction? transaction = _transaction;
        _state = step.State;
        if (step.Actions.HasFlag(StopTimersEAndF))
        {
            StopTimers();
            _request = null;
        }

        if (step.Actions.HasFlag(SendRequest))
        {
            Table.SendRequestBytes(this, _request!, RepeatTimer is not null);
        }

        StartTimers(step.Actions);
        if (step.State == NonInviteClientState.Completed)
        {
            Table.Settle(this);
            _transaction = null;
        }

        if (step.State == NonInviteClientState.Terminated || (step.State == NonInviteClientState.Completed && Flow.IsReliable))
        {
            _transaction = null;
            _state = NonInviteClientState.Terminated;
            StopTimers();
            Table.Remove(this);
        }

        // The user is told last: whatever it does, or throws, this transaction has taken its step.
        if (step.Actions.HasFlag(InformTimeout))
        {
            SipMetrics.TransactionTimedOut("non_invite_client");
            transaction?.Owner.OnFailure(transaction, 408, reason!);
        }
        else if (step.Actions.HasFlag(InformTransportError))
        {
            transaction?.Owner.OnFailure(transaction, 503, reason!);
        }
        else if (step.Actions.HasFlag(PassToUser))
        {
            transaction?.Owner.OnResponse(transaction, response!);
        }
    }

    private void StartTimers(NonInviteClientActions actions)
    {
        if ((actions & (StartTimerE | StartTimerEAtT2)) != 0 && !Flow.IsReliable)
        {
            if (RepeatTimer is null)
            {
                RepeatTimer = Table.Loop.StartTimer(_interval, "sip.timerE", () => Step(NonInviteClientInput.TimerE, null, null));
            }
            else
            {
                _interval = actions.HasFlag(StartTimerEAtT2) ? SipTimers.T2 : SipTimers.NextUpToT2(_interval);
                RepeatTimer.Rearm(_interval);
            }
        }

        if (actions.HasFlag(StartTimerF))
        {
            StartEndTimer(SipTimers.GiveUp, "sip.timerF", () => Step(NonInviteClientInput.TimerF, null, "no final response in 32 s (timer F)"));
        }

        if (actions.HasFlag(StartTimerK) && !Flow.IsReliable)
        {
            StartEndTimer(SipTimers.IAndK(reliable: false), "sip.timerK", () => Step(NonInviteClientInput.TimerK, null, null));
        }
    }
}
