using System.Net;
using System.Net.Sockets;

namespace XHand.Sip.Transport;

/// <summary>
/// Which of our addresses a peer sees when we listen on all of them: asked of the kernel's routing table by connecting a UDP
/// socket, which sends nothing and does not wait. Kept for a minute, since addresses change rarely.
/// </summary>
internal sealed class LocalAddresses(TimeProvider time)
{
    private const int MaxKept = 4_096;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, IPAddress> _kept = [];
    private long _since = time.GetTimestamp();

    /// <summary>Our address towards <paramref name="remote"/>; loopback when there is no way to it.</summary>
    public IPAddress Towards(IPAddress remote)
    {
        lock (_gate)
        {
            if (_kept.Count >= MaxKept || time.GetElapsedTime(_since) > KeptFor)
            {
                _kept.Clear();
                _since = time.GetTimestamp();
            }

            if (!_kept.TryGetValue(remote, out IPAddress? local))
            {
                local = Ask(remote);
                _kept.Add(remote, local);
            }

            return local;
        }
    }

    private static IPAddress Ask(IPAddress remote)
    {
        try
        {
            using Socket probe = new(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(new IPEndPoint(remote, 9));
            return ((IPEndPoint)probe.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return remote.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        }
    }
}
