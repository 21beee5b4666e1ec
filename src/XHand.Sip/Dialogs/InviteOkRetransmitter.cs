using XHand.Loop;
using XHand.Sip.Transactions;

namespace XHand.Sip.Dialogs;

/// <summary>
/// Repeats the 2xx of an INVITE until its ACK comes: after T1, doubled up to T2, on reliable transports too, for 64*T1
/// (RFC 3261 13.3.1.4). Loop thread only.
/// </summary>
public sealed class InviteOkRetransmitter : IDisposable
{
    private readonly Action _notAcknowledged;
    private readonly ILoopTimer _repeat;
    private readonly ILoopTimer _giveUp;
    private ServerTransaction? _invite;
    private TimeSpan _interval = SipTimers.T1;

    /// <summary>
    /// Begins right after <paramref name="invite"/> has been answered 2xx. <paramref name="notAcknowledged"/> runs once when no ACK came in
    /// 32 s: the session should then be ended with BYE.
    /// </summary>
    public InviteOkRetransmitter(ISwitchLoop loop, ServerTransaction invite, Action notAcknowledged)
    {
        if (invite.SentSuccess is null)
        {
            throw new ArgumentException("The INVITE has not been answered 2xx.", nameof(invite));
        }

        CSeq = invite.Request.CSeq.Number;
        _invite = invite;
        _notAcknowledged = notAcknowledged;
        _repeat = loop.StartTimer(_interval, "sip.repeat2xx", Repeat);
        _giveUp = loop.StartTimer(SipTimers.GiveUp, "sip.noAck", GiveUp);
    }

    /// <summary>CSeq number of the INVITE: the ACK that counts has the same.</summary>
    public uint CSeq { get; }

    /// <summary>True until the ACK came, the time was over or it was disposed.</summary>
    public bool IsWaiting => _invite is not null;

    /// <summary>Takes the ACK; false when it acknowledges another INVITE of the dialog.</summary>
    public bool Acknowledge(uint ackCSeq)
    {
        if (ackCSeq != CSeq)
        {
            return false;
        }

        Dispose();
        return true;
    }

    /// <summary>Stops repeating: the call has ended otherwise.</summary>
    public void Dispose()
    {
        _invite = null;
        _repeat.Dispose();
        _giveUp.Dispose();
    }

    private void Repeat()
    {
        if (_invite is not { } invite)
        {
            return;
        }

        SipMetrics.Retransmitted();
        invite.RepeatSuccess();
        _interval = SipTimers.NextUpToT2(_interval);
        _repeat.Rearm(_interval);
    }

    private void GiveUp()
    {
        if (IsWaiting)
        {
            Dispose();
            _notAcknowledged();
        }
    }
}
