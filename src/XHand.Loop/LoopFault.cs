namespace XHand.Loop;

/// <summary>An exception that escaped from a turn.</summary>
/// <param name="Turn">The turn's name.</param>
/// <param name="Exception">What escaped.</param>
public sealed record LoopFault(string Turn, Exception Exception);
