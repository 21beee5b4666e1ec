using XHand.Calls.Audio;
using XHand.Calls.Causes;
using XHand.Calls.SessionTimers;
using XHand.Calls.Signalling;
using XHand.Media;
using XHand.Sdp;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Calls.Legs;

/// <summary>
/// One INVITE session with a peer and its audio. Its call owns it, its activity works with it; what must still be said after its end (BYE, CANCEL, late 2xx)
/// it says by itself. Loop thread only.
/// </summary>
public abstract class SipLeg : ILegAudioUser
{
    private readonly Renegotiation _renegotiation;
    private InfoDigitSender? _infoDigits;
    private bool _hasReferred;

    private protected SipLeg(SipServices sip, LegAudio audio, Guid id, string number, SipFlow flow, string sipCallId)
    {
        Sip = sip;
        Audio = audio;
        Id = id;
        Number = number;
        RemoteAddress = flow.Remote.ToString();
        SipCallId = sipCallId;
        _renegotiation = new Renegotiation(this, sip);
        SessionTimer = new SessionTimer(this, sip);
        audio.User = this;
    }

    /// <summary>Its id.</summary>
    public Guid Id { get; }

    /// <summary>The party's number.</summary>
    public string Number { get; }

    /// <summary>SIP Call-ID.</summary>
    public string SipCallId { get; }

    /// <summary>The peer's socket address.</summary>
    public string RemoteAddress { get; }

    /// <summary>User-Agent or Server of the peer, cut to 120 characters; "" before it said so.</summary>
    public string UserAgent { get; private protected set; } = "";

    /// <summary>What it is at.</summary>
    public LegState State { get; private protected set; }

    /// <summary>True once over for its call.</summary>
    public bool IsEnded => State == LegState.Ended;

    /// <summary>The party has put us on hold.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Its audio.</summary>
    public LegAudio Audio { get; }

    /// <summary>The call that owns it.</summary>
    public ILegOwner? Owner { get; set; }

    /// <summary>What it is engaged in.</summary>
    public ILegActivity? Activity { get; set; }

    /// <summary>Refreshes the session, or watches that the peer does.</summary>
    internal SessionTimer SessionTimer { get; }

    /// <summary>What the party takes, as it said last.</summary>
    internal PeerAbilities Abilities { get; private set; }

    /// <summary>P-Asserted-Identity of who is at the other end, once that has changed; else null.</summary>
    internal string? Connected { get; private set; }

    internal SipServices Sip { get; }

    /// <summary>Its dialog, once there is one.</summary>
    internal SipDialog? Dialog { get; private protected set; }

    /// <summary>Answers the peer's challenges, where we have a password for it.</summary>
    internal SipAuthenticator? Authenticator { get; private protected init; }

    /// <summary>True when the Call-ID is ours: it decides who waits longer after a glare (RFC 3261 14.1).</summary>
    internal abstract bool OwnsCallId { get; }

    /// <summary>True while the first INVITE has no ACK yet.</summary>
    internal abstract bool AwaitsAck { get; }

    /// <summary>True while the first 200 has offered and its ACK has not brought the answer.</summary>
    internal virtual bool AwaitsLateAnswer => false;

    /// <summary>Hangs up, cancels or refuses, whichever fits; nothing when it has ended.</summary>
    public void HangUp(CallCause cause)
    {
        if (IsEnded)
        {
            return;
        }

        int status = HasSentAnswer ? 200 : UnansweredStatus(cause);
        _renegotiation.Close();
        Release(cause);
        End(new LegEnd(LegEndKind.Released, cause, status));
    }

    /// <summary>
    /// Sends a re-INVITE and lets the audio follow the answer. After a glare it is tried again when <paramref name="retryOnGlare"/>, by the timers of
    /// RFC 3261 14.1. <paramref name="done"/> hears once; 408 and 481 end the leg (RFC 3261 12.2.1.2).
    /// </summary>
    public void Reinvite(IReadOnlyList<SdpFormat> formats, SdpDirection direction, bool retryOnGlare, Action<ReinviteOutcome> done) =>
        _renegotiation.Start(formats, direction, retryOnGlare, done);

    /// <summary>Takes back a re-INVITE that has no final response yet (CANCEL).</summary>
    public void CancelReinvite() => _renegotiation.CancelOurs();

    /// <summary>Notes what the party says of itself.</summary>
    internal void Learn(SipMessage message) => Abilities = Abilities.With(message);

    /// <summary>A request inside the dialog.</summary>
    internal void OnRequest(ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        if (!Dialog!.TryAccept(request))
        {
            // RFC 3261 12.2.2: lower CSeq than the last.
            transaction.Respond(new OutgoingResponse(request, 500).Add("Retry-After", "1"));
            return;
        }

        // The peer may have moved behind its NAT or opened a new connection; the tags that it knows are secret enough (IdentitySource).
        Dialog.Flow = transaction.Flow;
        if (SipProfile.UnknownExtensions(request) is { Count: > 0 } unknown)
        {
            transaction.Respond(new OutgoingResponse(request, 420).Add("Unsupported", string.Join(", ", unknown)));
            return;
        }

        switch (request.Method)
        {
            case SipMethod.Bye:
                transaction.Respond(new OutgoingResponse(request, 200));
                OnBye(request);
                break;
            case SipMethod.Invite:
                Learn(request);
                _renegotiation.OnInvite(transaction);
                break;
            case SipMethod.Update:
                Learn(request);
                _renegotiation.OnUpdate(transaction);
                break;
            case SipMethod.Prack:
                OnPrack(transaction);
                break;
            case SipMethod.Refer when Owner is { } owner && State == LegState.Answered:
                owner.OnLegRefer(this, transaction);
                break;
            default:
                InDialogRequest.Answer(this, transaction);
                break;
        }
    }

    /// <summary>The ACK of a 2xx.</summary>
    internal virtual void OnAck(SipRequest ack) => _renegotiation.OnAck(ack);

    /// <summary>A CANCEL for an INVITE of this leg that has no final response yet.</summary>
    internal virtual void OnCancel(ServerTransaction invite, SipRequest cancel) => _renegotiation.OnCancel(invite);

    /// <summary>
    /// Who is at the other end from now on, as P-Asserted-Identity of every re-INVITE and UPDATE to come (RFC 3325 9.1); "" for one who withholds its number. Our own
    /// phones alone are told.
    /// </summary>
    internal void Connect(string number)
    {
        if (Dialog is { } dialog)
        {
            Connected = number.Length > 0 ? $"<{SipUri.Sip(number, dialog.Local.Uri.Host)}>" : "\"Anonymous\" <sip:anonymous@anonymous.invalid>";
        }
    }

    /// <summary>Tells the party now what <see cref="Connect"/> has set.</summary>
    internal void TellConnected() => _renegotiation.TellConnected();

    /// <summary>A PRACK; 481 where no response of ours waits for one (RFC 3262 3).</summary>
    internal virtual void OnPrack(ServerTransaction prack) => prack.Respond(new OutgoingResponse(prack.Request, 481));

    /// <summary>A request in a dialog that our INVITE has made and of which no final response has told yet; false when there is no such dialog.</summary>
    internal virtual bool TryTakeEarly(ServerTransaction transaction) => false;

    /// <summary>True once: a dialog's first REFER needs no id in its Event (RFC 3515 2.4.6).</summary>
    internal bool TakeFirstRefer() => !_hasReferred && (_hasReferred = true);

    /// <summary>Refreshes the session without changing it (RFC 4028 7.4): UPDATE where the peer takes it, else a re-INVITE.</summary>
    internal void Refresh() => _renegotiation.Refresh();

    /// <summary>A 2xx to an INVITE of ours whose transaction has gone.</summary>
    internal virtual void OnStrayOk(SipResponse response)
    {
    }

    /// <summary>
    /// Lets the party hear a key: as telephone-event where that is agreed (RFC 4733), else in an INFO where the party takes one; false when it takes neither.
    /// </summary>
    public bool Press(PressedKey key)
    {
        if (State != LegState.Answered)
        {
            return false;
        }

        if (Audio.Agreed?.TelephoneEvent is not null)
        {
            Audio.Press(key.Digit, key.Duration);
            return true;
        }

        if (Abilities.Info)
        {
            (_infoDigits ??= new InfoDigitSender(this, Sip)).Send(key);
        }

        return Abilities.Info;
    }

    /// <summary>A key, in the audio or in an INFO.</summary>
    internal void OnKey(PressedKey key)
    {
        Owner?.OnLegDigit(this, key.Digit);
        Activity?.OnKey(this, key);
    }

    /// <summary>Says to the owner whether the party holds, when that has changed.</summary>
    internal void CheckHold()
    {
        if (!IsEnded && IsHeld != Audio.IsHeldByPeer)
        {
            IsHeld = Audio.IsHeldByPeer;
            Owner?.OnLegHeld(this, IsHeld);
        }
    }

    /// <summary>The dialog is gone at the peer, or the peer is: says BYE all the same and ends.</summary>
    internal void Lose(CallCause cause)
    {
        if (!IsEnded)
        {
            _renegotiation.Close();
            Release(cause);
            End(new LegEnd(LegEndKind.PeerLost, cause, 200));
        }
    }

    void ILegAudioUser.OnMediaEvent(MediaEvent mediaEvent)
    {
        switch (mediaEvent)
        {
            case DigitReceived e:
                OnKey(new PressedKey(e.Digit, e.Duration, IsInAudio: true));
                break;
            case PlayEnded e:
                Activity?.OnPlayEnded(this, e);
                break;
            case RtpTimedOut when !IsEnded:
                Owner?.OnLegAudioLost(this, CallCause.NoAudio, "no audio came from it");
                break;
            case LegClosed e:
                Owner?.OnLegMediaClosed(this, e.Statistics);
                Detach();
                break;
        }
    }

    void ILegAudioUser.OnMediaRefused()
    {
        if (!IsEnded)
        {
            Owner?.OnLegAudioLost(this, CallCause.NoCircuit, "the media engine takes no more commands");
        }
    }

    /// <summary>Lets go of call and activity: what remains of the leg for its last messages is small.</summary>
    internal void Detach()
    {
        Owner = null;
        Activity = null;
    }

    private protected void RememberOffer(ReadOnlyMemory<byte> body) => _renegotiation.RememberOffer(body);

    /// <summary>The peer knows that the leg is answered.</summary>
    private protected virtual bool HasSentAnswer => State == LegState.Answered;

    /// <summary>Sends what ends the session with the peer.</summary>
    private protected abstract void Release(CallCause cause);

    /// <summary>The status that stands in the record for a leg that is released before its answer.</summary>
    private protected abstract int UnansweredStatus(CallCause cause);

    /// <summary>The peer said BYE and has been answered.</summary>
    private protected virtual void OnBye(SipRequest bye)
    {
        LeaveDialog();
        if (!IsEnded)
        {
            End(new LegEnd(LegEndKind.PeerHungUp, CauseOf(bye, CallCause.NormalClearing), 200));
        }
    }

    /// <summary>Ends for the call: media closed, owner and activity told.</summary>
    private protected void End(LegEnd end)
    {
        if (IsEnded)
        {
            return;
        }

        State = LegState.Ended;
        SessionTimer.Stop();
        _renegotiation.Close();
        Audio.Close();
        ILegActivity? activity = Activity;
        Owner?.OnLegEnded(this, end);
        activity?.OnEnded(this, end);
    }

    private protected void SendBye(CallCause cause) => new ByeSender(Sip, Dialog!, Authenticator, LeaveDialog).Send(cause);

    /// <summary>The dialog is over on both sides: nothing holds the leg any more.</summary>
    private protected virtual void LeaveDialog() => Sip.Dialogs.Remove(Dialog!.Id);

    /// <summary>The cause that a request's Reason header gives, or <paramref name="otherwise"/>.</summary>
    private protected static CallCause CauseOf(SipRequest request, CallCause otherwise)
    {
        string? reason = request.Text(SipHeader.Reason);
        return CauseMap.SaysAnsweredElsewhere(reason) ? otherwise with { Q850 = CallCause.AnsweredElsewhere.Q850, ReasonHeader = CallCause.AnsweredElsewhere.ReasonHeader }
            : CauseMap.Q850FromReason(reason) is { } cause ? otherwise with { Q850 = cause }
            : otherwise;
    }
}
