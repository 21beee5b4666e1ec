using XHand.Calls.Audio;
using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Legs;
using XHand.Loop.Flows;
using XHand.Sdp;

namespace XHand.Calls.Flows;

/// <summary>
/// Answers the caller from what the called leg has agreed, and bridges both. The 200 waits for its fact (rule 9 of the loop);
/// whoever hangs up meanwhile is heard.
/// </summary>
internal sealed class BridgeVerb(Call call, OutgoingLeg called) : ILegActivity
{
    private readonly LoopPromise<FlowEnd> _outcome = new(call.Services.Loop, "bridge-settled");

    /// <summary>Begins.</summary>
    public LoopPromise<FlowEnd> Start()
    {
        if (call.IsOver || call.Caller is not { } caller)
        {
            return End(null, CallCause.NormalClearing);
        }

        if (called.IsEnded)
        {
            return End(CallEnd.Failed(CallCause.NormalClearing, "The called phone hung up as it answered"), CallCause.NormalClearing);
        }

        caller.Activity = this;
        called.Activity = this;
        if (caller is not IncomingLeg { State: not LegState.Answered } unanswered)
        {
            Connect(caller);
            return _outcome;
        }

        if (call.DescribeTo(unanswered, AudioFormats.Of(called.Audio.Agreed!)) is not { } description)
        {
            return End(CallEnd.Failed(CallCause.NotAcceptable), CallCause.NotAcceptable);
        }

        ulong fact = call.Trail.Write(new LegAnswered(caller.Id, caller.Audio.Codec, caller.UserAgent, CallAnswered: true));
        call.Trail.WhenWritten(fact, () => OnWritten(unanswered, description));
        return _outcome;
    }

    void ILegActivity.OnEnded(SipLeg leg, LegEnd end)
    {
        // Only before the bridge stands; from then on it hears of the legs.
        if (leg == called)
        {
            End(CallEnd.Failed(end.Cause, "The called phone hung up as it answered"), end.Cause);
        }
        else
        {
            End(null, CallCause.NormalClearing);
        }
    }

    private void OnWritten(IncomingLeg caller, SdpSession description)
    {
        if (caller.IsEnded || called.IsEnded)
        {
            return;
        }

        caller.Answer(description);
        Connect(caller);
    }

    private void Connect(SipLeg caller)
    {
        WriteBridged(caller, called.Audio.Codec);
        call.Bridge = new Bridge(caller, called, codec => WriteBridged(caller, codec), () => _outcome.TrySettle(FlowEnd.HungUp));
        call.SetState(CallState.Talking);
    }

    private void WriteBridged(SipLeg caller, string codec) => call.Trail.Write(new LegsBridged(caller.Id, called.Id, codec));

    private LoopPromise<FlowEnd> End(CallEnd? end, CallCause calledHears)
    {
        if (_outcome.TrySettle(FlowEnd.HungUp))
        {
            if (end is not null)
            {
                call.Decide(end);
            }

            called.HangUp(calledHears);
        }

        return _outcome;
    }
}
