using XHand.Loop;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.TestKit;

namespace XHand.Simulation;

/// <summary>A telephone with a person before it: keeps registered, plays its part of each call's script and keeps its own account of it.</summary>
internal sealed class SimulatedPhone
{
    private const int Lifetime = 900;

    // A REGISTER that was lost for good fails after 32 s; then it is tried anew.
    private static readonly TimeSpan _registerLimit = TimeSpan.FromSeconds(33);
    private readonly Town _town;
    private readonly VirtualPhone _phone;
    private int _registrationsSeen;
    private ILoopTimer? _refresh;

    public SimulatedPhone(Town town, VirtualPhone phone)
    {
        _town = town;
        _phone = phone;
        phone.OnIncoming = OnIncoming;
    }

    /// <summary>Its extension.</summary>
    public string Number => _phone.Number;

    /// <summary>Payload types it has.</summary>
    public IReadOnlyList<int> Codecs => _phone.Codecs;

    /// <summary>Its call of the moment: it has one line.</summary>
    public CallAccount? Current { get; private set; }

    /// <summary>The exchange has confirmed its registration, and it has not asked to be forgotten.</summary>
    public bool IsRegistered { get; private set; }

    /// <summary>It wants to be registered.</summary>
    public bool IsAtHome { get; private set; }

    /// <summary>Its transactions that have not ended, and calls it is still in: 0 when all is quiet.</summary>
    public int Unfinished => _phone.Transactions.Count + (Current is null ? 0 : 1);

    /// <summary>Registers and stays so.</summary>
    public void ComeHome()
    {
        IsAtHome = true;
        Register();
    }

    /// <summary>Takes its registration back.</summary>
    public void Leave()
    {
        IsAtHome = IsRegistered = false;
        _refresh?.Dispose();
        _phone.Register(0);
    }

    /// <summary>Places a call.</summary>
    public void Place(CallScript script, bool isReachable)
    {
        VirtualCall call = _phone.Call(script.Dialled, !script.OffersLate);
        CallAccount account = Open(call, script, isReachable);
        call.OnTalking = _ => OnTalking(account, Ending.Caller);
        _town.After(script.Patience, "people.patience", () => GiveUp(account));
    }

    /// <summary>Hangs up, if it is in this call. Who was called may not say so before the ACK has come (RFC 3261 15).</summary>
    public void HangUp(CallAccount account)
    {
        if (account != Current || account.Call.IsOver || account.Call.Dialog is null)
        {
            return;
        }

        if (account.Call.IsIncoming && account.Call.AcksReceived == 0)
        {
            account.HangsUpAfterAck = true;
            return;
        }

        account.HungUpAt = _town.Now;
        account.Call.HangUp();
    }

    private void Register()
    {
        _registrationsSeen = _phone.Registrations.Count;
        _phone.Register(Lifetime);
        _refresh = _town.After(_registerLimit, "phone.registered?", CheckRegistration);
    }

    private void CheckRegistration()
    {
        if (_phone.Registrations.Count > _registrationsSeen && _phone.RegisterStatus == 200)
        {
            IsRegistered = true;
            _refresh = _town.After(_town.Chance.Seconds(Lifetime * 0.4, Lifetime * 0.8), "phone.refresh", Register);
        }
        else
        {
            Register();
        }
    }

    private CallAccount Open(VirtualCall call, CallScript? script, bool isReachable)
    {
        CallAccount account = new(this, call, script, _town.Now) { WasReachable = isReachable };
        Current = account;
        call.OnOver = _ => OnOver(account);
        call.OnReinvite = (_, transaction) => OnReinvite(account, transaction);
        call.OnInDialogFinal = (_, method, status) => OnInDialogFinal(account, method, status);
        _town.Opened(account);
        return account;
    }

    private void OnOver(CallAccount account)
    {
        Current = null;
        if (account.Call.EndedByOther)
        {
            account.EndKnownAt ??= _town.Now;
        }

        _town.Over(account);
    }

    private void GiveUp(CallAccount account)
    {
        if (account.Call.IsOver || account.AnsweredAt is not null)
        {
            return;
        }

        // A challenge may cross the first CANCEL, and the phone then calls once more: the person presses the key again.
        account.GaveUpAt ??= _town.Now;
        account.Call.Cancel();
        _town.After(TimeSpan.FromSeconds(2), "people.patience", () => GiveUp(account));
    }

    private void OnIncoming(VirtualCall call)
    {
        if (Current is not null)
        {
            call.Refuse(486);
            _town.Turned(new CallAccount(this, call, null, _town.Now) { Refused = 486 });
            return;
        }

        CallScript? script = _town.ScriptOf(call.Invite!.From.Uri.User, Number);
        CallAccount account = Open(call, script, false);
        call.OnTalking = _ => OnTalking(account, Ending.Callee);
        call.OnAcknowledged = _ => OnAcknowledged(account);
        if (script is null || script.Reaction == Reaction.LetsRing)
        {
            _town.After(script?.RingsAfter ?? TimeSpan.Zero, "phone.rings", () => Ring(account));
        }
        else if (script.Reaction != Reaction.IsSilent)
        {
            React(account, script);
        }
    }

    private void React(CallAccount account, CallScript script)
    {
        if (script.RingsAfter is { } ringsAfter)
        {
            _town.After(ringsAfter, "phone.rings", () => Ring(account));
        }

        // Of an extension's two phones, one is a little later, or by chance not at all.
        TimeSpan later = _town.IsFirstPhone(this) ? TimeSpan.Zero : _town.Chance.Seconds(0, 0.2);
        _town.After((script.RingsAfter ?? TimeSpan.Zero) + script.ReactsAfter + later, "people.react", () => Decide(account, script));
    }

    private static void Ring(CallAccount account)
    {
        if (account.Call.IsOver || account.AnsweredAt is not null)
        {
            return;
        }

        if (account.Script?.HasEarlyMedia == true && SharesCodec(account))
        {
            account.Call.RingWithMedia();
        }
        else
        {
            account.Call.Ring();
        }
    }

    private static void Decide(CallAccount account, CallScript script)
    {
        if (account.Call.IsOver)
        {
            return;
        }

        int refusal = script.Reaction switch
        {
            Reaction.IsBusy => 486,
            Reaction.Declines => 603,
            _ => SharesCodec(account) ? 0 : 488,
        };
        if (refusal == 0)
        {
            account.Call.Answer();
        }
        else
        {
            account.Refused = refusal;
            account.Call.Refuse(refusal);
        }
    }

    private static bool SharesCodec(CallAccount account) =>
        account.Call.RemoteSdp is not { } offer || offer.AnswerFrom("0.0.0.0", 0, account.Phone._phone.Codecs) is not null;

    private void OnTalking(CallAccount account, Ending side)
    {
        account.AnsweredAt = _town.Now;
        if (account.GaveUpAt is not null)
        {
            // The answer crossed the CANCEL: the person has put the receiver down already.
            HangUp(account);
            return;
        }

        if (account.Script is not { } script)
        {
            return;
        }

        if (script.HangsUp == side)
        {
            _town.After(script.Talks, "people.hangup", () => HangUp(account));
        }
        else if (side == Ending.Caller && script.HangsUp is Ending.Both or Ending.Operator)
        {
            _town.After(script.Talks, "people.hangup", () => _town.EndTogether(account));
        }

        if (script.Holds == side || script.Holds == Ending.Both)
        {
            _town.After(script.HoldsAfter, "people.hold", () => Hold(account, script.HoldsFor));
        }

        if (script.PressesKey && side == Ending.Caller)
        {
            _town.After(TimeSpan.FromSeconds(1), "people.key", () => PressKey(account));
        }
    }

    private void OnAcknowledged(CallAccount account)
    {
        if (account.HangsUpAfterAck)
        {
            HangUp(account);
        }
    }

    private void Hold(CallAccount account, TimeSpan time)
    {
        if (!account.Call.IsOver)
        {
            Renegotiate(account, "sendonly");
            _town.After(time, "people.resume", () => Renegotiate(account, "sendrecv"));
        }
    }

    // One re-INVITE at a time (RFC 3261 14.1): a phone that still waits for the last one's answer tries again a little later, as after a 491.
    private void Renegotiate(CallAccount account, string direction)
    {
        if (account.Call.IsOver)
        {
            return;
        }

        if (account.OwnReinvite is not null)
        {
            _town.After(_town.Chance.Seconds(0.5, 2), "phone.reinvite", () => Renegotiate(account, direction));
        }
        else
        {
            account.OwnReinvite = direction;
            account.Call.Reinvite(direction);
        }
    }

    private static void OnReinvite(CallAccount account, ServerTransaction transaction) =>
        account.Call.AnswerReinvite(transaction, account.OwnReinvite is null ? 200 : 491);

    private static void PressKey(CallAccount account)
    {
        if (!account.Call.IsOver)
        {
            account.Call.Send(SipMethod.Info, "application/dtmf-relay", "Signal=5\r\nDuration=160\r\n");
        }
    }

    private void OnInDialogFinal(CallAccount account, SipMethod method, int status)
    {
        if (method == SipMethod.Bye && status != 408)
        {
            account.EndKnownAt ??= _town.Now;
        }
        else if (method == SipMethod.Invite && account.OwnReinvite is { } direction)
        {
            account.OwnReinvite = null;
            if (status == 491)
            {
                _town.After(_town.Chance.Seconds(0, 4), "phone.glare", () => Renegotiate(account, direction));
            }
        }
    }
}
