using System.Globalization;
using XHand.Loop;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Calls.Provisionals;

/// <summary>Runs <see cref="ReliableProvisionalMachine"/> for one INVITE: numbers, sends and repeats 101 to 199 until their PRACK. Loop thread only.</summary>
internal sealed class ReliableProvisionals(ISwitchLoop loop, ServerTransaction invite, uint firstRSeq, Action notAcknowledged) : IDisposable
{
    private ReliableProvisionalState _state;
    private OutgoingResponse? _present;
    private OutgoingResponse? _kept;
    private uint _rseq = firstRSeq - 1;
    private TimeSpan _interval;
    private ILoopTimer? _repeat;
    private ILoopTimer? _giveUp;

    /// <summary>A final response other than a refusal has to wait: what is unacknowledged has a description (RFC 3262 3).</summary>
    public bool DelaysAnswer => _state == ReliableProvisionalState.Unacknowledged && _present is { Body.IsEmpty: false };

    /// <summary>Called when nothing waits for a PRACK any more.</summary>
    public Action? Acknowledged { get; set; }

    /// <summary>Sends one, now or when the one before has its PRACK; of several that wait the last counts.</summary>
    public void Send(OutgoingResponse response)
    {
        _kept = response;
        Take(ReliableProvisionalInput.Send, null);
    }

    /// <summary>Answers a PRACK. True when it acknowledged what waited, whose offer or answer may be in it.</summary>
    public bool TakePrack(ServerTransaction prack, Func<OutgoingResponse> ok)
    {
        bool isIt = Matches(prack.Request.Text(SipHeader.RAck));
        bool waited = _state == ReliableProvisionalState.Unacknowledged;
        Take(isIt ? ReliableProvisionalInput.Prack : ReliableProvisionalInput.StrangePrack, () =>
            prack.Respond(isIt ? ok() : new OutgoingResponse(prack.Request, 481)));
        if (isIt && waited && _state == ReliableProvisionalState.Acknowledged)
        {
            Acknowledged?.Invoke();
        }

        return isIt && waited;
    }

    /// <summary>The final response goes out, or the leg is over.</summary>
    public void Dispose() => Take(ReliableProvisionalInput.Final, null);

    // RFC 3262 7.2: RSeq, then CSeq number and method of the INVITE.
    private bool Matches(string? rack)
    {
        string[] parts = (rack ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 3
            && uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint rseq) && rseq == _rseq && _present is not null
            && uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint cseq) && cseq == invite.Request.CSeq.Number
            && parts[2] == "INVITE";
    }

    private void Take(ReliableProvisionalInput input, Action? answer)
    {
        ReliableProvisionalStep step = ReliableProvisionalMachine.Step(_state, input);
        _state = step.State;
        if (step.Actions.HasFlag(ReliableProvisionalActions.StopTimers))
        {
            _repeat?.Dispose();
            _giveUp?.Dispose();
        }

        if (step.Actions.HasFlag(ReliableProvisionalActions.SendNew))
        {
            SendNew();
        }

        if (step.Actions.HasFlag(ReliableProvisionalActions.Repeat))
        {
            // RFC 3262 3: doubled each time, without the cap of T2.
            invite.Respond(_present!);
            _interval *= 2;
            _repeat!.Rearm(_interval);
        }

        if ((step.Actions & (ReliableProvisionalActions.Accept | ReliableProvisionalActions.Refuse)) != 0)
        {
            answer!();
        }

        if (step.Actions.HasFlag(ReliableProvisionalActions.SendKept) && _kept is not null)
        {
            Take(ReliableProvisionalInput.Send, null);
        }

        if (step.Actions.HasFlag(ReliableProvisionalActions.TellUser))
        {
            notAcknowledged();
        }
    }

    private void SendNew()
    {
        _present = _kept!.Add("Require", "100rel").Add("RSeq", (++_rseq).ToString(CultureInfo.InvariantCulture));
        _kept = null;
        invite.Respond(_present);
        _interval = SipTimers.T1;
        _repeat = loop.StartTimer(_interval, "provisional-repeat", () => Take(ReliableProvisionalInput.RepeatTimer, null));
        _giveUp = loop.StartTimer(SipTimers.GiveUp, "provisional-give-up", () => Take(ReliableProvisionalInput.GiveUpTimer, null));
    }
}
