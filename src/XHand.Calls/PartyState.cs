namespace XHand.Calls;

/// <summary>What a number is at in one call.</summary>
/// <param name="LegId">Its leg.</param>
/// <param name="IsCaller">It called; else it was called.</param>
/// <param name="IsAnswered">It talks; else it rings, or waits for the other to answer.</param>
public readonly record struct PartyState(Guid LegId, bool IsCaller, bool IsAnswered);
