using XHand.Calls.Audio;
using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Legs;
using XHand.Loop;
using XHand.Loop.Flows;
using XHand.Media;
using XHand.Sdp;

namespace XHand.Calls.Flows;

/// <summary>
/// Calls several contacts at once. The first answer, the caller's hang-up, the ringing time or the last refusal settles it, once; all legs but the
/// one that answered are released here.
/// </summary>
internal sealed class DialVerb(Call call, string side, Ringback ringback) : ILegActivity
{
    private readonly LoopPromise<DialOutcome> _outcome = new(call.Services.Loop, "dial-settled");
    private readonly SipLeg? _caller = call.Caller;
    private readonly DialRefusals _refusals = new();
    private List<OutgoingLeg> _pending = [];
    private ILoopTimer? _ringTimer;
    private bool _callerHearsRinging;
    private bool _mayHearEarly;
    private bool _hasRung;

    /// <summary>Sends the INVITEs.</summary>
    public LoopPromise<DialOutcome> Start(IReadOnlyList<DialTarget> targets, TimeSpan ringTime)
    {
        if (call.IsOver)
        {
            _outcome.TrySettle(new DialOutcome.CallerGone());
            return _outcome;
        }

        if (_caller is null)
        {
            call.Interrupted = () => OnCallerGone(CallCause.NormalClearing);
        }
        else
        {
            _caller.Activity = this;
        }

        IReadOnlyList<SdpFormat> formats = call.FormatsForCallee();
        // Two phones' early media cannot both be heard, and the answer that the caller gets with the first would bind the second.
        _mayHearEarly = targets.Count == 1;
        foreach (DialTarget target in targets)
        {
            Add(target);
        }

        if (ringback == Ringback.AtOnce)
        {
            LetCallerHearRinging();
        }

        _ringTimer = call.Services.Loop.StartTimer(ringTime, "dial-ring-time", OnRingTimeOver);
        foreach (OutgoingLeg leg in _pending.ToArray())
        {
            if (!_outcome.IsSettled)
            {
                Start(leg, formats, ringTime);
            }
        }

        SettleWhenAllRefused();
        return _outcome;
    }

    void ILegActivity.OnRinging(SipLeg leg, SdpSession? early)
    {
        if (_outcome.IsSettled || leg == _caller)
        {
            return;
        }

        _hasRung = true;
        if (early is not null && _mayHearEarly && _caller is IncomingLeg { State: not LegState.Answered, Offer: not null } caller)
        {
            LetCallerHear(caller, leg);
        }
        else if (ringback == Ringback.WhenRinging)
        {
            LetCallerHearRinging();
        }
    }

    void ILegActivity.OnAnswered(SipLeg leg)
    {
        if (_outcome.IsSettled)
        {
            leg.HangUp(CallCause.AnsweredElsewhere);
            return;
        }

        OutgoingLeg answered = (OutgoingLeg)leg;
        _pending.Remove(answered);
        if (_caller is null)
        {
            call.BecomeCaller(answered);
        }

        Settle(new DialOutcome.Answered(answered), CallCause.AnsweredElsewhere);
    }

    void ILegActivity.OnEnded(SipLeg leg, LegEnd end)
    {
        if (leg == _caller)
        {
            // A phone whose caller was taken elsewhere by the operator has missed nothing either (RFC 3326 2).
            OnCallerGone(end.Cause.ReasonHeader == CallCause.AnsweredElsewhere.ReasonHeader ? CallCause.AnsweredElsewhere : CallCause.NormalClearing);
            return;
        }

        if (!_pending.Remove((OutgoingLeg)leg) || _outcome.IsSettled)
        {
            return;
        }

        _refusals.Add(end);
        if (_refusals.IsGlobal)
        {
            Settle(_refusals.Outcome, CallCause.NormalClearing);
        }
        else
        {
            SettleWhenAllRefused();
        }
    }

    private static void Start(OutgoingLeg leg, IReadOnlyList<SdpFormat> formats, TimeSpan ringTime)
    {
        if (AudioFormats.InOrder(formats, leg.Order.Codecs) is { Count: > 0 } offered)
        {
            leg.Start(offered, ringTime);
        }
        else
        {
            leg.HangUp(CallCause.NotAcceptable);
        }
    }

    private void Add(DialTarget target)
    {
        Guid legId = call.Services.Ids.NewId();
        if (call.Services.Audio.TryOpen(legId, target.Order.Flow, _caller?.Id) is not { } audio)
        {
            _refusals.Add(new LegEnd(LegEndKind.Released, CallCause.NoCircuit, 503));
            return;
        }

        OutgoingLeg leg = new(call.Services.Sip, audio, legId, target.Order) { Activity = this };
        _pending.Add(leg);
        call.AddDialled(leg, side);
    }

    private void OnCallerGone(CallCause phonesHear) => Settle(new DialOutcome.CallerGone(), phonesHear);

    private void OnRingTimeOver() => Settle(new DialOutcome.NoAnswer(), CallCause.NoAnswer);

    private void SettleWhenAllRefused()
    {
        if (_pending.Count == 0 && !_outcome.IsSettled)
        {
            Settle(_refusals.Outcome, CallCause.NormalClearing);
        }
    }

    private void Settle(DialOutcome outcome, CallCause losersHear)
    {
        if (!_outcome.TrySettle(_hasRung ? outcome with { HasRung = true } : outcome))
        {
            return;
        }

        _ringTimer?.Dispose();
        call.Interrupted = null;
        List<OutgoingLeg> losers = _pending;
        _pending = [];
        foreach (OutgoingLeg loser in losers)
        {
            loser.HangUp(losersHear);
        }
    }

    private void LetCallerHearRinging()
    {
        if (_callerHearsRinging)
        {
            return;
        }

        _callerHearsRinging = true;
        if (_caller is IncomingLeg { State: not LegState.Answered } caller)
        {
            caller.Ring();
        }
        else
        {
            _caller?.Audio.Play(Tone.Ringback);
        }
    }

    private void LetCallerHear(IncomingLeg caller, SipLeg leg)
    {
        AgreedAudio agreed = leg.Audio.Agreed!;
        if (caller.Audio.LocalDescription is null)
        {
            if (call.DescribeTo(caller, AudioFormats.Of(agreed)) is not { } answer)
            {
                return;
            }

            _callerHearsRinging = true;
            caller.Progress(answer);
        }

        // An earlier choice may have been heard already, which another one then overtook: what was answered for it stands for this one.
        if (caller.Audio.Agreed is { } heard && heard.Codec.IsSameCodec(agreed.Codec))
        {
            caller.Audio.BridgeWith(leg.Audio);
        }
    }
}
