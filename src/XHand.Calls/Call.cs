using XHand.Calls.Audio;
using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.Calls.Legs;
using XHand.Calls.Live;
using XHand.Loop;
using XHand.Media;
using XHand.Sdp;
using XHand.Sip.Transactions;

namespace XHand.Calls;

/// <summary>
/// One call: its parties' legs, its facts, and its end, decided once. What it does is its flow's business. Loop thread only.
/// </summary>
public sealed class Call : ILegOwner
{
    // Rule 8 of the loop: a record closes when its media has closed, or 200 ms later.
    private static readonly TimeSpan _mediaLimit = TimeSpan.FromMilliseconds(200);
    private readonly CallServices _services;
    private readonly List<SipLeg> _legs = [];
    private readonly HashSet<Guid> _openMedia = [];
    private readonly HashSet<Guid> _called = [];
    private readonly CallOrder _ordered;
    private readonly Action<Call, CallRecord> _closed;
    private (CallEnd End, FactTime At)? _end;
    private ILoopTimer? _mediaTimer;
    private bool _isFinishing;
    private bool _isPublishing;
    private bool _isClosed;

    internal Call(CallServices services, CallOrder order, Action<Call, CallRecord> closed)
    {
        _services = services;
        _closed = closed;
        Id = services.Ids.NewId();
        Order = order;
        _ordered = order;
        To = order.Dialled;
        Trail = new CallTrail(Id, order.Company, services.Facts, services.Loop.Time);
    }

    /// <summary>Its id.</summary>
    public Guid Id { get; }

    /// <summary>Who calls what.</summary>
    public CallOrder Order { get; private set; }

    /// <summary>The originating leg; null while an ordered call still rings its caller.</summary>
    public SipLeg? Caller { get; private set; }

    /// <summary>Number reached or tried.</summary>
    public string To { get; private set; }

    /// <summary>What it is at.</summary>
    public CallState State { get; private set; }

    /// <summary>True once its end is decided.</summary>
    public bool IsOver => _end is not null;

    /// <summary>Legs that have not ended.</summary>
    public IReadOnlyList<SipLeg> Legs => _legs;

    /// <summary>The bridge between caller and called, while there is one.</summary>
    public Bridge? Bridge { get; internal set; }

    /// <summary>The verb that holds the bridge, while there is one.</summary>
    internal BridgeVerb? Bridged { get; set; }

    internal CallTrail Trail { get; }

    internal CallServices Services => _services;

    /// <summary>Called once when the call ends while it has no caller yet: what is being dialled then is to stop.</summary>
    internal Action? Interrupted { get; set; }

    /// <summary>Parties whose calls are counted, for the table.</summary>
    internal List<string> PartyNumbers { get; } = [];

    /// <summary>Numbers whose calls this one is, with repetitions where one takes part twice.</summary>
    public IReadOnlyList<string> Parties => PartyNumbers;

    /// <summary>Ends it from outside: an operator's command, a shutdown.</summary>
    public void HangUp(CallCause cause, string reason)
    {
        bool answered = Trail.Ledger.AnsweredAt is not null;
        Decide(answered ? CallEnd.Talked(EndedBy.System, cause, reason) : CallEnd.Failed(cause, reason));
    }

    /// <summary>The plan for it has been made.</summary>
    public void Plan(CallPlanned plan)
    {
        To = plan.To;
        Trail.Write(plan);
        Publish();
    }

    /// <summary>Starts its stream of facts; <paramref name="caller"/> is null for a call that was ordered from outside.</summary>
    internal void Begin(IncomingLeg? caller)
    {
        if (caller is not null)
        {
            Caller = caller;
            Adopt(caller);
        }

        Trail.Write(new CallStarted(
            Order.From, Order.FromName, Order.Dialled, caller?.Id, caller?.SipCallId ?? "", caller?.RemoteAddress ?? "", caller?.UserAgent ?? "")
        {
            Direction = Order.Direction == CallDirection.Internal ? null : Order.Direction,
            Trunk = Order.Trunk.Length == 0 ? null : Order.Trunk,
        });
        Publish();
    }

    /// <summary>Takes in a leg that is to be called.</summary>
    internal void AddDialled(OutgoingLeg leg, string side)
    {
        Adopt(leg);
        if (side == LegSide.Terminating)
        {
            _called.Add(leg.Id);
        }

        Trail.Write(new LegDialled(leg.Id, side, leg.Number, leg.SipCallId, leg.RemoteAddress) { Trunk = leg.Order.Trunk?.Name, Route = leg.Order.Trunk?.Route });
        Publish();
    }

    /// <summary>The leg that an ordered call has reached its caller on, or that stays when a transfer takes the other away.</summary>
    internal void BecomeCaller(SipLeg leg) => Caller = leg;

    /// <summary>Whom the next that is called sees as its caller: a party of this call.</summary>
    internal void ShowAsCaller(SipLeg party) => Order = party is OutgoingLeg ? _ordered with { FromShown = party.Number, FromName = "" } : _ordered;

    /// <summary>The number that an incoming leg of any call shows; "" for one who withholds it.</summary>
    internal static string ShownOf(SipLeg leg) => leg.Owner is Call owner ? owner.Order.FromShown : leg.Number;

    /// <summary>The extension of ours behind a leg, or null for an operator's.</summary>
    internal string? ExtensionOf(SipLeg leg) => leg switch
    {
        OutgoingLeg { Order.Trunk: null } => leg.Number,
        IncomingLeg when Order.Direction != CallDirection.Inbound => leg.Number,
        _ => null,
    };

    /// <summary>The formats that a party may be offered so that its packets can pass to the caller; empty when it may be offered none.</summary>
    internal IReadOnlyList<SdpFormat> FormatsForCallee() => Caller switch
    {
        { Audio.Agreed: { } agreed } => AudioFormats.WithEvents(AudioFormats.Of(agreed)),
        IncomingLeg { Offer: { } offer } => AudioFormats.WithEvents(AudioFormats.InOrder(AudioFormats.OfferedBy(offer), Order.Codecs)),
        _ => AudioFormats.InOrder(AudioFormats.All, Order.Codecs),
    };

    /// <summary>What is sent to the caller who is to be answered with <paramref name="formats"/>; null when it shares none.</summary>
    internal SdpSession? DescribeTo(IncomingLeg caller, IReadOnlyList<SdpFormat> formats) => caller.Offer is { } offer
        // An answer given early stands (RFC 3261 13.2.1).
        ? caller.Audio.LocalDescription ?? caller.Audio.Answer(offer, formats)
        // What was agreed by a PRACK stands as well; else the caller may choose, and the bridge brings both together.
        : caller.Audio.LocalDescription ?? caller.Audio.Offer(AudioFormats.Widened(formats, Order.Codecs));

    internal void SetState(CallState state)
    {
        if (State != CallState.Ending && State != state)
        {
            State = state;
            Publish();
        }
    }

    /// <summary>Decides how it ends, unless that is decided, and releases the caller: the flow hears of it by its verb.</summary>
    internal void Decide(CallEnd end)
    {
        if (_end is not null)
        {
            return;
        }

        _end = (end, Trail.Now);
        SetState(CallState.Ending);
        Caller?.HangUp(end.Cause);
        Action? interrupted = Interrupted;
        Interrupted = null;
        interrupted?.Invoke();
    }

    /// <summary>The flow has ended: releases what is left and closes the record.</summary>
    internal void Finish(CallEnd unlessDecided)
    {
        Decide(unlessDecided);
        _isFinishing = true;
        foreach (SipLeg leg in _legs.ToArray())
        {
            leg.HangUp(_end!.Value.End.Cause);
        }

        if (_openMedia.Count == 0)
        {
            Close();
        }
        else
        {
            _mediaTimer = _services.Loop.StartTimer(_mediaLimit, "call-media-limit", Close);
        }
    }

    void ILegOwner.OnLegRinging(SipLeg leg, int status)
    {
        Trail.Write(new LegRinging(leg.Id, status));
        if (State == CallState.Planning)
        {
            State = CallState.Ringing;
        }

        Publish();
    }

    void ILegOwner.OnLegAnswered(SipLeg leg)
    {
        Trail.Write(new LegAnswered(leg.Id, leg.Audio.Codec, leg.UserAgent, CallAnswered: false));
        Publish();
    }

    void ILegOwner.OnLegHeld(SipLeg leg, bool held)
    {
        Trail.Write(new LegHeld(leg.Id, held));
        if (State is CallState.Talking or CallState.Held)
        {
            SetState(_legs.Exists(other => other.IsHeld) ? CallState.Held : CallState.Talking);
        }
    }

    void ILegOwner.OnLegDigit(SipLeg leg, char digit) => Trail.Write(new DigitPressed(leg.Id, digit.ToString()));

    void ILegOwner.OnLegRefer(SipLeg leg, ServerTransaction refer) => new Transfers.ReferDesk(_services).Take(this, leg, refer);

    void ILegOwner.OnLegAudioLost(SipLeg leg, CallCause cause, string reason) => HangUp(cause, $"{leg.Number}: {reason}");

    void ILegOwner.OnLegEnded(SipLeg leg, LegEnd end)
    {
        _legs.Remove(leg);
        Trail.Write(new LegEnded(leg.Id, end.SipStatus, end.Cause.Q850, end.ByPeer, end.Cause.Text));
        bool isCaller = leg == Caller;
        if (isCaller || Bridge?.Has(leg) == true)
        {
            Decide(EndOf(end, _called.Contains(leg.Id) ? EndedBy.Callee : EndedBy.Caller));
        }

        Publish();
    }

    void ILegOwner.OnLegMediaClosed(SipLeg leg, MediaStatistics statistics)
    {
        Trail.Ledger.SetMedia(leg.Id, statistics);
        _openMedia.Remove(leg.Id);
        if (_isFinishing && _openMedia.Count == 0)
        {
            Close();
        }
    }

    private CallEnd EndOf(LegEnd end, string side)
    {
        if (Trail.Ledger.AnsweredAt is null)
        {
            return end.ByPeer ? CallEnd.Cancelled : CallEnd.Failed(end.Cause);
        }

        return end.How == LegEndKind.PeerHungUp
            ? CallEnd.Talked(side, end.Cause)
            : CallEnd.Talked(EndedBy.System, end.Cause, end.Cause.Text);
    }

    private void Adopt(SipLeg leg)
    {
        leg.Owner = this;
        _legs.Add(leg);
        _openMedia.Add(leg.Id);
    }

    private void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _mediaTimer?.Dispose();
        Bridge = null;
        Bridged = null;
        CallRecord record = Trail.End(_end!.Value.End, _end.Value.At);
        _services.Live.Remove(Id);
        _closed(this, record);
    }

    /// <summary>Shows what it has become, once for all that a turn and its continuations did to it.</summary>
    private void Publish()
    {
        if (!_isPublishing && !_isClosed)
        {
            _isPublishing = true;
            _services.Loop.Continue("call-publish", PublishNow);
        }
    }

    private void PublishNow()
    {
        _isPublishing = false;
        if (_isClosed)
        {
            return;
        }

        _services.Changed?.Invoke(this);
        LegView[] legs = new LegView[_legs.Count];
        for (int i = 0; i < legs.Length; i++)
        {
            SipLeg leg = _legs[i];
            legs[i] = new LegView(leg.Id, leg.Number, LegText(leg.State), leg.RemoteAddress, leg.Audio.Codec) { SipCallId = leg.SipCallId };
        }

        _services.Live.Publish(new CallView(
            Id,
            Order.Company,
            Order.From,
            Order.Dialled,
            To,
            StateText(State),
            Trail.Ledger.StartedAt.Utc,
            Trail.Ledger.AnsweredAt?.Utc,
            legs)
        {
            FromName = Order.FromName,
            Direction = Trail.Ledger.Direction,
            Trunk = Trail.Ledger.Trunk,
        });
    }

    private static string StateText(CallState state) => state switch
    {
        CallState.Planning => "planning",
        CallState.Ringing => "ringing",
        CallState.Talking => "talking",
        CallState.Held => "held",
        CallState.Playing => "playing",
        _ => "ending",
    };

    private static string LegText(LegState state) => state switch
    {
        LegState.Trying => "trying",
        LegState.Ringing => "ringing",
        LegState.Answered => "answered",
        _ => "ended",
    };
}
