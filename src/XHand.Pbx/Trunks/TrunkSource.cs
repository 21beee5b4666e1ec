namespace XHand.Pbx.Trunks;

/// <summary>The trunk that a request's address speaks for.</summary>
/// <param name="Trunk">The trunk.</param>
/// <param name="IsItsPort">It came from the very address and port that the operator has: no telephone can be there.</param>
internal readonly record struct TrunkSource(TrunkLink Trunk, bool IsItsPort);
