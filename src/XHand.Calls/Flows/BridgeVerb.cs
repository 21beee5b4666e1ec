using XHand.Calls.Audio;
using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Legs;
using XHand.Loop;
using XHand.Loop.Flows;
using XHand.Sdp;

namespace XHand.Calls.Flows;

/// <summary>
/// Answers the caller from what the called leg has agreed, and bridges both. The 200 waits for its fact (rule 9 of the loop);
/// whoever hangs up meanwhile is heard. A transfer takes the bridge apart and goes on with another script in its place.
/// </summary>
internal sealed class BridgeVerb(Call call, SipLeg called) : ILegActivity
{
    private readonly LoopPromise<FlowEnd> _outcome = new(call.Services.Loop, "bridge-settled");

    /// <summary>The leg that the other follows in codec and direction; null for the caller's.</summary>
    public SipLeg? Leader { get; init; }

    /// <summary>The caller has been answered before, by somebody else: it is told who it speaks with now.</summary>
    public bool TellsCaller { get; init; }

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

    /// <summary>True while it holds <paramref name="leg"/> in its bridge.</summary>
    public bool Has(SipLeg leg) => call.Bridge?.Has(leg) == true;

    /// <summary>The leg at the other end of the bridge.</summary>
    public SipLeg Other(SipLeg leg) => call.Bridge!.Other(leg);

    /// <summary>Takes <paramref name="leaving"/> out of the bridge; the party that stays is the call's own from now on and is brought back from its hold.</summary>
    public SipLeg Leave(SipLeg leaving)
    {
        Bridge bridge = call.Bridge!;
        SipLeg party = bridge.Other(leaving);
        bridge.Dissolve();
        call.Bridge = null;
        call.BecomeCaller(party);
        return party;
    }

    /// <summary>Runs another script in the place of the bridge; what awaits the bridge goes on when that has ended.</summary>
    public void GoOn(Func<Task<FlowEnd>> script)
    {
        Unhold(call.Caller!);
        FlowScope.Start(call.Services.Loop, "transfer", script, escaped =>
        {
            if (escaped is not null)
            {
                call.Decide(CallEnd.Failed(CallCause.InternalError, "The transfer failed"));
            }

            _outcome.TrySettle(FlowEnd.HungUp);
        });
    }

    /// <summary>Joins the parties that two transfers have left; both calls end with either.</summary>
    public static void Join(BridgeVerb one, SipLeg party, BridgeVerb other, SipLeg otherParty)
    {
        // First who, then what: a hold that is taken back says it along.
        one.Introduce(party, otherParty);
        other.Introduce(otherParty, party);
        bool tells = !one.Unhold(party), tellsOther = !other.Unhold(otherParty);
        Bridge joint = new(
            party,
            otherParty,
            codec =>
            {
                one.WriteBridged(party, otherParty, codec);
                other.WriteBridged(otherParty, party, codec);
            },
            () =>
            {
                one._outcome.TrySettle(FlowEnd.HungUp);
                other._outcome.TrySettle(FlowEnd.HungUp);
            },
            aligns: tells && tellsOther);
        one.Hold(joint, party, otherParty);
        other.Hold(joint, otherParty, party);
        if (tells)
        {
            party.TellConnected();
        }

        if (tellsOther)
        {
            otherParty.TellConnected();
        }
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
        (SipLeg first, SipLeg second) = Leader == called ? (called, caller) : (caller, called);
        WriteBridged(caller, called, called.Audio.Codec);
        call.Bridge = new Bridge(first, second, codec => WriteBridged(caller, called, codec), () => _outcome.TrySettle(FlowEnd.HungUp));
        call.Bridged = this;
        call.SetState(CallState.Talking);
        if (TellsCaller)
        {
            Introduce(caller, called);
            caller.TellConnected();
        }
    }

    private void Introduce(SipLeg party, SipLeg other)
    {
        if (call.ExtensionOf(party) is not null && !party.IsEnded)
        {
            party.Connect(other is IncomingLeg ? Call.ShownOf(other) : other.Number);
        }
    }

    private void Hold(Bridge joint, SipLeg party, SipLeg otherParty)
    {
        WriteBridged(party, otherParty, otherParty.Audio.Codec);
        call.Bridge = joint;
        call.Bridged = this;
        call.SetState(CallState.Talking);
    }

    // Whoever transfers has mostly put its party on hold before. True while that is still being taken back.
    private bool Unhold(SipLeg party)
    {
        if (party.IsEnded || party.IsHeld || party.Audio.Agreed is not { LocalDirection: not SdpDirection.SendRecv } agreed)
        {
            return false;
        }

        party.Reinvite(AudioFormats.Of(agreed), SdpDirection.SendRecv, retryOnGlare: true, _ => call.Bridge?.Realign(party));
        return true;
    }

    private void WriteBridged(SipLeg one, SipLeg other, string codec) => call.Trail.Write(new LegsBridged(one.Id, other.Id, codec));

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
