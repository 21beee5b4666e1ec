namespace XHand.Storage.Carrier;

/// <summary>The cursor's way with one batch.</summary>
/// <param name="From">Where it has to be.</param>
/// <param name="To">Sequence of the batch's last fact.</param>
/// <param name="Writer">The process that wrote that fact.</param>
internal readonly record struct CursorMove(ulong From, ulong To, Guid Writer);
