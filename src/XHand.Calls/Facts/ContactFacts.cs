namespace XHand.Calls.Facts;

/// <summary>A phone's contact was bound or refreshed. The fact's stream is the binding; each fact says everything, so that the last is enough.</summary>
/// <param name="Number">Extension.</param>
/// <param name="Contact">Contact URI as given.</param>
/// <param name="Instance">+sip.instance (RFC 5626), or null.</param>
/// <param name="CallId">Call-ID of the REGISTER.</param>
/// <param name="CSeq">Its CSeq.</param>
/// <param name="Protocol">"udp", "tcp", "tls", "ws" or "wss".</param>
/// <param name="Local">Our listening address, address:port.</param>
/// <param name="Source">The phone's socket address.</param>
/// <param name="UserAgent">User-Agent, cut to 120 characters.</param>
/// <param name="RegisteredAt">When it was bound first, UTC.</param>
/// <param name="ExpiresAt">When it ends unless refreshed, UTC.</param>
public sealed record ContactBound(
    string Number,
    string Contact,
    string? Instance,
    string CallId,
    uint CSeq,
    string Protocol,
    string Local,
    string Source,
    string UserAgent,
    DateTimeOffset RegisteredAt,
    DateTimeOffset ExpiresAt)
{
    /// <summary>reg-id (RFC 5626), or null.</summary>
    public uint? RegId { get; init; }
}

/// <summary>A phone's contact went.</summary>
/// <param name="Number">Extension.</param>
/// <param name="Contact">Contact URI.</param>
/// <param name="Reason">"removed", "expired", "replaced", "deleted" or "connectionLost".</param>
public sealed record ContactUnbound(string Number, string Contact, string Reason);
