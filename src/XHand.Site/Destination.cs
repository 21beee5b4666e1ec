namespace XHand.Site;

/// <summary>Where something leads, as in the site file an object with one key.</summary>
/// <param name="Kind">The key.</param>
/// <param name="Target">Number or name; "" for kinds that need none.</param>
public sealed record Destination(DestinationKind Kind, string Target);

/// <summary>Kinds of destinations that this version can carry out.</summary>
public enum DestinationKind
{
    /// <summary>An extension's phones.</summary>
    Extension,

    /// <summary>An announcement's number.</summary>
    Announcement,

    /// <summary>Busy tone and 486.</summary>
    Busy,

    /// <summary>Ends the call.</summary>
    HangUp,
}
