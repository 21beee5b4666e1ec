namespace XHand.Calls.Flows;

/// <summary>How answering the caller ended.</summary>
public enum AnswerOutcome
{
    /// <summary>The caller hears us.</summary>
    Answered,

    /// <summary>The caller hung up first.</summary>
    CallerGone,

    /// <summary>No codec in common; the caller has been refused.</summary>
    NotAcceptable,
}

/// <summary>How playing a prompt ended.</summary>
public enum PlayOutcome
{
    /// <summary>Played to its end.</summary>
    Played,

    /// <summary>The caller hung up.</summary>
    CallerGone,

    /// <summary>The file could not be played.</summary>
    Failed,
}

/// <summary>How the caller learns that the other side rings.</summary>
public enum Ringback
{
    /// <summary>180 when the first target rings; a tone, where the caller has been answered before.</summary>
    WhenRinging = 0,

    /// <summary>The same at once.</summary>
    AtOnce,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>What a flow returns: proof that it has brought its call to an end.</summary>
public sealed class FlowEnd
{
    private FlowEnd()
    {
    }

    /// <summary>A party hung up, or we ended it: what follows is the call's own business.</summary>
    public static FlowEnd HungUp { get; } = new();
}
