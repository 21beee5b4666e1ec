using XHand.Calls.Facts;

namespace XHand.Storage.Records;

/// <summary>A row of <c>leg</c>. Times come back as UTC.</summary>
internal sealed class LegRow
{
    public Guid CallId { get; init; }
    public Guid LegId { get; init; }
    public string Side { get; init; } = "";
    public string Party { get; init; } = "";
    public string SipCallId { get; init; } = "";
    public string RemoteAddress { get; init; } = "";
    public string UserAgent { get; init; } = "";
    public string Codec { get; init; } = "";
    public DateTime StartedAt { get; init; }
    public DateTime? RingingAt { get; init; }
    public DateTime? AnsweredAt { get; init; }
    public DateTime EndedAt { get; init; }
    public int SipStatus { get; init; }
    public long PacketsReceived { get; init; }
    public long PacketsSent { get; init; }
    public long PacketsLost { get; init; }
    public double JitterMs { get; init; }

    public LegRecord ToRecord() => new()
    {
        LegId = LegId,
        Side = Side,
        Number = Party,
        SipCallId = SipCallId,
        RemoteAddress = RemoteAddress,
        UserAgent = UserAgent,
        Codec = Codec,
        StartedAt = StartedAt,
        RingingAt = RingingAt,
        AnsweredAt = AnsweredAt,
        EndedAt = EndedAt,
        SipStatus = SipStatus,
        PacketsReceived = PacketsReceived,
        PacketsSent = PacketsSent,
        PacketsLost = PacketsLost,
        JitterMs = JitterMs,
    };
}
