namespace XHand.Site;

/// <summary>A SIP trunk (Tronco IP) to an operator or another exchange, as the loop uses it: its password is already decrypted.</summary>
public sealed record Trunk
{
    /// <summary>Id; never reused.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name, unique in its company, 1 to 40 characters without separators.</summary>
    public required string Name { get; init; }

    /// <summary>False: takes and makes no calls, sends no REGISTER.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Host name or address of the operator.</summary>
    public required string Host { get; init; }

    /// <summary>Port of the operator, 1 to 65535; 0: <see cref="Host"/> is a domain whose servers are found by RFC 3263.</summary>
    public int Port { get; init; } = 5060;

    /// <summary>"udp", "tcp" or "tls".</summary>
    public string Transport { get; init; } = "udp";

    /// <summary>Sends REGISTER.</summary>
    public bool Register { get; init; }

    /// <summary>Lifetime that REGISTER asks for, seconds, 60 to 86400.</summary>
    public int RegisterSeconds { get; init; } = 3600;

    /// <summary>User name for digest and for the registered Contact; "" when the operator asks for none.</summary>
    public string Login { get; init; } = "";

    /// <summary>Password for digest, in clear in memory only; null when there is none.</summary>
    public string? Password { get; init; }

    /// <summary>Host part of From; "" means <see cref="Host"/>.</summary>
    public string FromDomain { get; init; } = "";

    /// <summary>How calls that come in are known to be this trunk's.</summary>
    public TrunkIdentity IdentifyBy { get; init; } = TrunkIdentity.Address;

    /// <summary>Further addresses or networks (CIDR) that calls of this trunk come from, besides those of <see cref="Host"/>.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Simultaneous calls both ways together, 1 to 9999; 0 means no limit.</summary>
    public int MaxCalls { get; init; }

    /// <summary>Number shown to the operator instead of the extension's; "" keeps the extension's.</summary>
    public string CallerId { get; init; } = "";

    /// <summary>The operator sees us behind NAT: media addresses are learned and Contact is the advertised address.</summary>
    public bool Nat { get; init; }

    /// <summary>Codecs in the order of preference.</summary>
    public IReadOnlyList<string> Codecs { get; init; } = ["PCMA", "PCMU"];

    /// <summary>Seconds without any answer to an INVITE after which the next choice is tried, 1 to 30.</summary>
    public int TimeoutSeconds { get; init; } = 2;

    /// <summary>Seconds between OPTIONS that check the trunk, 10 to 3600; 0 sends none.</summary>
    public int CheckSeconds { get; init; } = 30;

    /// <summary>Its name alone: a record's own text would carry the password into a log.</summary>
    public override string ToString() => $"trunk {Name}";
}

/// <summary>How a call from outside is recognised as a trunk's.</summary>
public enum TrunkIdentity
{
    /// <summary>By the address it comes from.</summary>
    Address,

    /// <summary>By digest with the trunk's login and password; the address alone proves nothing.</summary>
    Credentials,
}
