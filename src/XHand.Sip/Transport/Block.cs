using System.Net;
using System.Text.Json.Serialization;

namespace XHand.Sip.Transport;

/// <summary>An address or network that is not listened to, or a user who is not from one address.</summary>
/// <param name="Network">Address, or network as CIDR.</param>
/// <param name="User">The user who alone is blocked from there; null: everybody is.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Until">Until when, UTC; null: for good.</param>
public sealed record Block(string Network, string? User, string Reason, DateTimeOffset Since, DateTimeOffset? Until)
{
    /// <summary>The network, a single address being one of its whole length; null where the text is neither.</summary>
    public static IPNetwork? TryNetwork(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out IPNetwork network) ? network
        : null;

    /// <summary>How it is written here: a single address without its length.</summary>
    public static string NameOf(IPNetwork network) =>
        network.PrefixLength == network.BaseAddress.GetAddressBytes().Length * 8 ? network.BaseAddress.ToString() : network.ToString();
}

/// <summary>How blocks stand in their file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<Block>))]
public sealed partial class BlockJson : JsonSerializerContext;
