using XHand.Calls.Facts;

namespace XHand.Storage.Records;

/// <summary>A row of <c>call_record</c>. Times come back as UTC.</summary>
internal sealed class CallRecordRow
{
    public Guid CallId { get; init; }
    public short Segment { get; init; }
    public Guid Company { get; init; }
    public string FromNumber { get; init; } = "";
    public string FromName { get; init; } = "";
    public string Dialled { get; init; } = "";
    public string ToNumber { get; init; } = "";
    public string ToName { get; init; } = "";
    public string Class { get; init; } = "";
    public string Direction { get; init; } = "";
    public string Trunk { get; init; } = "";
    public string Route { get; init; } = "";
    public string Tag { get; init; } = "";
    public DateTime StartedAt { get; init; }
    public DateTime? RingingAt { get; init; }
    public DateTime? AnsweredAt { get; init; }
    public DateTime EndedAt { get; init; }
    public long TalkMs { get; init; }
    public long TotalMs { get; init; }
    public string Result { get; init; } = "";
    public string EndedBy { get; init; } = "";
    public int SipStatus { get; init; }
    public int Q850Cause { get; init; }
    public string? Reason { get; init; }
    public string[] PlanReasons { get; init; } = [];

    public CallRecord ToRecord(IEnumerable<LegRow> legs) => new()
    {
        CallId = CallId,
        Segment = Segment,
        Company = Company,
        From = FromNumber,
        FromName = FromName,
        Dialled = Dialled,
        To = ToNumber,
        ToName = ToName,
        Class = Class,
        Direction = Direction,
        Trunk = Trunk,
        Route = Route,
        Tag = Tag,
        StartedAt = StartedAt,
        RingingAt = RingingAt,
        AnsweredAt = AnsweredAt,
        EndedAt = EndedAt,
        TalkMs = TalkMs,
        TotalMs = TotalMs,
        Result = Result,
        EndedBy = EndedBy,
        SipStatus = SipStatus,
        Q850Cause = Q850Cause,
        Reason = Reason,
        PlanReasons = PlanReasons,
        Legs = [.. legs.Select(l => l.ToRecord())],
    };
}
