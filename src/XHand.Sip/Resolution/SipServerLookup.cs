using System.Buffers.Binary;
using System.Net;
using XHand.Loop.Ids;
using XHand.Sip.Transport;

namespace XHand.Sip.Resolution;

/// <summary>
/// Finds the servers of a SIP domain for a transport (RFC 3263 4.2): NAPTR names the service where it is there, SRV its servers in their order, A and AAAA
/// their addresses; without SRV the domain's own addresses at the usual port. Asks by <paramref name="ask"/>, which may wait. Pure otherwise.
/// </summary>
/// <param name="ask">Records of a name and type; null when nobody answered.</param>
/// <param name="random">Draws among servers by their weights.</param>
public sealed class SipServerLookup(Func<string, DnsRecordType, IReadOnlyList<DnsRecord>?> ask, IRandomSource random)
{
    /// <summary>Of a domain with more servers, the first are enough to fail over.</summary>
    public const int MaxServers = 16;

    private static readonly TimeSpan _longest = TimeSpan.FromHours(1);

    /// <summary>The servers, best first, and how long they may be kept; null when nobody answered, empty when there are none.</summary>
    public SipServers? Find(string domain, SipProtocol protocol)
    {
        List<DnsRecord> seen = [];
        if (Ask(ServiceOf(domain, protocol), DnsRecordType.Srv, seen) is not { } services)
        {
            return null;
        }

        if (services.Count == 0)
        {
            return AddressesOf(domain, protocol == SipProtocol.Tls ? 5061 : 5060, seen) is { } own ? new SipServers(own, LifetimeOf(seen)) : null;
        }

        List<IPEndPoint> found = [];
        bool isAnswered = false;
        foreach (DnsRecord server in InOrder(services))
        {
            // RFC 2782: "." says that the service is decidedly not there.
            if (server.Target.Length > 0 && server.Port > 0 && AddressesOf(server.Target, server.Port, seen) is { } addresses)
            {
                isAnswered = true;
                found.AddRange(addresses.Except(found));
            }
        }

        return isAnswered || services.All(server => server.Target.Length == 0) ? new SipServers([.. found.Take(MaxServers)], LifetimeOf(seen)) : null;
    }

    // RFC 3263 4.1: the transport is the configuration's, so of the services that the domain offers that one's counts.
    private string ServiceOf(string domain, SipProtocol protocol)
    {
        (string service, string usual) = protocol switch
        {
            SipProtocol.Tls => ("SIPS+D2T", "_sips._tcp."),
            SipProtocol.Tcp => ("SIP+D2T", "_sip._tcp."),
            _ => ("SIP+D2U", "_sip._udp."),
        };
        DnsRecord? offered = ask(domain, DnsRecordType.Naptr)?
            .Where(record => record is { Type: DnsRecordType.Naptr, Flags: "s", Target.Length: > 0 } && record.Service == service)
            .OrderBy(record => record.Priority).ThenBy(record => record.Weight).FirstOrDefault();
        return offered?.Target ?? usual + domain;
    }

    private List<DnsRecord>? Ask(string name, DnsRecordType type, List<DnsRecord> seen)
    {
        if (ask(name, type) is not { } records)
        {
            return null;
        }

        List<DnsRecord> wanted = [.. records.Where(record => record.Type == type)];
        seen.AddRange(wanted);
        return wanted;
    }

    // IPv4 first: it is what operators' gateways speak.
    private List<IPEndPoint>? AddressesOf(string name, int port, List<DnsRecord> seen)
    {
        if (IPAddress.TryParse(name, out IPAddress? literal))
        {
            return [new IPEndPoint(literal, port)];
        }

        List<DnsRecord>? four = Ask(name, DnsRecordType.A, seen);
        List<DnsRecord>? six = Ask(name, DnsRecordType.Aaaa, seen);
        return four is null && six is null
            ? null
            : [.. (four ?? []).Concat(six ?? []).Select(record => new IPEndPoint(record.Address!, port))];
    }

    // RFC 2782, "Usage rules": lowest priority first; within one, drawn by weight.
    private List<DnsRecord> InOrder(List<DnsRecord> services)
    {
        List<DnsRecord> ordered = [];
        foreach (IGrouping<int, DnsRecord> same in services.GroupBy(record => record.Priority).OrderBy(group => group.Key))
        {
            List<DnsRecord> left = [.. same.OrderBy(record => record.Weight).ThenBy(record => record.Target, StringComparer.Ordinal).ThenBy(record => record.Port)];
            while (left.Count > 0)
            {
                int drawn = Draw(left.Sum(record => record.Weight));
                int chosen = 0;
                for (int sum = left[0].Weight; sum < drawn; sum += left[++chosen].Weight)
                {
                }

                ordered.Add(left[chosen]);
                left.RemoveAt(chosen);
            }
        }

        return ordered;
    }

    // From 0 to the sum, both included.
    private int Draw(int sum)
    {
        Span<byte> bytes = stackalloc byte[4];
        random.Fill(bytes);
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(bytes) % (uint)(sum + 1));
    }

    private static TimeSpan LifetimeOf(List<DnsRecord> seen)
    {
        TimeSpan shortest = _longest;
        foreach (DnsRecord record in seen)
        {
            shortest = record.Lifetime < shortest ? record.Lifetime : shortest;
        }

        return shortest;
    }
}

/// <summary>Servers of a domain.</summary>
/// <param name="Targets">Addresses with ports, in the order to try.</param>
/// <param name="Lifetime">How long they may be kept, at most an hour.</param>
public sealed record SipServers(IReadOnlyList<IPEndPoint> Targets, TimeSpan Lifetime);
