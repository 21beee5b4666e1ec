namespace XHand.Storage;

/// <summary>
/// The database cannot be used, with a message that an operator can act on. <see cref="Fault"/> says of which kind, so
/// that a caller decides without reading the text.
/// </summary>
public sealed class StorageException : Exception
{
    /// <summary>Makes one.</summary>
    public StorageException(StorageFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>What kind of trouble it is.</summary>
    public StorageFault Fault { get; }
}
