namespace XHand.Calls.Legs;

/// <summary>What a leg is at, seen from its call.</summary>
public enum LegState
{
    /// <summary>Not answered.</summary>
    Trying = 0,

    /// <summary>Not answered; its party rings, or hears us.</summary>
    Ringing,

    /// <summary>Answered.</summary>
    Answered,

    /// <summary>Over for its call; its last messages may still be on their way.</summary>
    Ended,
}
