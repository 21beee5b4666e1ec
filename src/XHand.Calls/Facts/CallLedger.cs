using XHand.Media;

namespace XHand.Calls.Facts;

/// <summary>
/// What a call's facts add up to: one fold for the live call and for recovery, so that both write the same record. Pure; single-threaded.
/// </summary>
public sealed class CallLedger(Guid callId, Guid company)
{
    private readonly List<LegEntry> _legs = [];
    private CallStarted? _started;
    private CallPlanned? _planned;
    private LegDialled? _lastOverTrunk;
    private FactTime _startedAt;
    private FactTime? _ringingAt;
    private FactTime? _answeredAt;

    /// <summary>When the call was answered, or null.</summary>
    public FactTime? AnsweredAt => _answeredAt;

    /// <summary>When it started.</summary>
    public FactTime StartedAt => _startedAt;

    /// <summary>Which way the call goes, as far as is known: one of <see cref="CallDirection"/>.</summary>
    public string Direction => _started?.Direction ?? _planned?.Direction ?? CallDirection.Internal;

    /// <summary>The trunk that it came over, or was last sent over; "" for none.</summary>
    public string Trunk => _started?.Trunk ?? _lastOverTrunk?.Trunk ?? "";

    /// <summary>Time of the last fact.</summary>
    public FactTime LastAt { get; private set; }

    /// <summary>Takes the next fact of the call's stream.</summary>
    public void Apply(CallFact fact, FactTime at)
    {
        LastAt = at;
        switch (fact)
        {
            case CallStarted f:
                _started = f;
                _startedAt = at;
                if (f.LegId is { } originating)
                {
                    _legs.Add(new LegEntry(originating, LegSide.Originating, f.From, f.SipCallId, f.RemoteAddress, at) { UserAgent = f.UserAgent });
                }

                break;
            case CallPlanned f:
                _planned = f;
                break;
            case LegDialled f:
                _lastOverTrunk = f.Trunk is null ? _lastOverTrunk : f;
                _legs.Add(new LegEntry(f.LegId, f.Side, f.Number, f.SipCallId, f.RemoteAddress, at));
                break;
            case LegRinging f when Find(f.LegId) is { } leg:
                leg.RingingAt ??= at;
                if (leg.Side == LegSide.Terminating)
                {
                    _ringingAt ??= at;
                }

                break;
            case LegAnswered f when Find(f.LegId) is { } leg:
                leg.AnsweredAt ??= at;
                leg.SipStatus = 200;
                leg.Codec = f.Codec.Length > 0 ? f.Codec : leg.Codec;
                leg.UserAgent = f.UserAgent.Length > 0 ? f.UserAgent : leg.UserAgent;
                if (f.CallAnswered)
                {
                    _answeredAt ??= at;
                }

                break;
            case LegsBridged f:
                _answeredAt ??= at;
                foreach (LegEntry? bridged in (ReadOnlySpan<LegEntry?>)[Find(f.LegId), Find(f.OtherLegId)])
                {
                    bridged?.Codec = f.Codec;
                }

                break;
            case LegEnded f when Find(f.LegId) is { EndedAt: null } leg:
                leg.EndedAt = at;
                leg.SipStatus = f.SipStatus;
                // A CANCEL may come between the fact of the answer and the 200 itself: then there was no answer.
                if (f.SipStatus >= 300 && leg.AnsweredAt is not null)
                {
                    leg.AnsweredAt = null;
                    _answeredAt = leg.Side == LegSide.Originating ? null : _answeredAt;
                }

                break;
        }
    }

    /// <summary>The figures of a leg's media: no fact of their own, they go into the record.</summary>
    public void SetMedia(Guid legId, MediaStatistics statistics) => Find(legId)?.Media = statistics;

    /// <summary>The finished record for a call that ended so at <paramref name="at"/>.</summary>
    public CallRecord ToRecord(CallEnd end, FactTime at) => new()
    {
        CallId = callId,
        Company = company,
        From = _started?.From ?? "",
        FromName = _started?.FromName ?? "",
        Dialled = _started?.Dialled ?? "",
        To = _planned?.To ?? _started?.Dialled ?? "",
        ToName = _planned?.ToName ?? "",
        Class = _planned?.Class ?? "internal",
        Direction = Direction,
        Trunk = Trunk,
        Route = _planned?.Route ?? _lastOverTrunk?.Route ?? "",
        Tag = _planned?.Tag ?? "",
        StartedAt = _startedAt.Utc,
        RingingAt = _ringingAt?.Utc,
        AnsweredAt = _answeredAt?.Utc,
        EndedAt = at.Utc,
        TalkMs = _answeredAt is { } answered ? at.MillisecondsSince(answered) : 0,
        TotalMs = at.MillisecondsSince(_startedAt),
        Result = end.Result,
        EndedBy = end.By,
        SipStatus = end.SipStatus,
        Q850Cause = end.Cause.Q850,
        Reason = end.Reason,
        PlanReasons = _planned?.Reasons ?? [],
        Legs = [.. _legs.OrderBy(leg => leg.Side == LegSide.Originating ? 0 : 1).Select(leg => leg.ToRecord(at))],
    };

    private LegEntry? Find(Guid legId) => _legs.Find(leg => leg.Id == legId);

    private sealed class LegEntry(Guid id, string side, string number, string sipCallId, string remoteAddress, FactTime startedAt)
    {
        public Guid Id => id;
        public string Side => side;
        public string UserAgent { get; set; } = "";
        public string Codec { get; set; } = "";
        public FactTime? RingingAt { get; set; }
        public FactTime? AnsweredAt { get; set; }
        public FactTime? EndedAt { get; set; }
        public int SipStatus { get; set; }
        public MediaStatistics? Media { get; set; }

        public LegRecord ToRecord(FactTime callEnd) => new()
        {
            LegId = id,
            Side = side,
            Number = number,
            SipCallId = sipCallId,
            RemoteAddress = remoteAddress,
            UserAgent = UserAgent,
            Codec = Codec,
            StartedAt = startedAt.Utc,
            RingingAt = RingingAt?.Utc,
            AnsweredAt = AnsweredAt?.Utc,
            EndedAt = (EndedAt ?? callEnd).Utc,
            SipStatus = SipStatus,
            PacketsReceived = Media?.PacketsReceived ?? 0,
            PacketsSent = Media?.PacketsSent ?? 0,
            PacketsLost = Media?.PacketsLost ?? 0,
            JitterMs = Media?.JitterMs ?? 0,
        };
    }
}
