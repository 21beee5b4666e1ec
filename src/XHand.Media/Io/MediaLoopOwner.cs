namespace XHand.Media.Io;

/// <summary>What a media loop owes to the engine.</summary>
/// <param name="Events">The way to the switch loop.</param>
/// <param name="Released">Told, on the media thread, of every pair that is given back.</param>
internal sealed record MediaLoopOwner(EventOutbox Events, Action Released);
