using XHand.Site;

namespace XHand.Storage;

/// <summary>
/// The database cannot be used, with a message that an operator can act on. <see cref="Fault"/> says of which kind, so
/// that a caller decides without reading the text.
/// </summary>
public sealed class StorageException : Exception
{
    /// <summary>Makes one.</summary>
    public StorageException(StorageFault fault, string message, Exception? inner = null)
        : base(message, inner) => (Fault, Reason) = (fault, Reason.Free(message));

    /// <summary>Makes one whose message has a name.</summary>
    public StorageException(StorageFault fault, Reason reason, Exception? inner = null)
        : base(reason.Text, inner) => (Fault, Reason) = (fault, reason);

    /// <summary>What kind of trouble it is.</summary>
    public StorageFault Fault { get; }

    /// <summary>The message, with its code when it has one.</summary>
    public Reason Reason { get; }
}
