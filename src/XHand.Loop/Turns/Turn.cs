namespace XHand.Loop.Turns;

/// <summary>One piece of work for the loop and its name in metrics and logs.</summary>
internal readonly record struct Turn(string Name, Action Work);
