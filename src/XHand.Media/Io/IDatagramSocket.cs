using XHand.Native.Libc;

namespace XHand.Media.Io;

/// <summary>A UDP socket as the media loop sees it: the kernel's, or a test's.</summary>
internal interface IDatagramSocket : IDisposable
{
    /// <summary>Takes one datagram: its true length, or a negated error number (<see cref="Errno"/>).</summary>
    int Receive(Span<byte> buffer, out UdpAddress from);

    /// <summary>Sends one datagram: its length, or a negated error number.</summary>
    int Send(ReadOnlySpan<byte> datagram, in UdpAddress to);
}
