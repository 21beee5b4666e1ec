namespace XHand.Calls.Facts;

/// <summary>
/// The finished record of a call (Bilhete), made once by the loop when the call and its media have ended, carried into
/// <c>call_record</c>, <c>call</c> and <c>leg</c> as it is.
/// </summary>
public sealed record CallRecord
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>Company.</summary>
    public required Guid Company { get; init; }

    /// <summary>Segment: 1; a transfer adds one.</summary>
    public int Segment { get; init; } = 1;

    /// <summary>Calling number.</summary>
    public required string From { get; init; }

    /// <summary>Calling name, copied.</summary>
    public string FromName { get; init; } = "";

    /// <summary>Number as dialled.</summary>
    public required string Dialled { get; init; }

    /// <summary>Number that was reached or tried.</summary>
    public required string To { get; init; }

    /// <summary>Name of the called, copied.</summary>
    public string ToName { get; init; } = "";

    /// <summary>Class of the call, in the site file's spelling.</summary>
    public required string Class { get; init; }

    /// <summary>Which way it went: internal, outbound, inbound.</summary>
    // A record from before these four were there is read with nulls.
    public string Direction { get => field ?? CallDirection.Internal; init; }

    /// <summary>Name of the trunk that it came or went over, or the last that was tried; "" for none.</summary>
    public string Trunk { get => field ?? ""; init; }

    /// <summary>Name of the route that it took; "" for none.</summary>
    public string Route { get => field ?? ""; init; }

    /// <summary>The mark that a redirect put on it; "" for none.</summary>
    public string Tag { get => field ?? ""; init; }

    /// <summary>When it arrived (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>First ringing, or null.</summary>
    public DateTimeOffset? RingingAt { get; init; }

    /// <summary>Answer, or null.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>End.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Milliseconds from answer to end by the monotonic clock; 0 when not answered.</summary>
    public long TalkMs { get; init; }

    /// <summary>Milliseconds from start to end by the monotonic clock.</summary>
    public long TotalMs { get; init; }

    /// <summary>How it ended: answered, busy, noAnswer, cancelled, unknownNumber, notRegistered, refused, failed, crash.</summary>
    public required string Result { get; init; }

    /// <summary>Who ended it: caller, callee, system.</summary>
    public required string EndedBy { get; init; }

    /// <summary>Final SIP status towards the caller (200 when answered).</summary>
    public int SipStatus { get; init; }

    /// <summary>Q.850 cause.</summary>
    public int Q850Cause { get; init; }

    /// <summary>Why, as a sentence, when there is more to say; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>The plan's reasons.</summary>
    public IReadOnlyList<string> PlanReasons { get; init; } = [];

    /// <summary>The call's legs, the originating one first.</summary>
    public required IReadOnlyList<LegRecord> Legs { get; init; }
}

/// <summary>One leg of a finished call.</summary>
public sealed record LegRecord
{
    /// <summary>Leg.</summary>
    public required Guid LegId { get; init; }

    /// <summary>"originating" or "terminating".</summary>
    public required string Side { get; init; }

    /// <summary>The party's number.</summary>
    public required string Number { get; init; }

    /// <summary>SIP Call-ID.</summary>
    public required string SipCallId { get; init; }

    /// <summary>The phone's address.</summary>
    public string RemoteAddress { get; init; } = "";

    /// <summary>User-Agent or Server header, up to 120 characters.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>Codec, or "".</summary>
    public string Codec { get; init; } = "";

    /// <summary>Times as in the record.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Ringing.</summary>
    public DateTimeOffset? RingingAt { get; init; }

    /// <summary>Answer.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>End.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Final SIP status of the leg.</summary>
    public int SipStatus { get; init; }

    /// <summary>Media figures.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>Packets sent to the party.</summary>
    public long PacketsSent { get; init; }

    /// <summary>Packets lost on the way to us.</summary>
    public long PacketsLost { get; init; }

    /// <summary>Jitter, ms.</summary>
    public double JitterMs { get; init; }
}
