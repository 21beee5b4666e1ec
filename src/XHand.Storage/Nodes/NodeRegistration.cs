namespace XHand.Storage.Nodes;

/// <summary>This process as the database knows it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Incarnation">This process.</param>
/// <param name="Epoch">Grows with each process that registers as the node.</param>
/// <param name="Cursor">Sequence of the last fact carried, or 0.</param>
/// <param name="CursorIncarnation">The process that wrote that fact, or null.</param>
/// <param name="FencedAnother">Another process still had its lease: two with one data directory, or it died a moment ago.</param>
public sealed record NodeRegistration(Guid Node, Guid Incarnation, long Epoch, ulong Cursor, Guid? CursorIncarnation, bool FencedAnother);
