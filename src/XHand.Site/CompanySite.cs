using System.Collections.Frozen;
using System.Net;

namespace XHand.Site;

/// <summary>Everything of one company. Immutable.</summary>
public sealed record CompanySite(
    Company Company,
    FrozenDictionary<string, Extension> Extensions,
    FrozenDictionary<string, Announcement> Announcements)
{
    /// <summary>
    /// Digest offers SHA-256 first, to everyone who calls himself of this company: were only the extensions that want it asked so, a stranger could tell
    /// by the question that they exist (RELIABILITY.md S4).
    /// </summary>
    public bool OffersSha256 { get; } = Company.OfferSha256 || Extensions.Values.Any(extension => extension.OfferSha256);

    /// <summary>Networks that wrong passwords of this company's users never block.</summary>
    public IEnumerable<IPNetwork> SafeNetworks => (Company.SafeAddresses ?? []).Select(NetworkOf).OfType<IPNetwork>();

    /// <summary>True for an extension that wrong passwords never block.</summary>
    public bool IsNeverBlocked(string number) => Company.NeverBlocked?.Contains(number) == true;

    /// <summary>Trunks by name.</summary>
    public FrozenDictionary<string, Trunk> Trunks { get; init; } = FrozenDictionary<string, Trunk>.Empty;

    /// <summary>Routes by name.</summary>
    public FrozenDictionary<string, Route> Routes
    {
        get;
        init
        {
            field = value;

            // Sorted once for a site instead of once for a call.
            OutboundRoutes = InOrder(RouteDirection.Outbound);
            InboundRoutes = InOrder(RouteDirection.Inbound);
        }
    } = FrozenDictionary<string, Route>.Empty;

    /// <summary>Redirects by DID.</summary>
    public FrozenDictionary<string, Redirect> Redirects { get; init; } = FrozenDictionary<string, Redirect>.Empty;

    /// <summary>The routes for calls out, in the order in which they are looked at.</summary>
    public IReadOnlyList<Route> OutboundRoutes { get; private init; } = [];

    /// <summary>The routes for calls in, in the order in which they are looked at.</summary>
    public IReadOnlyList<Route> InboundRoutes { get; private init; } = [];

    private static IPNetwork? NetworkOf(string text) => IPNetwork.TryParse(text, out IPNetwork network) ? network
        : IPAddress.TryParse(text, out IPAddress? address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;

    private Route[] InOrder(RouteDirection direction) =>
        [.. Routes.Values.Where(r => r.Direction == direction).Order(RouteOrder.Instance)];
}
