using XHand.Sip.Transactions.Machines;
using XHand.Sip.Transport;
using static XHand.Sip.Transactions.Machines.NonInviteServerActions;

namespace XHand.Sip.Transactions;

/// <summary>Runs <see cref="NonInviteServerMachine"/>: answers, owns timer J.</summary>
internal sealed class NonInviteServerShell(TransactionTable table, TransactionKey key, SipFlow replyFlow, ServerTransaction transaction, bool isOurs)
    : ServerShell(table, key, replyFlow)
{
    private ServerTransaction? _transaction = transaction;
    private NonInviteServerState _state;
    private byte[]? _last;

    /// <summary>Shows the request to the user.</summary>
    public void Start() => Take(NonInviteServerMachine.Start, null);

    /// <inheritdoc/>
    public override void OnRepeatedRequest()
    {
        SipMetrics.RetransmissionAbsorbed();
        Step(NonInviteServerInput.Request, null);
    }

    /// <inheritdoc/>
    public override void Respond(int statusCode, byte[] bytes) =>
        Step(statusCode < 200 ? NonInviteServerInput.SendProvisional : NonInviteServerInput.SendFinal, bytes);

    /// <inheritdoc/>
    public override void OnTransportError(string reason) => Step(NonInviteServerInput.TransportError, null);

    /// <summary>Leaves the table without a trace.</summary>
    public void Forget()
    {
        _state = NonInviteServerState.Terminated;
        _transaction = null;
        _last = null;
        StopTimers();
        Table.Remove(this);
    }

    private void Step(NonInviteServerInput input, byte[]? response) => Take(NonInviteServerMachine.Step(_state, input), response);

    private void Take(NonInviteServerStep step, byte[]? response)
    {
        ServerTransaction? transaction = _transaction;
        _state = step.State;
        if (step.Actions.HasFlag(SendResponse))
        {
            _last = response;
            Table.Transport.Send(Flow, response!);
        }
        else if (step.Actions.HasFlag(RepeatResponse) && _last is not null)
        {
            SipMetrics.Retransmitted();
            Table.Transport.Send(Flow, _last);
        }

        if (step.Actions.HasFlag(StartAbandonTimer))
        {
            StartEndTimer(SipTimers.GiveUp, "sip.abandoned", () => Step(NonInviteServerInput.Abandoned, null));
        }

        if (step.Actions.HasFlag(StartTimerJ) && !Flow.IsReliable)
        {
            StartEndTimer(SipTimers.J(reliable: false), "sip.timerJ", () => Step(NonInviteServerInput.TimerJ, null));
        }

        if (step.State is NonInviteServerState.Completed && _transaction is not null)
        {
            // Answered: the request and its user are not needed for the 32 s to come.
            _transaction = null;
            Table.Settle(this);
        }

        if (step.State == NonInviteServerState.Terminated || (step.State == NonInviteServerState.Completed && Flow.IsReliable))
        {
            Forget();
        }

        if (step.Actions.HasFlag(InformTransportError))
        {
            SipMetrics.ServerTransportError();
        }

        // A CANCEL is answered by the table itself.
        if (step.Actions.HasFlag(PassRequestToUser) && !isOurs)
        {
            Table.User.OnRequest(transaction!);
        }
    }
}
