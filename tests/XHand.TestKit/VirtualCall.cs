using XHand.Sip.Authentication;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.TestKit;

/// <summary>One call as a virtual phone sees it, placed or received. Does by itself only what every phone does; the rest is the script's.</summary>
public sealed class VirtualCall : IClientTransactionUser
{
    private readonly VirtualPhone _phone;
    private readonly List<int> _statuses = [];
    private ServerTransaction? _incoming;
    private ClientTransaction? _outgoing;
    private ClientTransaction? _reinvite;
    private InviteOkRetransmitter? _ok;
    private readonly List<InviteAcknowledger> _acknowledgers = [];
    private string _dialled = "";
    private SipNameAddress? _from;
    private string _callId = "";
    private uint _cseq;
    private int _challenges;
    private ReadOnlyMemory<byte> _offer;
    private int _sdpVersion;
    private SipDialog? _early;

    internal VirtualCall(VirtualPhone phone) => _phone = phone;

    /// <summary>True for a call that was received.</summary>
    public bool IsIncoming => _incoming is not null;

    /// <summary>The INVITE received.</summary>
    public SipRequest? Invite => _incoming?.Request;

    /// <summary>Its Call-ID.</summary>
    public string CallId => _incoming?.Request.CallId ?? _callId;

    /// <summary>INVITEs sent for it that carried credentials.</summary>
    public int SignedInvites { get; private set; }

    /// <summary>Statuses received for the INVITE, in order, challenges left out.</summary>
    public IReadOnlyList<int> Statuses => _statuses;

    /// <summary>The last of them, 0 before the first; 408 or 503 when there was none.</summary>
    public int LastStatus => _statuses.Count > 0 ? _statuses[^1] : 0;

    /// <summary>The final response received, or null.</summary>
    public SipResponse? Final { get; private set; }

    /// <summary>The last 18x received, or null.</summary>
    public SipResponse? Progress { get; private set; }

    /// <summary>Both sides agree that it is answered.</summary>
    public bool IsTalking => Dialog is { IsConfirmed: true } && !IsOver;

    /// <summary>It is over: refused, cancelled or hung up.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The other side said BYE or CANCEL.</summary>
    public bool EndedByOther { get; private set; }

    /// <summary>The BYE or CANCEL received, or null.</summary>
    public SipRequest? EndRequest { get; private set; }

    /// <summary>Requests received inside the dialog, INVITE and BYE left out, in order.</summary>
    public List<SipRequest> Requests { get; } = [];

    /// <summary>What answers them; null answers 200.</summary>
    public Func<SipRequest, OutgoingResponse>? OnInDialogRequest { get; set; }

    /// <summary>The last final response to a request of ours inside the dialog.</summary>
    public SipResponse? LastInDialog { get; private set; }

    /// <summary>Further headers of our responses to the INVITE, by status.</summary>
    public Dictionary<int, (string Name, string Value)[]> ResponseHeaders { get; } = [];

    /// <summary>Further headers of our 2xx to re-INVITEs and of our re-INVITEs.</summary>
    public (string Name, string Value)[] ReinviteHeaders { get; set; } = [];

    /// <summary>All 101 to 199 received, in order.</summary>
    public List<SipResponse> Provisionals { get; } = [];

    /// <summary>BYEs received.</summary>
    public int ByesReceived { get; private set; }

    /// <summary>ACKs received for our 2xx.</summary>
    public int AcksReceived { get; private set; }

    /// <summary>The last ACK received.</summary>
    public SipRequest? LastAck { get; private set; }

    /// <summary>2xx received for the first INVITE, repetitions included.</summary>
    public int OksReceived { get; private set; }

    /// <summary>Statuses received for our BYE, re-INVITEs and others, by method, in order.</summary>
    public List<(SipMethod Method, int Status)> InDialog { get; } = [];

    /// <summary>re-INVITEs received.</summary>
    public List<SipRequest> Reinvites { get; } = [];

    /// <summary>The other side's description as last received.</summary>
    public PhoneSdp? RemoteSdp { get; private set; }

    /// <summary>False to let a 2xx stand without ACK.</summary>
    public bool Acknowledges { get; set; } = true;

    /// <summary>What answers a re-INVITE; null answers 200 with what fits. The script then calls <see cref="AnswerReinvite"/>.</summary>
    public Action<VirtualCall, ServerTransaction>? OnReinvite { get; set; }

    /// <summary>What answers a CANCEL; null refuses the INVITE with 487.</summary>
    public Action<VirtualCall>? OnCancelled { get; set; }

    /// <summary>Called with each ACK for a 2xx of ours.</summary>
    public Action<VirtualCall>? OnAcknowledged { get; set; }

    /// <summary>Called when it becomes answered, on either side.</summary>
    public Action<VirtualCall>? OnTalking { get; set; }

    /// <summary>Called once when it is over.</summary>
    public Action<VirtualCall>? OnOver { get; set; }

    /// <summary>Called with each final status for our BYE, re-INVITEs and others.</summary>
    public Action<VirtualCall, SipMethod, int>? OnInDialogFinal { get; set; }

    /// <summary>The dialog, once there is one.</summary>
    public SipDialog? Dialog { get; private set; }

    /// <summary>180.</summary>
    public void Ring() => Respond(180, null);

    /// <summary>183 with a description.</summary>
    public void RingWithMedia() => Respond(183, AnswerTo(RemoteSdp)!.ToBytes());

    /// <summary>200, with the answer or, to an INVITE without offer, an offer.</summary>
    public void Answer() => Answer(AnswerTo(RemoteSdp) ?? _phone.Describe());

    /// <summary>200 with this description.</summary>
    public void Answer(PhoneSdp sdp)
    {
        Dialog!.IsConfirmed = true;
        Respond(200, sdp.ToBytes());
        _ok = _phone.RepeatOk(_incoming!);
        OnTalking?.Invoke(this);
    }

    /// <summary>A final refusal.</summary>
    public void Refuse(int status, string? reason = null)
    {
        Respond(status, null, reason);
        End();
    }

    /// <summary>401 that asks for a password, as often as asked.</summary>
    public void Challenge(string algorithm = "MD5")
    {
        OutgoingResponse response = new(_incoming!.Request, 407);
        _incoming.Respond(response.Add("Proxy-Authenticate", $"Digest realm=\"operator\", nonce=\"{_phone.NewToken()}\", qop=\"auth\", algorithm={algorithm}"));
        End();
    }

    /// <summary>CANCEL.</summary>
    public void Cancel(string? reason = null) => _outgoing!.Cancel(reason);

    /// <summary>BYE.</summary>
    public void HangUp()
    {
        if (Dialog is not null && !IsOver)
        {
            Send(SipMethod.Bye, null);
            End();
        }
    }

    /// <summary>BYE in the early dialog, which RFC 3261 15 allows the caller.</summary>
    public void ByeEarly()
    {
        SipDialog early = SipDialog.FromResponse(_outgoing!.Request, Progress!, _outgoing.Flow, _phone.Contact);
        _phone.Transactions.Send(early.CreateRequest(SipMethod.Bye), early.Flow, this);
    }

    /// <summary>A re-INVITE with the phone's codecs and this direction.</summary>
    public void Reinvite(string direction, params int[] codecs) =>
        Send(SipMethod.Invite, _phone.Describe() with { Direction = direction, Payloads = codecs.Length > 0 ? codecs : _phone.Codecs, Version = ++_sdpVersion + 1 });

    /// <summary>A re-INVITE with this offer.</summary>
    public void Reinvite(PhoneSdp offer) => Send(SipMethod.Invite, offer);

    /// <summary>A re-INVITE without offer.</summary>
    public void ReinviteWithoutOffer() => Send(SipMethod.Invite, null);

    /// <summary>CANCEL for the last re-INVITE.</summary>
    public void CancelReinvite() => _reinvite!.Cancel();

    /// <summary>The direction that an answer in an ACK has; null mirrors the offer's.</summary>
    public string? LateDirection { get; set; }

    /// <summary>Any request inside the dialog.</summary>
    public void Send(SipMethod method, string? contentType, string? body)
    {
        OutgoingRequest request = Dialog!.CreateRequest(method);
        if (contentType is not null)
        {
            request.WithBody(contentType, System.Text.Encoding.ASCII.GetBytes(body!));
        }

        _phone.Transactions.Send(request, Dialog.Flow, this);
    }

    /// <summary>A request inside the dialog with these headers.</summary>
    public void SendWith(SipMethod method, (string Name, string Value)[] headers, PhoneSdp? sdp = null)
    {
        OutgoingRequest request = Dialog!.CreateRequest(method);
        foreach ((string name, string value) in headers)
        {
            request.Add(name, value);
        }

        if (sdp is not null)
        {
            request.WithBody("application/sdp", sdp.ToBytes());
        }

        _phone.Transactions.Send(request, Dialog.Flow, this);
    }

    /// <summary>PRACK for a reliable response, in its early dialog (RFC 3262 4); with this RAck in place of the right one.</summary>
    public void Acknowledge(SipResponse reliable, string? rack = null, PhoneSdp? sdp = null)
    {
        _early ??= SipDialog.FromResponse(_outgoing!.Request, reliable, _outgoing.Flow, _phone.Contact);
        OutgoingRequest prack = _early.CreateRequest(SipMethod.Prack)
            .Add("RAck", rack ?? $"{reliable.Text(SipHeader.RSeq)} {reliable.CSeq.Number} INVITE");
        if (sdp is not null)
        {
            prack.WithBody("application/sdp", sdp.ToBytes());
        }

        _phone.Transactions.Send(prack, _early.Flow, this);
    }

    /// <summary>UPDATE in the early dialog.</summary>
    public void UpdateEarly(PhoneSdp? sdp = null)
    {
        SipDialog dialog = Dialog ?? (_early ??= SipDialog.FromResponse(_outgoing!.Request, Progress!, _outgoing.Flow, _phone.Contact));
        OutgoingRequest update = dialog.CreateRequest(SipMethod.Update);
        if (sdp is not null)
        {
            update.WithBody("application/sdp", sdp.ToBytes());
        }

        _phone.Transactions.Send(update, dialog.Flow, this);
    }

    /// <summary>A BYE on the wire before the 200 that made its dialog, as if it had overtaken it.</summary>
    public void ByeBeforeAnswer() => _phone.Transactions.Send(Dialog!.CreateRequest(SipMethod.Bye), Dialog.Flow, this);

    /// <summary>Answers a re-INVITE that <see cref="OnReinvite"/> was given.</summary>
    public void AnswerReinvite(ServerTransaction transaction, int status, PhoneSdp? sdp = null)
    {
        OutgoingResponse response = new(transaction.Request, status);
        if (status is >= 200 and < 300)
        {
            foreach ((string name, string value) in ReinviteHeaders)
            {
                response.Add(name, value);
            }

            response.Add("Contact", $"<{Dialog!.LocalContact}>").WithBody("application/sdp", (sdp ?? AnswerTo(PhoneSdp.Read(transaction.Request.Body.Span)) ?? _phone.Describe()).ToBytes());
            transaction.Respond(response);
            _ok?.Dispose();
            _ok = _phone.RepeatOk(transaction);
            return;
        }

        transaction.Respond(response);
    }

    /// <summary>ACK by hand, where <see cref="Acknowledges"/> is false.</summary>
    public void Acknowledge() => Acknowledge(Final!);

    internal void Place(string number, bool offers)
    {
        _dialled = number;
        _callId = _phone.NewToken();
        _from = new SipNameAddress(_phone.DisplayName, _phone.AddressOfRecord, SipParameters.Empty).WithTag(_phone.NewToken());
        _offer = offers ? _phone.Describe().ToBytes() : default;
        SendInvite(null);
    }

    internal void Receive(ServerTransaction transaction)
    {
        _incoming = transaction;
        Dialog = SipDialog.FromRequest(transaction.Request, transaction.Flow, transaction.LocalTag, _phone.Contact);
        RemoteSdp = PhoneSdp.Read(transaction.Request.Body.Span);
        _phone.Dialogs[Dialog.Id] = this;
    }

    internal void OnRequest(ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        if (!Dialog!.TryAccept(request))
        {
            transaction.Respond(new OutgoingResponse(request, 500));
            return;
        }

        if (IsOver && request.Method != SipMethod.Bye)
        {
            transaction.Respond(new OutgoingResponse(request, 481));
            return;
        }

        switch (request.Method)
        {
            case SipMethod.Bye:
                transaction.Respond(new OutgoingResponse(request, 200));
                EndedByOther = true;
                ByesReceived++;
                EndRequest ??= request;
                End();
                break;
            case SipMethod.Invite:
                Reinvites.Add(request);
                RemoteSdp = PhoneSdp.Read(request.Body.Span) ?? RemoteSdp;
                if (OnReinvite is { } script)
                {
                    script(this, transaction);
                }
                else
                {
                    AnswerReinvite(transaction, 200);
                }

                break;
            default:
                Requests.Add(request);
                transaction.Respond(OnInDialogRequest?.Invoke(request) ?? new OutgoingResponse(request, 200));
                break;
        }
    }

    internal void OnAck(SipRequest ack)
    {
        AcksReceived++;
        LastAck = ack;
        _ok?.Acknowledge(ack.CSeq.Number);
        RemoteSdp = ack.Body.IsEmpty ? RemoteSdp : PhoneSdp.Read(ack.Body.Span) ?? RemoteSdp;
        OnAcknowledged?.Invoke(this);
    }

    internal void OnCancel(SipRequest cancel)
    {
        EndedByOther = true;
        EndRequest = cancel;
        if (OnCancelled is { } script)
        {
            script(this);
        }
        else
        {
            Refuse(487);
        }
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (transaction == _outgoing)
        {
            OnInviteResponse(response);
        }
        else
        {
            OnInDialogResponse(transaction, response);
        }
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason)
    {
        if (transaction == _outgoing)
        {
            _statuses.Add(statusCode);
            End();
        }
        else
        {
            InDialog.Add((transaction.Request.Method, statusCode));
            OnInDialogFinal?.Invoke(this, transaction.Request.Method, statusCode);
        }
    }

    private void OnInviteResponse(SipResponse response)
    {
        int status = response.StatusCode;
        if (status is 401 or 407 && ++_challenges <= 2
            && _phone.Digest.Answer(response, SipMethod.Invite, _phone.UriOf(_dialled), _phone.Number, _phone.Password) is { } credentials)
        {
            SendInvite(credentials);
            return;
        }

        if (status is > 100 and < 200)
        {
            _statuses.Add(status);
            Progress = response;
            Provisionals.Add(response);
            RemoteSdp = PhoneSdp.Read(response.Body.Span) ?? RemoteSdp;
        }
        else if (status is >= 200 and < 300)
        {
            OnOk(response);
        }
        else if (status >= 300)
        {
            _statuses.Add(status);
            Final = response;
            End();
        }
    }

    private void OnOk(SipResponse response)
    {
        OksReceived++;
        if (Dialog is not null)
        {
            if (Acknowledges)
            {
                RepeatAck(response);
            }

            return;
        }

        _statuses.Add(response.StatusCode);
        Final = response;
        // Its CSeq has gone on with each PRACK and UPDATE.
        Dialog = _early?.Id == DialogId.OfResponse(response) ? _early : SipDialog.FromResponse(_outgoing!.Request, response, _outgoing.Flow, _phone.Contact);
        Dialog.Confirm(response);
        _phone.Dialogs[Dialog.Id] = this;
        RemoteSdp = PhoneSdp.Read(response.Body.Span) ?? RemoteSdp;
        if (Acknowledges)
        {
            Acknowledge(response);
        }

        OnTalking?.Invoke(this);
    }

    private void Acknowledge(SipResponse response)
    {
        byte[]? late = _offer.IsEmpty ? LateAnswerTo(PhoneSdp.Read(response.Body.Span)) : null;
        Acknowledge(_outgoing!.Request, late);
    }

    // One for each INVITE: the 2xx of an earlier one may come again after a later one has been acknowledged.
    private void Acknowledge(OutgoingRequest invite, byte[]? answer)
    {
        InviteAcknowledger acknowledger = new(_phone.Transactions, _phone.Transport);
        _acknowledgers.Add(acknowledger);
        acknowledger.Acknowledge(Dialog!, invite, answer is null ? null : "application/sdp", answer);
    }

    private bool RepeatAck(SipResponse response) => _acknowledgers.Exists(acknowledger => acknowledger.TryRepeat(response));

    private void OnInDialogResponse(ClientTransaction transaction, SipResponse response)
    {
        if (response.StatusCode < 200 || RepeatAck(response))
        {
            return;
        }

        InDialog.Add((transaction.Request.Method, response.StatusCode));
        LastInDialog = response;
        if (transaction.Request.Method == SipMethod.Invite && response.StatusCode < 300)
        {
            PhoneSdp? theirs = PhoneSdp.Read(response.Body.Span);
            RemoteSdp = theirs ?? RemoteSdp;
            byte[]? late = transaction.Request.Body.IsEmpty ? LateAnswerTo(theirs) : null;
            Acknowledge(transaction.Request, late);
        }

        OnInDialogFinal?.Invoke(this, transaction.Request.Method, response.StatusCode);
    }

    private void SendInvite((string Name, string Value)? credentials)
    {
        OutgoingRequest invite = new OutgoingRequest(
            SipMethod.Invite, _phone.UriOf(_dialled), _from!, new SipNameAddress(null, _phone.UriOf(_phone.CalledInTo ?? _dialled), SipParameters.Empty), _callId, ++_cseq)
            .Add("Contact", $"<{_phone.Contact}>")
            .Add("User-Agent", _phone.UserAgent);
        foreach ((string name, string value) in _phone.InviteHeaders)
        {
            invite.Add(name, value);
        }

        if (credentials is { } header)
        {
            invite.Add(header.Name, header.Value);
            SignedInvites++;
        }

        if (!_offer.IsEmpty)
        {
            invite.WithBody("application/sdp", _offer);
        }

        _outgoing = _phone.Transactions.Send(invite, _phone.FlowToExchange, this);
    }

    private void Send(SipMethod method, PhoneSdp? sdp)
    {
        OutgoingRequest request = Dialog!.CreateRequest(method);
        foreach ((string name, string value) in ReinviteHeaders)
        {
            request.Add(name, value);
        }

        if (sdp is not null)
        {
            request.WithBody("application/sdp", sdp.ToBytes());
        }

        ClientTransaction sent = _phone.Transactions.Send(request, Dialog.Flow, this);
        _reinvite = method == SipMethod.Invite ? sent : _reinvite;
    }

    private void Respond(int status, byte[]? sdp, string? reason = null)
    {
        OutgoingResponse response = new(_incoming!.Request, status);
        if (reason is not null)
        {
            response.Add("Reason", reason);
        }

        if (status is > 100 and < 300)
        {
            response.Add("Contact", $"<{_phone.Contact}>").Add("Server", _phone.UserAgent);
        }

        foreach ((string name, string value) in ResponseHeaders.GetValueOrDefault(status, []))
        {
            response.Add(name, value);
        }

        if (sdp is not null)
        {
            response.WithBody("application/sdp", sdp);
        }

        _incoming.Respond(response);
    }

    private PhoneSdp? AnswerTo(PhoneSdp? offer) => offer?.AnswerFrom(_phone.Address, _phone.RtpPort, _phone.Codecs);

    private byte[]? LateAnswerTo(PhoneSdp? offer) =>
        AnswerTo(offer) is { } answer ? (answer with { Direction = LateDirection ?? answer.Direction, Version = ++_sdpVersion + 1 }).ToBytes() : null;

    private void End()
    {
        _ok?.Dispose();
        // Its answer may have been lost, and nobody repeats it in a dialog that is over.
        _reinvite?.Cancel();
        if (!IsOver)
        {
            IsOver = true;
            OnOver?.Invoke(this);
        }
    }
}
