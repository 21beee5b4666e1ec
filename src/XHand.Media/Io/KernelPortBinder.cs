using System.Net;
using XHand.Native.Libc;

namespace XHand.Media.Io;

/// <summary>Binds sockets of the kernel's.</summary>
internal sealed class KernelPortBinder(IPAddress address, bool expeditedForwarding) : IPortBinder
{
    // Two seconds of audio and some reports. The default is several times that for each of hundreds of reserved sockets, which strangers could fill.
    private const int RtpBufferBytes = 64 * 1024;
    private const int RtcpBufferBytes = 8 * 1024;

    /// <inheritdoc/>
    public PortPair? TryBind(int port, out int error)
    {
        if (UdpSocket.TryBind(new IPEndPoint(address, port), expeditedForwarding, out error) is not { } rtp)
        {
            return null;
        }

        if (UdpSocket.TryBind(new IPEndPoint(address, port + 1), expeditedForwarding, out error) is not { } rtcp)
        {
            rtp.Dispose();
            return null;
        }

        rtp.SetReceiveBuffer(RtpBufferBytes);
        rtcp.SetReceiveBuffer(RtcpBufferBytes);
        return new PortPair(port, new KernelSocket(rtp), new KernelSocket(rtcp));
    }
}
