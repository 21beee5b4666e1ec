namespace XHand.Calls.Facts;

/// <summary>The node's process started.</summary>
/// <param name="Version">Program version.</param>
/// <param name="RecoveredCalls">Calls that an earlier process left open and that were ended with result "crash".</param>
/// <param name="RecoveredContacts">Bindings taken over.</param>
public sealed record NodeStarted(string Version, int RecoveredCalls, int RecoveredContacts);

/// <summary>The node is alive.</summary>
/// <param name="Calls">Its calls.</param>
public sealed record NodeAlive(int Calls);

/// <summary>The node's process stopped properly.</summary>
/// <param name="EndedCalls">Calls that it had to end.</param>
public sealed record NodeStopped(int EndedCalls);
