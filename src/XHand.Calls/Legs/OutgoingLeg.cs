using System.Globalization;
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

/// <summary>A leg that we call: we are the UAC of its INVITE, with our offer in it. Loop thread only.</summary>
public sealed class OutgoingLeg : SipLeg, IClientTransactionUser
{
    private readonly SipNameAddress _from;
    private readonly SipUri _contact;
    private readonly ForkedAnswers _forks;
    private ReadOnlyMemory<byte> _body;
    private ClientTransaction? _invite;
    private uint _cseq;
    private readonly InviteAcknowledger _acknowledger;
    private string? _earlyTag;
    private readonly DialogId _calling;
    private ProvisionalAcknowledger? _provisionals;
    private string? _hungUpEarly;
    private string _expires = "";
    private ILoopTimer? _silence;

    /// <summary>Sends nothing yet: <see cref="Start"/> does.</summary>
    public OutgoingLeg(SipServices sip, LegAudio audio, Guid id, OutgoingLegOrder order)
        : base(sip, audio, id, order.Number, order.Flow, sip.Identity.NewCallId())
    {
        Order = order;
        _from = order.From.WithTag(sip.Identity.NewTag());
        _calling = new DialogId(SipCallId, _from.Tag!, "");
        _contact = sip.NewContact(order.Flow, order.RequestUri.Scheme == "sips");
        _forks = new ForkedAnswers(sip);
        _acknowledger = new InviteAcknowledger(sip.Transactions, sip.Transport);
        Authenticator = order.Credentials is { } credentials ? new SipAuthenticator(sip.Random, credentials) : null;
    }

    /// <summary>Whom it calls, where, and as whom.</summary>
    public OutgoingLegOrder Order { get; }

    internal override bool OwnsCallId => true;

    internal override bool AwaitsAck => false;

    /// <summary>Sends the INVITE with an offer of <paramref name="formats"/>; once.</summary>
    /// <param name="formats">What is offered.</param>
    /// <param name="ringTime">How long it may ring. The phone hears it too, a little longer than we wait: it stops by itself when our CANCEL is lost.</param>
    public void Start(IReadOnlyList<SdpFormat> formats, TimeSpan ringTime)
    {
        if (_invite is not null)
        {
            throw new InvalidOperationException("The leg has been started.");
        }

        // RFC 3261 20.19; an Expires that ran out before our own time would be a refusal instead of no answer.
        _expires = ((int)Math.Ceiling(ringTime.TotalSeconds) + 5).ToString(CultureInfo.InvariantCulture);
        _body = Audio.Offer(formats).ToBytes();
        Sip.Dialogs.Add(_calling, this);
        SendInvite(null);
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        int status = response.StatusCode;
        if (transaction != _invite)
        {
            return;
        }

        _silence?.Dispose();
        if (status < 200)
        {
            if (_provisionals?.TryTake(_invite!.Request, response) ?? TakeFirst(response))
            {
                OnProvisional(response);
            }
        }
        else if (status < 300)
        {
            OnOk(response);
        }
        else if (!IsEnded && Authenticator?.Answer(response, SipMethod.Invite, Order.RequestUri) is { } credentials)
        {
            SendInvite(credentials);
        }
        else if (!IsEnded && SessionTimer.TryRaise(response))
        {
            SendInvite(null);
        }
        else
        {
            Sip.Dialogs.Remove(_calling);
            End(new LegEnd(LegEndKind.PeerRefused, CallCause.OfStatus(status, response.Text(SipHeader.Reason)), status));
        }
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason)
    {
        if (transaction == _invite && Dialog is null)
        {
            Sip.Dialogs.Remove(_calling);
            _silence?.Dispose();
            End(new LegEnd(LegEndKind.PeerLost, CallCause.OfStatus(statusCode), statusCode));
        }
    }

    internal override void OnStrayOk(SipResponse response) => _acknowledger.TryRepeat(response);

    /// <inheritdoc/>
    internal override bool TryTakeEarly(ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        string tag = request.From.Tag!;
        if (request.Method == SipMethod.Bye)
        {
            // It has overtaken the 200 that made its dialog. That one is still to be acknowledged; if it never comes, the CANCEL ends our wait.
            transaction.Respond(new OutgoingResponse(request, 200));
            _hungUpEarly = tag;
            _silence?.Dispose();
            _invite?.Cancel(CallCause.NormalClearing.ReasonHeader);
            End(new LegEnd(LegEndKind.PeerHungUp, CauseOf(request, CallCause.HungUpAtOnce), 487));
            return true;
        }

        if (IsEnded || _provisionals?.Find(tag) is not { } early)
        {
            return false;
        }

        Dialog ??= early;
        OnRequest(transaction);
        if (!Dialog.IsConfirmed)
        {
            Dialog = null;
        }

        return true;
    }

    private protected override void LeaveDialog()
    {
        base.LeaveDialog();
        // The transaction waits for late 2xx for 32 s; it need not keep leg and call for that (rule 6 of the loop).
        _invite?.Release();
    }

    private protected override void Release(CallCause cause)
    {
        _silence?.Dispose();
        if (State == LegState.Answered)
        {
            SendBye(cause);
        }
        else
        {
            _invite?.Cancel(cause.ReasonHeader);
        }
    }

    private void OnSilence()
    {
        if (!IsEnded && State == LegState.Trying)
        {
            _invite?.Cancel(CallCause.PeerSilent.ReasonHeader);
            End(new LegEnd(LegEndKind.PeerLost, CallCause.PeerSilent, 408));
        }
    }

    // What we did, not what the peer will say to it.
    private protected override int UnansweredStatus(CallCause cause) => 487;

    private void OnProvisional(SipResponse response)
    {
        Learn(response);
        if (response.StatusCode == 100 || State is not (LegState.Trying or LegState.Ringing))
        {
            return;
        }

        State = LegState.Ringing;
        SdpSession? early = null;
        string tag = response.To.Tag ?? "";
        if (!response.Body.IsEmpty && (_earlyTag is null || _earlyTag == tag)
            && SdpSession.TryParse(response.Body.Span, out SdpSession description, out _) && Audio.TakeAnswer(description))
        {
            // The first of several early dialogs is heard; the others stay silent.
            _earlyTag = tag;
            early = description;
        }

        Owner?.OnLegRinging(this, response.StatusCode);
        Activity?.OnRinging(this, early);
    }

    private void OnOk(SipResponse response)
    {
        string tag = response.To.Tag ?? "";
        Sip.Dialogs.Remove(_calling);
        if (IsEnded && Dialog is null)
        {
            // CANCEL and 200 crossed: the session exists and is ended properly (RFC 3261 9.1).
            _forks.Take(_invite!.Request, response, Order.Flow, _contact, tag, tag == _hungUpEarly ? null : CallCause.NormalClearing);
        }
        else if (Dialog is null)
        {
            Confirm(response, tag);
        }
        else if (Dialog.Id.RemoteTag == tag)
        {
            _acknowledger.TryRepeat(response);
        }
        else
        {
            _forks.Take(_invite!.Request, response, Order.Flow, _contact, tag, CallCause.AnsweredElsewhere);
        }
    }

    private void Confirm(SipResponse response, string tag)
    {
        OutgoingRequest invite = _invite!.Request;
        SipDialog dialog;
        // RFC 3262 5, RFC 3311 5.1: what was agreed reliably before stands; its copy in the 200 may be of an offer that an UPDATE has replaced.
        bool isAgreed = Audio.Agreed is not null && _earlyTag == tag && _provisionals?.Find(tag) is not null;
        if (_provisionals?.Find(tag) is { } early)
        {
            // Our CSeq has gone on in it with each PRACK.
            early.Confirm(response);
            dialog = early;
        }
        else
        {
            dialog = SipDialog.FromResponse(invite, response, Order.Flow, _contact);
        }

        _provisionals = null;
        Dialog = dialog;
        Learn(response);
        SessionTimer.TakeAnswer(response);
        Sip.Dialogs.Add(dialog.Id, this);
        _acknowledger.Acknowledge(dialog, invite);
        UserAgent = WireText.Clean(response.Text(SipHeader.Server) ?? response.Text(SipHeader.UserAgent), 120);
        State = LegState.Answered;

        // Some phones answer in 183 and leave the body out of the 200; what they said stands when it is the same phone.
        bool agreed = response.Body.IsEmpty
            ? Audio.Agreed is not null && _earlyTag == tag
            : (SdpSession.TryParse(response.Body.Span, out SdpSession answer, out _) && Audio.TakeAnswer(answer)) || isAgreed;
        if (!agreed)
        {
            SendBye(CallCause.NotAcceptable);
            End(new LegEnd(LegEndKind.Released, CallCause.NotAcceptable, 488));
            return;
        }

        Owner?.OnLegAnswered(this);
        CheckHold();
        Activity?.OnAnswered(this);
    }

    private bool TakeFirst(SipResponse response)
    {
        if (!response.HasToken(SipHeader.Require, "100rel") || IsEnded)
        {
            return true;
        }

        _provisionals = new ProvisionalAcknowledger(Sip, Order.Flow, _contact, Authenticator);
        return _provisionals.TryTake(_invite!.Request, response);
    }

    private void SendInvite((string Name, string Value)? credentials)
    {
        _provisionals = null;
        OutgoingRequest invite = new OutgoingRequest(SipMethod.Invite, Order.RequestUri, _from, Order.To, SipCallId, ++_cseq)
            .Add("Max-Forwards", Order.MaxForwards.ToString(CultureInfo.InvariantCulture))
            .Add("Contact", $"<{_contact}>")
            .Add("Allow", SipProfile.Allow)
            .Add("Expires", _expires);
        SessionTimer.AddTo(invite);
        foreach ((string name, string value) in Order.Headers)
        {
            invite.Add(name, value);
        }

        if (credentials is { } header)
        {
            invite.Add(header.Name, header.Value);
        }

        _invite = Sip.Transactions.Send(invite.WithBody(SipProfile.Sdp, _body), Order.Flow, this);
        if (Order.SilenceLimit is { } limit)
        {
            _silence?.Dispose();
            _silence = Sip.Loop.StartTimer(limit, "leg-silence", OnSilence);
        }
    }
}
