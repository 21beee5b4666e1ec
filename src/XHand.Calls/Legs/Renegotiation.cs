using System.Globalization;
using XHand.Calls.Audio;
using XHand.Calls.Causes;
using XHand.Calls.Signalling;
using XHand.Loop;
using XHand.Sdp;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Calls.Legs;

/// <summary>
/// The re-INVITEs of one leg, theirs and ours: never two at a time (RFC 3261 14), glare in both roles, late offers. Loop thread only.
/// </summary>
internal sealed class Renegotiation(SipLeg leg, SipServices sip)
{
    private const int MaxGlares = 5;
    private static readonly TimeSpan _tellLater = TimeSpan.FromSeconds(1);
    private Reoffer? _theirs;
    private ReinviteClient? _ours;
    private ILoopTimer? _glareTimer;
    private InviteOkRetransmitter? _ok;
    private bool _awaitsLateAnswer;
    private ReadOnlyMemory<byte> _lastTheirs;

    private bool IsBusy => _theirs is not null || _ours is not null || _ok is not null || leg.AwaitsAck;

    /// <summary>Sends a re-INVITE of ours.</summary>
    public void Start(IReadOnlyList<SdpFormat> formats, SdpDirection direction, bool retryOnGlare, Action<ReinviteOutcome> done) =>
        Start(formats, direction, retryOnGlare ? MaxGlares : 0, done);

    /// <summary>The body of the peer's offer in force, to know it when it comes again.</summary>
    public void RememberOffer(ReadOnlyMemory<byte> body) => _lastTheirs = body;

    /// <summary>Takes it back.</summary>
    public void CancelOurs() => _ours?.Cancel();

    /// <summary>A re-INVITE of theirs; its CSeq is in order.</summary>
    public void OnInvite(ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        if (leg.State == LegState.Answered && leg.SessionTimer.RefusalOf(request) is { } tooShort)
        {
            transaction.Respond(tooShort);
            return;
        }

        // An offer of ours in a 200 is as unanswered as one in an INVITE: the ACK with its answer is on its way, or lost and to come again.
        if (_ours is not null || _awaitsLateAnswer || leg.AwaitsLateAnswer)
        {
            transaction.Respond(new OutgoingResponse(request, 491));
        }
        else if (leg.State != LegState.Answered || _theirs is not null)
        {
            // RFC 3261 14.2: a second INVITE before the final response to the first.
            int seconds = (int)sip.RandomWait(TimeSpan.Zero, TimeSpan.FromSeconds(10)).TotalSeconds;
            transaction.Respond(new OutgoingResponse(request, leg.IsEnded ? 481 : 500)
                .Add("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)));
        }
        else if (!SipProfile.HasUsableBodyType(request))
        {
            transaction.Respond(new OutgoingResponse(request, 415).Add("Accept", SipProfile.Accept));
        }
        else if (request.Body.IsEmpty)
        {
            // We offer in the 200 and hear the answer in the ACK (RFC 3261 14.2).
            _awaitsLateAnswer = true;
            SendOk(transaction, leg.Audio.Offer(leg.Audio.Agreed is { } agreed ? AudioFormats.Of(agreed) : AudioFormats.All));
        }
        else if (!SdpSession.TryParse(request.Body.Span, out SdpSession offer, out _))
        {
            transaction.Respond(new OutgoingResponse(request, 488));
        }
        else
        {
            OnOffer(transaction, offer);
        }
    }

    /// <summary>
    /// An UPDATE (RFC 3311 5.2): without a description it refreshes target and session, with one it offers, also before the answer where offer and answer are
    /// through. Its CSeq is in order.
    /// </summary>
    public void OnUpdate(ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        if (leg.IsEnded)
        {
            transaction.Respond(new OutgoingResponse(request, 481));
        }
        else if (leg.SessionTimer.RefusalOf(request) is { } tooShort)
        {
            transaction.Respond(tooShort);
        }
        else if (request.Body.IsEmpty)
        {
            SendOk(transaction, null);
        }
        else if (_ours is not null || _awaitsLateAnswer || leg.AwaitsLateAnswer)
        {
            transaction.Respond(new OutgoingResponse(request, 491));
        }
        else if (_theirs is not null || (leg.State != LegState.Answered && leg.Audio.LocalDescription is null))
        {
            transaction.Respond(new OutgoingResponse(request, 500).Add("Retry-After", "2"));
        }
        else if (!SipProfile.HasUsableBodyType(request))
        {
            transaction.Respond(new OutgoingResponse(request, 415).Add("Accept", SipProfile.Accept));
        }
        else if (!SdpSession.TryParse(request.Body.Span, out SdpSession offer, out _))
        {
            transaction.Respond(new OutgoingResponse(request, 488));
        }
        else
        {
            OnOffer(transaction, offer);
        }
    }

    /// <summary>Sends what changes nothing: UPDATE where the peer takes it, else a re-INVITE with the description in force.</summary>
    public void Refresh()
    {
        if (leg.IsEnded)
        {
            return;
        }

        if (leg.Abilities.Update)
        {
            new UpdateClient(leg, sip).Send();
        }
        else if (IsBusy || _glareTimer is not null)
        {
            return; // what is under way is a refresh as well, or the timer asks again
        }
        else if (leg.Audio.OfferAgain() is { } description)
        {
            _ours = new ReinviteClient(leg, sip, _ => _ours = null);
            _ours.Send(description);
        }
    }

    /// <summary>Says who is connected: at once, or when what is under way has gone through.</summary>
    public void TellConnected()
    {
        if (leg.IsEnded)
        {
            return;
        }

        if (!leg.Abilities.Update && (IsBusy || _glareTimer is not null))
        {
            sip.Loop.StartTimer(_tellLater, "connected-line", TellConnected);
            return;
        }

        Refresh();
    }

    /// <summary>An ACK inside the dialog.</summary>
    public void OnAck(SipRequest ack)
    {
        if (_ok?.Acknowledge(ack.CSeq.Number) != true)
        {
            return;
        }

        _ok = null;
        if (!_awaitsLateAnswer)
        {
            return;
        }

        _awaitsLateAnswer = false;
        if (leg.IsEnded)
        {
            return;
        }

        if (!SdpSession.TryParse(ack.Body.Span, out SdpSession answer, out _) || !leg.Audio.TakeAnswer(answer))
        {
            leg.HangUp(CallCause.NotAcceptable);
            return;
        }

        leg.CheckHold();
        leg.Activity?.OnRenegotiated(leg);
    }

    /// <summary>A CANCEL for a re-INVITE of theirs.</summary>
    public void OnCancel(ServerTransaction invite)
    {
        if (_theirs is { } theirs && theirs.Transaction == invite)
        {
            theirs.Withdraw(487);
        }
    }

    /// <summary>Nothing more to agree on: the leg ends. What is on the wire finds its end by itself. Idempotent.</summary>
    public void Close()
    {
        // RFC 3261 15.1.2: requests that wait in the dialog get 487.
        _theirs?.Withdraw(487);
        _lastTheirs = default;
        _ok?.Dispose();
        _ok = null;
        _glareTimer?.Dispose();
        _glareTimer = null;
        ReinviteClient? ours = _ours;
        _ours = null;
        ours?.Abandon();
    }

    private void OnOffer(ServerTransaction transaction, SdpSession offer)
    {
        // The same description again is a keep-alive, or a phone that lost our answer: it changes nothing and goes no further.
        if (leg.Audio.LocalDescription is { } inForce && transaction.Request.Body.Span.SequenceEqual(_lastTheirs.Span))
        {
            SendOk(transaction, inForce);
            return;
        }

        ReadOnlyMemory<byte> body = transaction.Request.Body;
        Reoffer reoffer = new(leg, transaction, offer, (settled, response, answer) => Settle(settled, response, answer, body));
        _theirs = reoffer;
        sip.Dialogs.AddInvite(transaction, leg);
        if (leg.State == LegState.Answered && leg.Activity?.TryTake(reoffer) == true)
        {
            return;
        }

        // Before the answer the other side is still being sought: what was agreed with it early stays the choice.
        IReadOnlyList<SdpFormat> formats = leg.State == LegState.Answered || leg.Audio.Agreed is not { } agreed ? AudioFormats.All : AudioFormats.Of(agreed);
        if (leg.Audio.Answer(offer, formats) is { } answer)
        {
            reoffer.Accept(answer);
            leg.Activity?.OnRenegotiated(leg);
        }
        else
        {
            reoffer.Refuse(488);
        }
    }

    private void Settle(Reoffer reoffer, OutgoingResponse response, SdpSession? answer, ReadOnlyMemory<byte> body)
    {
        _theirs = null;
        sip.Dialogs.RemoveInvite(reoffer.Transaction);
        if (answer is null)
        {
            reoffer.Transaction.Respond(response);
            return;
        }

        _lastTheirs = body;
        SendOk(reoffer.Transaction, answer);
        leg.CheckHold();
    }

    private void SendOk(ServerTransaction transaction, SdpSession? description)
    {
        OutgoingResponse ok = new OutgoingResponse(transaction.Request, 200)
            .Add("Contact", $"<{leg.Dialog!.LocalContact}>")
            .Add("Allow", SipProfile.Allow)
            .Add("Supported", SipProfile.Supported);
        if (description is not null)
        {
            ok.WithBody(SipProfile.Sdp, description.ToBytes());
        }

        if (leg.State == LegState.Answered)
        {
            leg.SessionTimer.Answer(transaction.Request, ok);
        }

        if (transaction.Request.Method != SipMethod.Invite)
        {
            transaction.Respond(ok);
            return;
        }

        _ok?.Dispose();
        _ok = sip.AnswerOk(transaction, ok, () => leg.Lose(CallCause.NoAck));
    }

    private void Start(IReadOnlyList<SdpFormat> formats, SdpDirection direction, int glaresLeft, Action<ReinviteOutcome> done)
    {
        if (leg.IsEnded)
        {
            sip.Loop.Continue("reinvite-leg-gone", () => done(new ReinviteOutcome.LegGone()));
            return;
        }

        if (_glareTimer is not null || IsBusy)
        {
            OnGlare(formats, direction, glaresLeft, done);
            return;
        }

        _ours = new ReinviteClient(leg, sip, outcome =>
        {
            _ours = null;
            if (outcome is ReinviteOutcome.Refused { Status: 491 })
            {
                OnGlare(formats, direction, glaresLeft, done);
            }
            else
            {
                done(outcome);
            }
        });
        _ours.Send(leg.Audio.Offer(formats, direction));
    }

    private void OnGlare(IReadOnlyList<SdpFormat> formats, SdpDirection direction, int glaresLeft, Action<ReinviteOutcome> done)
    {
        if (glaresLeft == 0 || _glareTimer is not null)
        {
            sip.Loop.Continue("reinvite-glare", () => done(new ReinviteOutcome.Refused(491)));
            return;
        }

        // RFC 3261 14.1: who owns the Call-ID waits 2.1 to 4 s, the other 0 to 2 s.
        TimeSpan wait = leg.OwnsCallId
            ? sip.RandomWait(TimeSpan.FromMilliseconds(2100), TimeSpan.FromSeconds(4))
            : sip.RandomWait(TimeSpan.Zero, TimeSpan.FromSeconds(2));
        _glareTimer = sip.Loop.StartTimer(wait, "reinvite-glare-wait", () =>
        {
            _glareTimer = null;
            Start(formats, direction, glaresLeft - 1, done);
        });
    }
}
