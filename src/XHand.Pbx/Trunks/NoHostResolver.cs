using System.Net;
using XHand.Loop;

namespace XHand.Pbx.Trunks;

/// <summary>Knows no name: trunks are then reached by literal addresses alone.</summary>
public sealed class NoHostResolver(ISwitchLoop loop) : IHostResolver
{
    /// <inheritdoc/>
    public void Resolve(string host, Action<IReadOnlyList<IPAddress>?> answer) => loop.Continue("host-unknown", () => answer(null));
}
