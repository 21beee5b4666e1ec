namespace XHand.Web.Access;

/// <summary>
/// Marks a connection of the daemon's Unix socket, set by its listener and out of a request's reach. Who can open that socket is
/// the daemon's user or root, so its requests have every right.
/// </summary>
internal sealed class LocalConnection;
