using System.Net;
using System.Net.Sockets;
using XHand.Media.Tests.Graph;
using XHand.Native.Libc;

namespace XHand.Media.Tests;

/// <summary>A phone's RTP socket on the loopback.</summary>
internal sealed class Phone : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 };

    public Phone()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    public void Send(byte[] packet, int port) => _socket.SendTo(packet, new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>The next packet that comes, or a time-out as an exception.</summary>
    public SentPacket Receive()
    {
        byte[] buffer = new byte[2048];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        int length = _socket.ReceiveFrom(buffer, ref from);
        return new SentPacket(buffer[..length], UdpAddress.From((IPEndPoint)from));
    }

    public void Dispose() => _socket.Dispose();
}
