using System.Net;
using System.Net.Sockets;

namespace XHand.Peers.Tests.Rig;

/// <summary>Ports that nothing listened on a moment ago, on loopback.</summary>
internal static class FreePorts
{
    /// <summary>A port free for UDP and TCP, and the next one too (baresip and SIP TLS take the next).</summary>
    public static int Pair()
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            int port = ((IPEndPoint)probe.LocalEndPoint!).Port;
            if (port < 65_000 && IsFreeForUdp(port) && IsFreeForUdp(port + 1))
            {
                return port;
            }
        }

        throw new InvalidOperationException("No free pair of ports on loopback.");
    }

    private static bool IsFreeForUdp(int port)
    {
        using Socket udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            udp.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
