using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Storage;

namespace XHand.Web.Access;

/// <summary>From where and through what a request came.</summary>
internal static class CallerAddress
{
    /// <summary>What stands for an address on the Unix socket.</summary>
    public const string Socket = "socket";

    private const int NetworkBytes = 8;

    /// <summary>The other side's IP address; no header changes it.</summary>
    public static string Of(HttpContext context) => context.Features.Get<LocalConnection>() is not null
        ? Socket
        : context.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "";

    /// <summary>What one attacker can be expected to have: an IPv4 address, or the /64 of an IPv6 one.</summary>
    public static string NetworkOf(HttpContext context)
    {
        string text = Of(context);
        return IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes()[..NetworkBytes])
            : text;
    }

    /// <summary>Method and address of the endpoint, as the description of the API has them.</summary>
    public static string Through(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint route ? $"{context.Request.Method} {route.RoutePattern.RawText}" : "";

    /// <summary>Somebody who is not known yet, for the audit.</summary>
    public static AuditActor Stranger(HttpContext context, string name) => new(name, Of(context), Through(context));
}
