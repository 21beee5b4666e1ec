using XHand.Native.Libc;

namespace XHand.Media.Io;

/// <summary>A socket of the kernel's.</summary>
internal sealed class KernelSocket(UdpSocket socket) : IDatagramSocket
{
    /// <summary>What the poll watches.</summary>
    public UdpSocket Socket => socket;

    /// <inheritdoc/>
    public int Receive(Span<byte> buffer, out UdpAddress from) => socket.Receive(buffer, out from);

    /// <inheritdoc/>
    public int Send(ReadOnlySpan<byte> datagram, in UdpAddress to) => socket.Send(datagram, in to);

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}
