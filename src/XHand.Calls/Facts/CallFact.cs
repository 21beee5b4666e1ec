namespace XHand.Calls.Facts;

/// <summary>A closed family: what can happen to a call, as its stream in the journal tells it. CallEnded is <see cref="CallRecord"/> itself.</summary>
public abstract record CallFact;

/// <summary>A call arrived, or was ordered from outside (then without a leg: its legs are dialled).</summary>
/// <param name="From">Calling number, authenticated.</param>
/// <param name="FromName">Its name, copied.</param>
/// <param name="Dialled">Number as dialled.</param>
/// <param name="LegId">The originating leg, or null.</param>
/// <param name="SipCallId">Its Call-ID.</param>
/// <param name="RemoteAddress">Its socket address.</param>
/// <param name="UserAgent">Its User-Agent, cut to 120 characters.</param>
public sealed record CallStarted(string From, string FromName, string Dialled, Guid? LegId, string SipCallId, string RemoteAddress, string UserAgent) : CallFact
{
    /// <summary>"inbound", or null for a call from inside.</summary>
    public string? Direction { get; init; }

    /// <summary>Name of the trunk that it came over, or null.</summary>
    public string? Trunk { get; init; }
}

/// <summary>The plan for it.</summary>
/// <param name="To">Number to be reached.</param>
/// <param name="ToName">Its name, copied.</param>
/// <param name="Class">Class, in the site file's spelling.</param>
/// <param name="Reasons">Every decision in order.</param>
public sealed record CallPlanned(string To, string ToName, string Class, IReadOnlyList<string> Reasons) : CallFact
{
    /// <summary>"outbound" when it leads over trunks, else null.</summary>
    public string? Direction { get; init; }

    /// <summary>Name of the inbound route that rewrote the called number, or null.</summary>
    public string? Route { get; init; }

    /// <summary>Mark that a redirect puts on the call, or null.</summary>
    public string? Tag { get; init; }
}

/// <summary>An INVITE was sent to a party.</summary>
/// <param name="LegId">The leg.</param>
/// <param name="Side">"originating" or "terminating".</param>
/// <param name="Number">The party's number.</param>
/// <param name="SipCallId">Its Call-ID.</param>
/// <param name="RemoteAddress">Where it was sent.</param>
public sealed record LegDialled(Guid LegId, string Side, string Number, string SipCallId, string RemoteAddress) : CallFact
{
    /// <summary>Name of the trunk that it is called over, or null for a phone.</summary>
    public string? Trunk { get; init; }

    /// <summary>Name of the route that leads there, or null for a phone.</summary>
    public string? Route { get; init; }
}

/// <summary>A party rings (180 or 183).</summary>
public sealed record LegRinging(Guid LegId, int SipStatus) : CallFact;

/// <summary>A party answered, or was answered.</summary>
/// <param name="LegId">The leg.</param>
/// <param name="Codec">Codec agreed, "" while not known (late offer).</param>
/// <param name="UserAgent">User-Agent or Server of the answer, cut to 120 characters.</param>
/// <param name="CallAnswered">With this the call itself counts as answered.</param>
public sealed record LegAnswered(Guid LegId, string Codec, string UserAgent, bool CallAnswered) : CallFact;

/// <summary>Two legs hear each other; again when they have agreed on another codec.</summary>
public sealed record LegsBridged(Guid LegId, Guid OtherLegId, string Codec) : CallFact;

/// <summary>A party put the call on hold (<paramref name="Held"/>) or took it back.</summary>
public sealed record LegHeld(Guid LegId, bool Held) : CallFact;

/// <summary>A leg ended.</summary>
/// <param name="LegId">The leg.</param>
/// <param name="SipStatus">Final status of its INVITE; 200 for one that was answered.</param>
/// <param name="Q850Cause">Cause.</param>
/// <param name="ByPeer">The party ended it; else we did.</param>
/// <param name="Reason">What is to be said.</param>
public sealed record LegEnded(Guid LegId, int SipStatus, int Q850Cause, bool ByPeer, string Reason) : CallFact;

/// <summary>A prompt was played to a leg, to its end or not.</summary>
public sealed record PromptPlayed(Guid LegId, string Prompt, bool Completed) : CallFact;

/// <summary>A way out was passed over, because it could not be tried.</summary>
/// <param name="Trunk">The trunk.</param>
/// <param name="Route">The route that leads there.</param>
/// <param name="Reason">Why, as the end of a sentence.</param>
public sealed record TrunkSkipped(string Trunk, string Route, string Reason) : CallFact;

/// <summary>A digit came from a leg.</summary>
public sealed record DigitPressed(Guid LegId, string Digit) : CallFact;

/// <summary>An extension transferred the party that it spoke with.</summary>
/// <param name="LegId">The leg of the one who transferred.</param>
/// <param name="By">Its number.</param>
/// <param name="To">The number that was asked for, or who was spoken with before.</param>
/// <param name="Kind">"blind" or "attended".</param>
/// <param name="OtherCall">The call that this one was joined with, or null.</param>
public sealed record CallTransferred(Guid LegId, string By, string To, string Kind, Guid? OtherCall) : CallFact;
