using XHand.Calls.Audio;
using XHand.Calls.Facts;
using XHand.Calls.Legs;
using XHand.Loop.Flows;
using XHand.Sdp;

namespace XHand.Calls.Flows;

/// <summary>Answers the caller, once the fact of it has been written (rule 9 of the loop).</summary>
internal sealed class AnswerVerb(Call call) : ILegActivity
{
    private readonly LoopPromise<AnswerOutcome> _outcome = new(call.Services.Loop, "answer-settled");

    /// <summary>Begins.</summary>
    public LoopPromise<AnswerOutcome> Start()
    {
        if (call.IsOver || call.Caller is not { } caller)
        {
            _outcome.TrySettle(AnswerOutcome.CallerGone);
            return _outcome;
        }

        if (caller is not IncomingLeg { State: not LegState.Answered } unanswered)
        {
            // Answered when it was called: only the call itself is answered now.
            call.Trail.Write(new LegAnswered(caller.Id, caller.Audio.Codec, caller.UserAgent, CallAnswered: true));
            _outcome.TrySettle(AnswerOutcome.Answered);
            return _outcome;
        }

        caller.Activity = this;
        if (call.DescribeTo(unanswered, AudioFormats.InOrder(AudioFormats.All, call.Order.Codecs)) is not { } description)
        {
            _outcome.TrySettle(AnswerOutcome.NotAcceptable);
            call.Decide(CallEnd.Failed(Causes.CallCause.NotAcceptable));
            return _outcome;
        }

        ulong fact = call.Trail.Write(new LegAnswered(caller.Id, caller.Audio.Codec, caller.UserAgent, CallAnswered: true));
        call.Trail.WhenWritten(fact, () => OnWritten(unanswered, description));
        return _outcome;
    }

    void ILegActivity.OnRenegotiated(SipLeg leg)
    {
        // The ACK of a late offer has told where the caller wants to hear us.
        _outcome.TrySettle(AnswerOutcome.Answered);
    }

    void ILegActivity.OnEnded(SipLeg leg, LegEnd end) => _outcome.TrySettle(AnswerOutcome.CallerGone);

    private void OnWritten(IncomingLeg caller, SdpSession description)
    {
        if (caller.IsEnded)
        {
            return;
        }

        caller.Answer(description);
        if (caller.Offer is not null || caller.Audio.Agreed is not null)
        {
            _outcome.TrySettle(AnswerOutcome.Answered);
        }
    }
}
