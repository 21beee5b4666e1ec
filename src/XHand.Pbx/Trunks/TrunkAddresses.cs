using System.Net;
using XHand.Loop;
using XHand.Sip.Resolution;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Pbx.Trunks;

/// <summary>
/// Where one trunk's operator is: a literal address at once, the addresses of a name by lookup, the servers of a domain (port 0) by RFC 3263. Looked up again
/// when what was found has lived its time, a minute where that is not known. A lookup that fails leaves the last good ones. Loop thread only.
/// </summary>
internal sealed class TrunkAddresses(ISwitchLoop loop, IHostResolver hosts, Trunk trunk, Action changed)
{
    private static readonly TimeSpan _refresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(10);

    // Who publishes a shorter life does it for web pages.
    private static readonly TimeSpan _shortest = TimeSpan.FromSeconds(30);
    private ILoopTimer? _timer;
    private bool _isOver;

    /// <summary>The transport that the trunk uses.</summary>
    public SipProtocol Protocol { get; } = trunk.Transport switch
    {
        "tls" => SipProtocol.Tls,
        "tcp" => SipProtocol.Tcp,
        _ => SipProtocol.Udp,
    };

    /// <summary>Known now, best first; empty before the first lookup has succeeded.</summary>
    public IReadOnlyList<IPEndPoint> Known { get; private set; } = [];

    /// <summary>Begins; <c>changed</c> runs in a turn after the first lookup and after each that brings others.</summary>
    public void Start()
    {
        if (IPAddress.TryParse(trunk.Host, out IPAddress? literal))
        {
            Known = [new IPEndPoint(literal, trunk.Port != 0 ? trunk.Port : Protocol == SipProtocol.Tls ? 5061 : 5060)];
            changed();
        }
        else
        {
            Look();
        }
    }

    /// <summary>True when one of them has this address.</summary>
    public bool Have(IPAddress address)
    {
        foreach (IPEndPoint known in Known)
        {
            if (known.Address.Equals(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Looks no more.</summary>
    public void Stop()
    {
        _isOver = true;
        _timer?.Dispose();
    }

    private void Look()
    {
        if (trunk.Port == 0)
        {
            hosts.Locate(trunk.Host, Protocol, servers => Take(servers?.Targets, servers?.Lifetime ?? _refresh));
        }
        else
        {
            hosts.Resolve(trunk.Host, found => Take(found is null ? null : [.. found.Select(address => new IPEndPoint(address, trunk.Port))], _refresh));
        }
    }

    private void Take(IReadOnlyList<IPEndPoint>? answer, TimeSpan lifetime)
    {
        if (_isOver)
        {
            return;
        }

        bool isFirst = _timer is null;
        bool isKnown = answer is { Count: > 0 };
        TimeSpan due = !isKnown ? _retry : lifetime > _shortest ? lifetime : _shortest;
        _timer?.Dispose();
        _timer = loop.StartTimer(due, "trunk-lookup", Look);
        if (isKnown && !Known.SequenceEqual(answer!))
        {
            Known = [.. answer!];
            changed();
        }
        else if (isFirst)
        {
            changed();
        }
    }
}
