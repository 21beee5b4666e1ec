using System.Net;
using XHand.Loop.Ids;
using XHand.Sip.Resolution;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Resolution;

/// <summary>RFC 3263 4.1 and 4.2, and the order of RFC 2782.</summary>
public sealed class SipServerLookupTests
{
    private readonly Dictionary<(string, DnsRecordType), List<DnsRecord>> _records = [];
    private readonly List<(string Name, DnsRecordType Type)> _asked = [];
    private readonly HashSet<string> _silent = [];
    private ulong _seed = 1;

    [Fact]
    public void Without_SRV_the_domains_own_addresses_count_at_the_transports_port()
    {
        Address("sip.example", "192.0.2.1", 300);
        Assert.Equal(["192.0.2.1:5060"], Find(SipProtocol.Udp));
        Assert.Equal(["192.0.2.1:5061"], Find(SipProtocol.Tls));
        Assert.Equal(TimeSpan.FromSeconds(300), Lookup().Find("sip.example", SipProtocol.Tcp)!.Lifetime);
    }

    [Theory]
    [InlineData(SipProtocol.Udp, "_sip._udp.sip.example")]
    [InlineData(SipProtocol.Tcp, "_sip._tcp.sip.example")]
    [InlineData(SipProtocol.Tls, "_sips._tcp.sip.example")]
    public void Each_transport_has_its_service(SipProtocol protocol, string service)
    {
        Server(service, 1, 0, 5070, "a.sip.example");
        Address("a.sip.example", "192.0.2.1");
        Assert.Equal(["192.0.2.1:5070"], Find(protocol));
    }

    [Fact]
    public void NAPTR_says_where_the_service_is()
    {
        Add("sip.example", DnsRecordType.Naptr, record => record with { Flags = "s", Service = "SIP+D2T", Target = "_sip._tcp.elsewhere.example" });
        Add("sip.example", DnsRecordType.Naptr, record => record with { Priority = 9, Flags = "s", Service = "SIP+D2U", Target = "_sip._udp.last.example" });
        Add("sip.example", DnsRecordType.Naptr, record => record with { Priority = 2, Flags = "s", Service = "SIP+D2U", Target = "_sip._udp.first.example" });
        Server("_sip._udp.first.example", 1, 0, 5070, "a.sip.example");
        Address("a.sip.example", "192.0.2.1");
        Assert.Equal(["192.0.2.1:5070"], Find(SipProtocol.Udp));
    }

    [Fact]
    public void The_lowest_priority_comes_first_and_all_addresses_of_a_server_stand_together()
    {
        Server("_sip._udp.sip.example", 20, 100, 5060, "b.sip.example");
        Server("_sip._udp.sip.example", 10, 0, 5062, "a.sip.example");
        Address("a.sip.example", "192.0.2.1", 90);
        Address("a.sip.example", "192.0.2.2", 90);
        Address("b.sip.example", "192.0.2.3", 40);
        Assert.Equal(["192.0.2.1:5062", "192.0.2.2:5062", "192.0.2.3:5060"], Find(SipProtocol.Udp));
        Assert.Equal(TimeSpan.FromSeconds(40), Lookup().Find("sip.example", SipProtocol.Udp)!.Lifetime);
    }

    [Fact]
    public void Weights_share_the_first_place_as_they_say()
    {
        Server("_sip._udp.sip.example", 1, 75, 5060, "a.sip.example");
        Server("_sip._udp.sip.example", 1, 25, 5060, "b.sip.example");
        Address("a.sip.example", "192.0.2.1");
        Address("b.sip.example", "192.0.2.2");
        int first = 0;
        for (int i = 0; i < 4_000; i++)
        {
            first += Find(SipProtocol.Udp)[0] == "192.0.2.1:5060" ? 1 : 0;
        }

        Assert.InRange(first, 2_800, 3_200);
    }

    [Fact]
    public void A_silent_name_server_is_no_answer_and_a_service_that_is_decidedly_not_there_is_one()
    {
        _silent.Add("_sip._udp.sip.example");
        Assert.Null(Lookup().Find("sip.example", SipProtocol.Udp));
        Server("_sip._tcp.sip.example", 0, 0, 0, "");
        Assert.Empty(Find(SipProtocol.Tcp));
    }

    [Fact]
    public void A_server_whose_address_nobody_knows_is_left_out()
    {
        Server("_sip._udp.sip.example", 1, 0, 5060, "a.sip.example");
        Server("_sip._udp.sip.example", 2, 0, 5060, "b.sip.example");
        _silent.Add("a.sip.example");
        Address("b.sip.example", "192.0.2.2");
        Assert.Equal(["192.0.2.2:5060"], Find(SipProtocol.Udp));
    }

    private SipServerLookup Lookup() => new(
        (name, type) =>
        {
            _asked.Add((name, type));
            return _silent.Contains(name) ? null : _records.GetValueOrDefault((name, type)) ?? [];
        },
        new SeededRandom(_seed++));

    private string[] Find(SipProtocol protocol) => [.. Lookup().Find("sip.example", protocol)!.Targets.Select(target => target.ToString())];

    private void Server(string service, int priority, int weight, int port, string target) => Add(
        service, DnsRecordType.Srv, record => record with { Priority = priority, Weight = weight, Port = port, Target = target });

    private void Address(string name, string address, int seconds = 3600) =>
        Add(name, DnsRecordType.A, record => record with { Address = IPAddress.Parse(address), Lifetime = TimeSpan.FromSeconds(seconds) });

    private void Add(string name, DnsRecordType type, Func<DnsRecord, DnsRecord> make)
    {
        if (!_records.TryGetValue((name, type), out List<DnsRecord>? known))
        {
            _records.Add((name, type), known = []);
        }

        known.Add(make(new DnsRecord(name, type, TimeSpan.FromHours(1))));
    }
}
