namespace XHand.Simulation;

/// <summary>
/// What two people are going to do with one call, drawn when it is placed. Only the one who is named in <see cref="HangsUp"/> ever hangs up: whatever
/// else ends, the exchange has to end at the other phone, or that phone stays off the hook and is found there.
/// </summary>
internal sealed record CallScript
{
    /// <summary>Who calls.</summary>
    public required string Caller { get; init; }

    /// <summary>The number dialled.</summary>
    public required string Dialled { get; init; }

    /// <summary>What the caller waits for an answer; then it gives up.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>What the called person does.</summary>
    public required Reaction Reaction { get; init; }

    /// <summary>From the INVITE's arrival to ringing; null for a phone that answers or refuses without ringing.</summary>
    public TimeSpan? RingsAfter { get; init; }

    /// <summary>From the INVITE's arrival to the answer or refusal.</summary>
    public TimeSpan ReactsAfter { get; init; }

    /// <summary>The called phone is heard before it answers (183).</summary>
    public bool HasEarlyMedia { get; init; }

    /// <summary>The INVITE has no session description (late offer).</summary>
    public bool OffersLate { get; init; }

    /// <summary>Who ends the conversation.</summary>
    public Ending HangsUp { get; init; }

    /// <summary>From the answer, as the one who hangs up has it, to that.</summary>
    public TimeSpan Talks { get; init; }

    /// <summary>Who puts the other on hold.</summary>
    public Ending Holds { get; init; } = Ending.Nobody;

    /// <summary>From the answer to the hold.</summary>
    public TimeSpan HoldsAfter { get; init; }

    /// <summary>From the hold to its end.</summary>
    public TimeSpan HoldsFor { get; init; }

    /// <summary>The caller sends a digit by INFO.</summary>
    public bool PressesKey { get; init; }
}

/// <summary>What a called person does.</summary>
internal enum Reaction
{
    /// <summary>Answers.</summary>
    Answers,

    /// <summary>Refuses with 486.</summary>
    IsBusy,

    /// <summary>Refuses with 603.</summary>
    Declines,

    /// <summary>Lets it ring.</summary>
    LetsRing,

    /// <summary>The phone says nothing at all beyond 100.</summary>
    IsSilent,
}

/// <summary>Which side of a call does something.</summary>
internal enum Ending
{
    /// <summary>Neither.</summary>
    Nobody,

    /// <summary>Who called.</summary>
    Caller,

    /// <summary>Who was called.</summary>
    Callee,

    /// <summary>Both in the same instant.</summary>
    Both,

    /// <summary>An operator, by command.</summary>
    Operator,
}
