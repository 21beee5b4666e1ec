using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace XHand.TestKit;

/// <summary>
/// Ports on loopback for programs under test. All lie below the range from which the kernel draws ports for sockets that ask for any, so
/// that nobody else's socket takes one between here and the program; listeners and media have separate ranges, which never overlap.
/// </summary>
public static class LoopbackPorts
{
    private const int FirstListener = 10_000;
    private const int FirstMedia = 20_000;
    private const int LastMedia = 32_000;
    private static readonly HashSet<int> _given = [];

    /// <summary>A port free for UDP and TCP, given to nobody else in this process, and the next one too (baresip and SIP TLS take the next).</summary>
    public static int Pair()
    {
        for (int attempt = 0; attempt < 1_000; attempt++)
        {
            int port = RandomNumberGenerator.GetInt32(FirstListener / 2, FirstMedia / 2) * 2;
            if (IsFree(port) && IsFree(port + 1) && Take(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException("No free pair of ports on loopback.");
    }

    /// <summary>A range for RTP as the setting Media:Ports has it; a port of it that is taken is passed over by the daemon.</summary>
    public static string MediaRange(int ports)
    {
        int first = RandomNumberGenerator.GetInt32(FirstMedia / 2, (LastMedia - ports) / 2) * 2;
        return $"{first}-{first + ports - 1}";
    }

    private static bool Take(int port)
    {
        lock (_given)
        {
            return _given.Add(port);
        }
    }

    private static bool IsFree(int port) => CanBind(port, SocketType.Dgram, ProtocolType.Udp) && CanBind(port, SocketType.Stream, ProtocolType.Tcp);

    private static bool CanBind(int port, SocketType type, ProtocolType protocol)
    {
        using Socket socket = new(AddressFamily.InterNetwork, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
