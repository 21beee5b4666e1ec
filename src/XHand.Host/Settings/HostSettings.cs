using System.Net;
using Microsoft.Extensions.Logging;
using XHand.Pbx.Defence;

namespace XHand.Host.Settings;

/// <summary>Everything that is set outside the database, checked.</summary>
internal sealed record HostSettings
{
    /// <summary>Full path of the data directory.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>PostgreSQL, or null for a private cluster in the data directory.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Addresses of the SIP sockets, at least one.</summary>
    public required IReadOnlyList<IPAddress> SipAddresses { get; init; }

    /// <summary>SIP port, UDP and TCP.</summary>
    public required int SipPort { get; init; }

    /// <summary>SIP port for TLS; 0: none.</summary>
    public required int SipTlsPort { get; init; }

    /// <summary>What is put into messages towards the outside, one of each kind at most; none without NAT.</summary>
    public required IReadOnlyList<IPAddress> PublicAddresses { get; init; }

    /// <summary>Networks without NAT between them and us.</summary>
    public required IReadOnlyList<IPNetwork> LocalNetworks { get; init; }

    /// <summary>Name servers that are asked for operators' servers; none: the system's.</summary>
    public required IReadOnlyList<IPEndPoint> NameServers { get; init; }

    /// <summary>RTP and RTCP ports.</summary>
    public required PortRange MediaPorts { get; init; }

    /// <summary>Address of the web ports.</summary>
    public required IPAddress WebAddress { get; init; }

    /// <summary>HTTP port.</summary>
    public required int HttpPort { get; init; }

    /// <summary>HTTPS port.</summary>
    public required int HttpsPort { get; init; }

    /// <summary>Password of the first administrator, or null.</summary>
    public string? AdminPassword { get; init; }

    /// <summary>How long a sign-in lasts without a request.</summary>
    public required TimeSpan SessionIdle { get; init; }

    /// <summary>How long a sign-in lasts in all.</summary>
    public required TimeSpan SessionLength { get; init; }

    /// <summary>Folder of the built web client.</summary>
    public required string ClientFolder { get; init; }

    /// <summary>PEM files, or null for a self-signed certificate.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>PEM file of certificates that are trusted besides the system's, or null.</summary>
    public string? TlsTrusted { get; init; }

    /// <summary>Loads the demonstration site into an empty database.</summary>
    public required bool Demo { get; init; }

    /// <summary>Time zone of a company without its own.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>How long a session lasts without a refresh, as we ask for it (RFC 4028).</summary>
    public TimeSpan SessionTime { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>How long live calls may go on after SIGTERM.</summary>
    public required TimeSpan DrainLimit { get; init; }

    /// <summary>Bytes of a segment of the journal.</summary>
    public required long JournalSegmentBytes { get; init; }

    /// <summary>Facts that the journal keeps in memory while its disk takes none.</summary>
    public required int JournalMemoryFacts { get; init; }

    /// <summary>How long the journal is kept after its facts are in the database.</summary>
    public required TimeSpan JournalKeep { get; init; }

    /// <summary>Bytes of the journal above which what is in the database is kept no longer.</summary>
    public required long JournalKeepBytes { get; init; }

    /// <summary>Least level that is logged.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>The log files.</summary>
    public required LogFileSettings LogFiles { get; init; }

    /// <summary>When addresses are blocked.</summary>
    public required DefenceSettings Defence { get; init; }

    /// <summary>Blocked addresses are told to nftables too.</summary>
    public required bool UsesNftables { get; init; }

    /// <summary>The trace of calls.</summary>
    public required TraceSettings Trace { get; init; }

    /// <summary>What is kept, and how long.</summary>
    public required KeepingSettings Keeping { get; init; }
}

/// <summary>Paths of a certificate with its chain and of its key, PEM.</summary>
internal sealed record TlsFiles(string Certificate, string Key);

/// <summary>Ports from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
internal readonly record struct PortRange(int First, int Last)
{
    /// <summary>True when <paramref name="port"/> lies in it.</summary>
    public bool Contains(int port) => port >= First && port <= Last;

    /// <inheritdoc/>
    public override string ToString() => $"{First}-{Last}";
}
