using System.Net;

namespace XHand.Sip.Transport;

/// <summary>An IPv4 peer of a socket that takes both kinds is an IPv4 peer.</summary>
internal static class MappedAddresses
{
    /// <summary>The same, with ::ffff:192.0.2.1 as 192.0.2.1.</summary>
    public static IPEndPoint WithoutMapping(this IPEndPoint address) =>
        address.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(address.Address.MapToIPv4(), address.Port) : address;
}
