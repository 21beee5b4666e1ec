using System.Net;

namespace XHand.Sip.Resolution;

/// <summary>A record of a reply, of one of the types that we ask for. Names are in small letters, without the last dot.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Type">Its type.</param>
/// <param name="Lifetime">How long it may be kept.</param>
public sealed record DnsRecord(string Name, DnsRecordType Type, TimeSpan Lifetime)
{
    /// <summary>Address, of A and AAAA.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Priority of SRV, order of NAPTR: the lowest first.</summary>
    public int Priority { get; init; }

    /// <summary>Weight of SRV, preference of NAPTR.</summary>
    public int Weight { get; init; }

    /// <summary>Port, of SRV.</summary>
    public int Port { get; init; }

    /// <summary>Target of SRV, replacement of NAPTR; "" for the root, which says that there is none.</summary>
    public string Target { get; init; } = "";

    /// <summary>Flags of NAPTR, in small letters.</summary>
    public string Flags { get; init; } = "";

    /// <summary>Service of NAPTR, in capitals: "SIP+D2U".</summary>
    public string Service { get; init; } = "";
}
