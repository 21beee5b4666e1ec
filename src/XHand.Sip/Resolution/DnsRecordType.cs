namespace XHand.Sip.Resolution;

/// <summary>The types of record that finding a SIP server asks for (RFC 3263), with their numbers in the DNS.</summary>
public enum DnsRecordType
{
    /// <summary>IPv4 address (RFC 1035).</summary>
    A = 1,

    /// <summary>IPv6 address (RFC 3596).</summary>
    Aaaa = 28,

    /// <summary>Servers of a service (RFC 2782).</summary>
    Srv = 33,

    /// <summary>Services of a domain (RFC 3403).</summary>
    Naptr = 35,
}
