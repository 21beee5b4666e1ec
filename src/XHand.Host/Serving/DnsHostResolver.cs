using System.Net;
using System.Net.Sockets;
using XHand.Loop;
using XHand.Pbx.Trunks;

namespace XHand.Host.Serving;

/// <summary>The system's resolver, asked on the thread pool; the answer is a turn of the loop.</summary>
internal sealed class DnsHostResolver(ISwitchLoop loop) : IHostResolver
{
    // Resolvers give up by themselves, some after half a minute: nobody waits that long.
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public void Resolve(string host, Action<IReadOnlyList<IPAddress>?> answer) => _ = ResolveAsync(host, answer);

    private async Task ResolveAsync(string host, Action<IReadOnlyList<IPAddress>?> answer)
    {
        await Task.Yield();
        IReadOnlyList<IPAddress>? found = null;
        try
        {
            using CancellationTokenSource limit = new(_limit);
            IPAddress[] all = await Dns.GetHostAddressesAsync(host, limit.Token);
            // IPv4 first: it is what operators' gateways speak. In a fixed order, since resolvers turn the list each time.
            found = [.. all.OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).ThenBy(address => address.ToString(), StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is SocketException or ArgumentException or OperationCanceledException)
        {
            // Not found is an answer: the caller keeps what it knew and asks again.
        }

        while (!loop.TryPost(LoopLane.InDialog, "host-resolved", () => answer(found)))
        {
            // A full lane empties within milliseconds; a loop that has stopped takes the process with it.
            await Task.Delay(100);
        }
    }
}
