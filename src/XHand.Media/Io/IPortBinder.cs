namespace XHand.Media.Io;

/// <summary>Binds pairs of ports.</summary>
internal interface IPortBinder
{
    /// <summary>Binds <paramref name="port"/> and the next; null with the negated error number.</summary>
    PortPair? TryBind(int port, out int error);
}
