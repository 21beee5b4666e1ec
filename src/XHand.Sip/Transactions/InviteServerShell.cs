using XHand.Sip.Messages;
using XHand.Sip.Transactions.Machines;
using XHand.Sip.Transport;
using static XHand.Sip.Transactions.Machines.InviteServerActions;

namespace XHand.Sip.Transactions;

/// <summary>Runs <see cref="InviteServerMachine"/>: answers, owns timers G, H, I and L.</summary>
internal sealed class InviteServerShell(TransactionTable table, TransactionKey key, SipFlow replyFlow, ServerTransaction transaction)
    : ServerShell(table, key, replyFlow)
{
    private readonly string _localTag = transaction.LocalTag;
    private ServerTransaction? _transaction = transaction;
    private InviteServerState _state;
    private byte[]? _last;
    private TimeSpan _interval = SipTimers.T1;
    private TimeSpan _waited;

    /// <summary>The tag of our responses, also for the answer to a CANCEL (RFC 3261 9.2).</summary>
    public string LocalTag => _localTag;

    /// <summary>Under what a copy of this INVITE by another way is recognised; null inside a dialog and once answered.</summary>
    public MergeKey? Merge { get; set; }

    /// <summary>The transaction while it has no final response, else null.</summary>
    public ServerTransaction? Unanswered => _transaction;

    /// <summary>Sends 100 and shows the INVITE to the user.</summary>
    public void Start()
    {
        _last = new OutgoingResponse(_transaction!.Request, 100).ToBytes();
        Take(InviteServerMachine.Start, _last, null);
    }

    /// <inheritdoc/>
    public override void OnRepeatedRequest()
    {
        SipMetrics.RetransmissionAbsorbed();
        Step(InviteServerInput.Invite, null, null);
    }

    /// <summary>An ACK with our branch came.</summary>
    public void OnAck(SipRequest ack) => Step(InviteServerInput.Ack, null, ack);

    /// <inheritdoc/>
    public override void Respond(int statusCode, byte[] bytes) =>
        Step(
            statusCode switch
            {
                < 200 => InviteServerInput.SendProvisional,
                < 300 => InviteServerInput.SendSuccess,
                _ => InviteServerInput.SendFailure,
            },
            bytes,
            null);

    /// <inheritdoc/>
    public override void OnTransportError(string reason) => Step(InviteServerInput.TransportError, null, null);

    private void Step(InviteServerInput input, byte[]? response, SipRequest? ack) =>
        Take(InviteServerMachine.Step(_state, input), response, ack);

    private void Take(InviteServerStep step, byte[]? response, SipRequest? ack)
    {
        ServerTransaction? transaction = _transaction;
        _state = step.State;
        if (step.Actions.HasFlag(StopTimersGAndH))
        {
            StopTimers();
            _last = null;
        }

        SendWhatIsDue(step.Actions, response);
        StartTimers(step.Actions);
        if (step.State != InviteServerState.Proceeding && _transaction is not null)
        {
            // Answered: the request and its user are not needed for the 32 s to come.
            _transaction = null;
            Table.Settle(this);
        }

        if (step.State == InviteServerState.Terminated || (step.State == InviteServerState.Confirmed && Flow.IsReliable))
        {
            _state = InviteServerState.Terminated;
            StopTimers();
            _last = null;
            Table.Remove(this);
        }

        TellUser(step.Actions, transaction, ack);
    }

    private void SendWhatIsDue(InviteServerActions actions, byte[]? response)
    {
        if (actions.HasFlag(SendTrying) || actions.HasFlag(SendResponse))
        {
            // A 2xx is repeated by its dialog, which has the bytes.
            _last = _state == InviteServerState.Accepted ? null : response;
            Table.Transport.Send(Flow, response!);
        }
        else if (actions.HasFlag(RepeatResponse) && _last is not null)
        {
            SipMetrics.Retransmitted();
            Table.Transport.Send(Flow, _last);
        }
    }

    private void StartTimers(InviteServerActions actions)
    {
        if (actions.HasFlag(StartTimersGAndH))
        {
            // One timer runs both, to keep a refused call small: H is when G has been running for 64*T1.
            _waited = Flow.IsReliable ? SipTimers.GiveUp : _interval;
            RepeatTimer = Table.Loop.StartTimer(_waited, "sip.timerGH", OnTimerGOrH);
        }

        if (actions.HasFlag(StartTimerG))
        {
            _interval = SipTimers.NextUpToT2(_interval);
            TimeSpan due = _interval < SipTimers.GiveUp - _waited ? _interval : SipTimers.GiveUp - _waited;
            _waited += due;
            RepeatTimer?.Rearm(due);
        }

        if (actions.HasFlag(StartTimerI) && !Flow.IsReliable)
        {
            StartEndTimer(SipTimers.IAndK(reliable: false), "sip.timerI", () => Step(InviteServerInput.TimerI, null, null));
        }

        if (actions.HasFlag(StartTimerL))
        {
            StartEndTimer(SipTimers.GiveUp, "sip.timerL", () => Step(InviteServerInput.TimerL, null, null));
        }
    }

    private void OnTimerGOrH() => Step(_waited < SipTimers.GiveUp ? InviteServerInput.TimerG : InviteServerInput.TimerH, null, null);

    private void TellUser(InviteServerActions actions, ServerTransaction? transaction, SipRequest? ack)
    {
        if (actions.HasFlag(InformTimeout))
        {
            SipMetrics.TransactionTimedOut("invite_server");
        }

        if (actions.HasFlag(InformTransportError))
        {
            SipMetrics.ServerTransportError();
        }

        if (actions.HasFlag(PassAckToUser))
        {
            Table.User.OnAck(ack!, Flow);
        }
        else if (actions.HasFlag(PassRequestToUser))
        {
            Table.User.OnRequest(transaction!);
        }
    }
}
