using System.Net;
using System.Net.Sockets;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Native.Libc;
using XHand.Pbx.Trunks;
using XHand.Sip.Resolution;
using XHand.Sip.Transport;

namespace XHand.Host.Serving;

/// <summary>
/// Names of hosts by the system's resolver, servers of SIP domains by the DNS (glibc's resolver, at the system's name servers or at those of the
/// setting); both on the thread pool, the answer is a turn of the loop.
/// </summary>
internal sealed class DnsHostResolver(ISwitchLoop loop, IReadOnlyList<IPEndPoint> servers, IRandomSource random) : IHostResolver
{
    private const int ReplyBytes = 16 * 1024;
    private const int SecondsPerServer = 2;

    // Each lookup holds a thread while it waits.
    private const int MostAtOnce = 4;

    // Resolvers give up by themselves, some after half a minute: nobody waits that long.
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(5);

    private readonly TaskScheduler _few = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, MostAtOnce).ConcurrentScheduler;

    /// <inheritdoc/>
    public void Resolve(string host, Action<IReadOnlyList<IPAddress>?> answer) => _ = ResolveAsync(host, answer);

    /// <inheritdoc/>
    public void Locate(string domain, SipProtocol protocol, Action<SipServers?> answer) => _ = LocateAsync(domain, protocol, answer);

    private async Task LocateAsync(string domain, SipProtocol protocol, Action<SipServers?> answer)
    {
        SipServers? found = await Task.Factory.StartNew(
            () => new SipServerLookup(Ask, random).Find(domain, protocol), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _few);
        await TellAsync(() => answer(found));
    }

    private IReadOnlyList<DnsRecord>? Ask(string name, DnsRecordType type)
    {
        byte[] reply = new byte[ReplyBytes];
        return NameQuery.Ask(name, (ushort)type, servers, SecondsPerServer, reply) switch
        {
            < 0 => null,
            0 => [],
            int length => DnsReply.Read(reply.AsSpan(0, length)),
        };
    }

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

        await TellAsync(() => answer(found));
    }

    private async Task TellAsync(Action turn)
    {
        while (!loop.TryPost(LoopLane.InDialog, "host-resolved", turn))
        {
            // A full lane empties within milliseconds; a loop that has stopped takes the process with it.
            await Task.Delay(100);
        }
    }
}
