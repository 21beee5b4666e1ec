namespace XHand.Web.Live;

/// <summary>A topic's list as it is sent to everyone who watches it in one company.</summary>
/// <param name="Topic">Name of the topic.</param>
/// <param name="Version">Grows with each change while the process lives.</param>
/// <param name="Items">The list, JSON.</param>
internal sealed record LiveState(string Topic, long Version, LiveItems Items);
