using XHand.Calls.Audio;
using XHand.Calls.Causes;
using XHand.Calls.Provisionals;
using XHand.Calls.Signalling;
using XHand.Loop;
using XHand.Sdp;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Calls.Legs;

/// <summary>A leg that called us: we are the UAS of its INVITE. Loop thread only.</summary>
public sealed class IncomingLeg : SipLeg
{
    // RFC 3261 13.3.1.1: a provisional response a minute, so that no proxy on the way gives up (timer C).
    private static readonly TimeSpan _repeatProvisional = TimeSpan.FromMinutes(1);
    private readonly string _tag;
    private ServerTransaction? _invite;
    private readonly bool _mustBeReliable;
    private readonly bool _mayBeReliable;
    private ReliableProvisionals? _reliable;
    private SdpSession? _answerAfterPrack;
    private bool _offeredEarly;
    private InviteOkRetransmitter? _ok;
    private ILoopTimer? _provisionalTimer;
    private CallCause? _byeAfterAck;

    /// <summary>Takes an INVITE that has a Contact and no To tag; <paramref name="offer"/> is null when it offers nothing (late offer).</summary>
    public IncomingLeg(SipServices sip, LegAudio audio, Guid id, string number, ServerTransaction invite, SdpSession? offer)
        : base(sip, audio, id, number, invite.Flow, invite.Request.CallId)
    {
        _invite = invite;
        // That of the transaction, which answers a CANCEL with it too (RFC 3261 9.2).
        _tag = invite.LocalTag;
        Offer = offer;
        Invite = invite.Request;
        UserAgent = WireText.Clean(invite.Request.Text(SipHeader.UserAgent), 120);
        Dialog = SipDialog.FromRequest(invite.Request, invite.Flow, _tag, sip.NewContact(invite.Flow, SipServices.AsksForSips(invite.Request)));
        Learn(invite.Request);
        _mustBeReliable = invite.Request.HasToken(SipHeader.Require, "100rel");
        _mayBeReliable = _mustBeReliable || invite.Request.HasToken(SipHeader.Supported, "100rel");
        if (offer is not null)
        {
            RememberOffer(invite.Request.Body);
        }

        sip.Dialogs.Add(Dialog.Id, this);
        sip.Dialogs.AddInvite(invite, this);
    }

    /// <summary>The INVITE.</summary>
    public SipRequest Invite { get; }

    /// <summary>What it offers, or null.</summary>
    public SdpSession? Offer { get; }

    internal override bool OwnsCallId => false;

    internal override bool AwaitsAck => _ok is not null;

    internal override bool AwaitsLateAnswer => Offer is null && Audio.Agreed is null && (AwaitsAck || _reliable is not null);

    /// <summary>180: the called party rings.</summary>
    public void Ring() => Progress(180, null);

    /// <summary>183 with our answer: the party hears us before the call is answered.</summary>
    public void Progress(SdpSession answer) => Progress(183, answer);

    /// <summary>200 with our answer, or our offer to an INVITE without one; repeated until the ACK comes.</summary>
    public void Answer(SdpSession description)
    {
        if (State is not (LegState.Trying or LegState.Ringing))
        {
            return;
        }

        State = LegState.Answered;
        StopProvisionals();
        if (_reliable is { DelaysAnswer: true } reliable)
        {
            // RFC 3262 3: the answer in a reliable response has to have arrived first.
            _answerAfterPrack = description;
            reliable.Acknowledged = SendDelayedAnswer;
            return;
        }

        SendOk(description);
    }

    internal override void OnAck(SipRequest ack)
    {
        if (_ok?.Acknowledge(ack.CSeq.Number) != true)
        {
            base.OnAck(ack);
            return;
        }

        StopOk();
        if (_byeAfterAck is { } cause)
        {
            SendBye(cause);
        }
        else if (Offer is null && Audio.Agreed is null && !IsEnded)
        {
            TakeLateAnswer(ack.Body.Span);
        }
    }

    internal override void OnPrack(ServerTransaction prack)
    {
        if (_reliable is not { } reliable)
        {
            base.OnPrack(prack);
            return;
        }

        SipRequest request = prack.Request;
        SdpSession? theirs = null;
        if (!request.Body.IsEmpty && (!SipProfile.HasUsableBodyType(request) || !SdpSession.TryParse(request.Body.Span, out theirs, out _)))
        {
            prack.Respond(new OutgoingResponse(request, 488));
            return;
        }

        bool isLateAnswer = Offer is null && Audio.Agreed is null;
        bool took = reliable.TakePrack(prack, () =>
        {
            OutgoingResponse ok = new(request, 200);
            // RFC 3262 5: an offer in a PRACK is answered in its 200.
            return theirs is not null && !isLateAnswer && Audio.Answer(theirs, AudioFormats.All) is { } answer ? ok.WithBody(SipProfile.Sdp, answer.ToBytes()) : ok;
        });
        if (took && isLateAnswer && !IsEnded)
        {
            TakeLateAnswer(request.Body.Span);
        }
    }

    internal override void OnCancel(ServerTransaction invite, SipRequest cancel)
    {
        if (invite != _invite)
        {
            base.OnCancel(invite, cancel);
        }
        else if (State is LegState.Trying or LegState.Ringing || _answerAfterPrack is not null)
        {
            RefuseInvite(487, null);
            End(new LegEnd(LegEndKind.PeerHungUp, CauseOf(cancel, CallCause.CallerGone), 487));
        }
    }

    private protected override void OnBye(SipRequest bye)
    {
        if (State is LegState.Trying or LegState.Ringing || _answerAfterPrack is not null)
        {
            // BYE instead of CANCEL in the early dialog, which RFC 3261 15 allows the caller.
            RefuseInvite(487, null);
            End(new LegEnd(LegEndKind.PeerHungUp, CauseOf(bye, CallCause.CallerGone), 487));
            return;
        }

        StopOk();
        _byeAfterAck = null;
        base.OnBye(bye);
    }

    private protected override void Release(CallCause cause)
    {
        if (State is LegState.Trying or LegState.Ringing || _answerAfterPrack is not null)
        {
            RefuseInvite(cause.SipStatus, cause);
        }
        else if (AwaitsAck)
        {
            // RFC 3261 15: no BYE before the ACK has come or will never come.
            _byeAfterAck = cause;
        }
        else
        {
            SendBye(cause);
        }
    }

    private protected override bool HasSentAnswer => base.HasSentAnswer && _answerAfterPrack is null;

    private protected override int UnansweredStatus(CallCause cause) => cause.SipStatus;

    private void Progress(int status, SdpSession? answer)
    {
        if (State is not (LegState.Trying or LegState.Ringing))
        {
            return;
        }

        State = LegState.Ringing;
        OutgoingResponse response = Response(status);
        if (answer is not null)
        {
            response.WithBody(SipProfile.Sdp, answer.ToBytes());
        }

        StopProvisionals();
        if (_mustBeReliable || (_mayBeReliable && (answer is not null || _reliable is not null)))
        {
            // What only informs may be lost where the caller leaves it to us; early media may not.
            SendReliably(response, hasBody: answer is not null);
        }
        else
        {
            _invite!.Respond(response);
        }

        _provisionalTimer = Sip.Loop.StartTimer(_repeatProvisional, "leg-provisional-repeat", () =>
        {
            _invite!.Respond(response);
            _provisionalTimer!.Rearm(_repeatProvisional);
        });
    }

    private void SendReliably(OutgoingResponse response, bool hasBody)
    {
        _reliable ??= new ReliableProvisionals(Sip.Loop, _invite!, Sip.RandomNumber() % 1_000_000 + 1, () => Lose(CallCause.NoAck));
        if (!hasBody && Offer is null && Audio.Agreed is null && !_offeredEarly)
        {
            // RFC 3262 5: the first reliable response to an INVITE without an offer makes the offer.
            _offeredEarly = true;
            response.WithBody(SipProfile.Sdp, Audio.Offer(AudioFormats.All).ToBytes());
        }

        _reliable.Send(response);
    }

    private void SendDelayedAnswer()
    {
        if (_answerAfterPrack is { } description && !IsEnded)
        {
            _answerAfterPrack = null;
            SendOk(description);
        }
    }

    private void SendOk(SdpSession description)
    {
        Dialog!.IsConfirmed = true;
        Sip.Dialogs.RemoveInvite(_invite!);
        _reliable?.Dispose();
        OutgoingResponse ok = Response(200).Add("Allow", SipProfile.Allow).Add("Supported", SipProfile.Supported);
        if (Offer is not null || !_offeredEarly)
        {
            ok.WithBody(SipProfile.Sdp, description.ToBytes());
        }

        SessionTimer.Answer(Invite, ok);
        _ok = Sip.AnswerOk(_invite!, ok, OnNoAck);
    }

    private void RefuseInvite(int status, CallCause? cause)
    {
        _answerAfterPrack = null;
        _reliable?.Dispose();
        OutgoingResponse response = new(_invite!.Request, status, null, _tag);
        if (cause is not null)
        {
            response.Add("Reason", cause.ReasonHeader);
            if (status == 503)
            {
                response.Add("Retry-After", "5");
            }
        }

        StopProvisionals();
        Sip.Dialogs.RemoveInvite(_invite);
        _invite.Respond(response);
        Forget();
    }

    private void OnNoAck()
    {
        StopOk();
        if (_byeAfterAck is { } cause)
        {
            SendBye(cause);
        }
        else
        {
            Lose(CallCause.NoAck);
        }
    }

    private void TakeLateAnswer(ReadOnlySpan<byte> body)
    {
        if (SdpSession.TryParse(body, out SdpSession answer, out _) && Audio.TakeAnswer(answer))
        {
            CheckHold();
            Activity?.OnRenegotiated(this);
        }
        else
        {
            HangUp(CallCause.NotAcceptable);
        }
    }

    private OutgoingResponse Response(int status) =>
        new OutgoingResponse(Invite, status, null, _tag).Add("Contact", $"<{Dialog!.LocalContact}>");

    private void StopOk()
    {
        _ok?.Dispose();
        _ok = null;
        _invite = null;
    }

    private void StopProvisionals()
    {
        _provisionalTimer?.Dispose();
        _provisionalTimer = null;
    }

    private void Forget()
    {
        Sip.Dialogs.Remove(Dialog!.Id);
        _invite = null;
    }
}
