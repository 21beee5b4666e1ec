namespace XHand.Calls.Live;

/// <summary>A live call as the outside sees it; published by the loop at each change, read by anyone.</summary>
/// <param name="CallId">Call.</param>
/// <param name="Company">Company.</param>
/// <param name="From">Calling number.</param>
/// <param name="Dialled">Number dialled.</param>
/// <param name="To">Number reached or tried.</param>
/// <param name="State">planning, ringing, talking, held, playing, ending.</param>
/// <param name="StartedAt">Start, UTC.</param>
/// <param name="AnsweredAt">Answer, UTC, or null.</param>
/// <param name="Legs">Its legs.</param>
public sealed record CallView(Guid CallId, Guid Company, string From, string Dialled, string To, string State, DateTimeOffset StartedAt, DateTimeOffset? AnsweredAt, IReadOnlyList<LegView> Legs)
{
    /// <summary>Calling name.</summary>
    public string FromName { get; init; } = "";

    /// <summary>internal, outbound, inbound.</summary>
    public string Direction { get; init; } = "internal";

    /// <summary>Name of the trunk that it came over, or was last sent over; "" for none.</summary>
    public string Trunk { get; init; } = "";
}

/// <summary>A live leg.</summary>
public sealed record LegView(Guid LegId, string Number, string State, string RemoteAddress, string Codec)
{
    /// <summary>Its Call-ID.</summary>
    public string SipCallId { get; init; } = "";
}

/// <summary>A phone that is registered.</summary>
/// <param name="Company">Company.</param>
/// <param name="Number">Extension.</param>
/// <param name="Contact">Contact URI as bound.</param>
/// <param name="Source">The socket's address it came from.</param>
/// <param name="Protocol">udp, tcp...</param>
/// <param name="UserAgent">User-Agent.</param>
/// <param name="RegisteredAt">First bound, UTC.</param>
/// <param name="ExpiresAt">End, UTC.</param>
public sealed record RegistrationView(Guid Company, string Number, string Contact, string Source, string Protocol, string UserAgent, DateTimeOffset RegisteredAt, DateTimeOffset ExpiresAt);

/// <summary>The published views. Any thread.</summary>
public interface ILiveView
{
    /// <summary>Live calls, oldest first.</summary>
    IReadOnlyList<CallView> Calls();

    /// <summary>Registered phones, by number.</summary>
    IReadOnlyList<RegistrationView> Registrations();

    /// <summary>Trunks, by name.</summary>
    IReadOnlyList<TrunkStatus> Trunks();
}

/// <summary>What may be asked of the running exchange from outside. Any thread; each posts to the loop and answers when done.</summary>
public interface ICallControl
{
    /// <summary>Rings <paramref name="from"/>, then dials <paramref name="to"/> for it; the call's id, or why not.</summary>
    Task<CallControlResult> CallAsync(Guid company, string from, string to, CancellationToken cancellation);

    /// <summary>Ends a call.</summary>
    Task<CallControlResult> HangUpAsync(Guid company, Guid callId, CancellationToken cancellation);

    /// <summary>Refuses new calls and waits until the live ones have ended or <paramref name="limit"/> is over, then ends them.</summary>
    Task DrainAsync(TimeSpan limit);
}

/// <summary>Done with the call's id, or refused with a reason.</summary>
public sealed record CallControlResult(Guid? CallId, string? Refusal);
