using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace XHand.Native.Libc;

/// <summary>
/// A non-blocking UDP socket, used and closed by one thread. Nothing allocates; failures come back as negated error
/// numbers (<see cref="Errno"/>), never as exceptions.
/// </summary>
public sealed class UdpSocket : SafeHandleZeroOrMinusOneIsInvalid
{
    // DSCP 46 in the upper six bits of the traffic class (RFC 3246).
    private const int ExpeditedForwardingClass = 46 << 2;

    private UdpSocket(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    internal int Descriptor => (int)handle;

    /// <summary>Opens and binds a socket; null with the negated error number.</summary>
    public static unsafe UdpSocket? TryBind(IPEndPoint local, bool expeditedForwarding, out int error)
    {
        UdpAddress address = UdpAddress.From(local);
        int family = address.IsIpv6 ? LibcCalls.AfInet6 : LibcCalls.AfInet;
        int descriptor = LibcCalls.Socket(family, LibcCalls.SockDgram | LibcCalls.SockNonblock | LibcCalls.SockCloexec, 0);
        if (descriptor < 0)
        {
            error = -Marshal.GetLastPInvokeError();
            return null;
        }

        UdpSocket socket = new(descriptor);
        if (address.IsIpv6)
        {
            int dual = 0;
            LibcCalls.SetSocketOption(descriptor, LibcCalls.IpprotoIpv6, LibcCalls.Ipv6V6Only, &dual, sizeof(int));
        }

        if (LibcCalls.Bind(descriptor, &address, address.Length) < 0)
        {
            error = -Marshal.GetLastPInvokeError();
            socket.Dispose();
            return null;
        }

        if (expeditedForwarding)
        {
            // Refused in some containers: the mark is a courtesy to routers, the call goes on without it.
            int trafficClass = ExpeditedForwardingClass;
            if (address.IsIpv6)
            {
                LibcCalls.SetSocketOption(descriptor, LibcCalls.IpprotoIpv6, LibcCalls.Ipv6Tclass, &trafficClass, sizeof(int));
            }

            LibcCalls.SetSocketOption(descriptor, LibcCalls.IpprotoIp, LibcCalls.IpTos, &trafficClass, sizeof(int));
        }

        error = 0;
        return socket;
    }

    /// <summary>Asks for a receive buffer of so many bytes; the kernel caps it.</summary>
    public unsafe void SetReceiveBuffer(int bytes) =>
        LibcCalls.SetSocketOption(Descriptor, LibcCalls.SolSocket, LibcCalls.SoRcvbuf, &bytes, sizeof(int));

    /// <summary>Has the kernel note when each datagram came; see <see cref="DatagramBatch.ReceivedAt"/>.</summary>
    public unsafe void EnableTimestamps()
    {
        int on = 1;
        LibcCalls.SetSocketOption(Descriptor, LibcCalls.SolSocket, LibcCalls.SoTimestampNs, &on, sizeof(int));
    }

    /// <summary>The port it is bound to.</summary>
    public unsafe int LocalPort()
    {
        UdpAddress address = default;
        uint length = UdpAddress.MaxLength;
        return LibcCalls.GetSocketName(Descriptor, &address, &length) < 0 ? 0 : address.Port;
    }

    /// <summary>
    /// Takes one datagram: its length, or a negated error number. A datagram longer than <paramref name="buffer"/> gives
    /// its true length, which is then greater than the buffer's.
    /// </summary>
    public unsafe int Receive(Span<byte> buffer, out UdpAddress from)
    {
        uint length = UdpAddress.MaxLength;
        fixed (byte* bytes = buffer)
        fixed (UdpAddress* address = &from)
        {
            nint received = LibcCalls.ReceiveFrom(
                Descriptor, bytes, (nuint)buffer.Length, LibcCalls.MsgDontwait | LibcCalls.MsgTrunc, address, &length);
            return received < 0 ? -Marshal.GetLastPInvokeError() : (int)received;
        }
    }

    /// <summary>Sends one datagram: its length, or a negated error number.</summary>
    public unsafe int Send(ReadOnlySpan<byte> datagram, in UdpAddress to)
    {
        fixed (byte* bytes = datagram)
        fixed (UdpAddress* address = &to)
        {
            nint sent = LibcCalls.SendTo(
                Descriptor, bytes, (nuint)datagram.Length, LibcCalls.MsgDontwait, address, to.Length);
            return sent < 0 ? -Marshal.GetLastPInvokeError() : (int)sent;
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibcCalls.Close((int)handle) == 0;
}
