namespace XHand.Media;

/// <summary>
/// One leg's audio in the engine. The generation grows each time its stream is set up anew; commands and events of an older
/// generation are dropped (ARCHITECTURE.md, rules of the loop, 8).
/// </summary>
/// <param name="Id">The call leg's id.</param>
/// <param name="Generation">From 1.</param>
public readonly record struct MediaLeg(Guid Id, int Generation);
