using System.Net;
using XHand.Pbx.Trunks;

namespace XHand.TestKit;

/// <summary>Host names with the addresses that the test gives them; answers 50 ms later.</summary>
public sealed class FixedHosts(VirtualExchange exchange) : IHostResolver
{
    /// <summary>Names and their addresses; what is not there is not found.</summary>
    public Dictionary<string, IReadOnlyList<IPAddress>> Known { get; } = [];

    /// <summary>Lookups so far.</summary>
    public int Lookups { get; private set; }

    /// <inheritdoc/>
    public void Resolve(string host, Action<IReadOnlyList<IPAddress>?> answer)
    {
        Lookups++;
        exchange.Loop.StartTimer(TimeSpan.FromMilliseconds(50), "test-lookup", () => answer(Known.GetValueOrDefault(host)));
    }
}
