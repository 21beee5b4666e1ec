namespace XHand.Host.Settings;

/// <summary>A setting: its name in appsettings.json and on the command line, and what it may be.</summary>
/// <param name="Key">With colons between levels: <c>Sip:Port</c>.</param>
/// <param name="Default">As text; null when there is none or it depends on the machine.</param>
/// <param name="Allowed">Completes "allowed: ".</param>
/// <param name="IsSecret">Its value is not repeated in messages.</param>
internal sealed record SettingName(string Key, string? Default, string Allowed, bool IsSecret = false)
{
    private const string Port = "a port from 1 to 65535";

    public static readonly SettingName DataDirectory = new("Data:Directory", null, "a folder that may be made and written");
    public static readonly SettingName ConnectionString = new("Database:ConnectionString", null, "an Npgsql connection string such as Host=db;Database=xhand;Username=xhand;Password=...", IsSecret: true);
    public static readonly SettingName SipAddress = new("Sip:Address", "0.0.0.0", "IP addresses of this machine with commas between them, 0.0.0.0 for all of IPv4, or :: for all of both");
    public static readonly SettingName SipPort = new("Sip:Port", "5060", Port);
    public static readonly SettingName SipTlsPort = new("Sip:TlsPort", "5061", "a port from 1 to 65535, or 0 for no SIP over TLS");
    public static readonly SettingName SipPublicAddress = new("Sip:PublicAddress", null, "the IP address that phones outside reach this machine at, or one of IPv4 and one of IPv6 with a comma between them");
    public static readonly SettingName SipLocalNetworks = new("Sip:LocalNetworks", "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,127.0.0.0/8,169.254.0.0/16,::1/128,fc00::/7,fe80::/10", "networks such as 10.0.0.0/8, with commas between them");
    public static readonly SettingName SipSessionSeconds = new("Sip:SessionSeconds", "1800", "90 to 86400 seconds");
    public static readonly SettingName SipNameServers = new("Sip:NameServers", null, "IPv4 addresses of name servers, with :PORT where it is not 53, with commas between them, at most three");
    public static readonly SettingName MediaPorts = new("Media:Ports", "20000-29999", "a range of ports such as 20000-29999, from an even port of 1024 or more, at least four");
    public static readonly SettingName WebAddress = new("Web:Address", "0.0.0.0", "an IP address of this machine, or 0.0.0.0 for all");
    public static readonly SettingName WebHttpPort = new("Web:HttpPort", "8080", Port);
    public static readonly SettingName WebHttpsPort = new("Web:HttpsPort", "8443", Port);
    public static readonly SettingName WebAdminPassword = new("Web:AdminPassword", null, "12 to 128 characters", IsSecret: true);
    public static readonly SettingName WebSessionIdleMinutes = new("Web:SessionIdleMinutes", "60", "5 to 1440 minutes");
    public static readonly SettingName WebSessionHours = new("Web:SessionHours", "12", "1 to 168 hours");
    public static readonly SettingName WebClientFolder = new("Web:ClientFolder", null, "a folder with the built web client (index.html in it)");
    public static readonly SettingName TlsCertificate = new("Tls:Certificate", null, "a readable PEM file with the certificate and its chain, together with Tls:Key");
    public static readonly SettingName TlsKey = new("Tls:Key", null, "a readable PEM file with the certificate's key, together with Tls:Certificate");
    public static readonly SettingName TlsTrusted = new("Tls:Trusted", null, "a readable PEM file with certificates of authorities, or self-signed ones, that operators over TLS may show besides those that the system trusts");
    public static readonly SettingName Demo = new("Demo", "false", "true or false");
    public static readonly SettingName TimeZone = new("TimeZone", null, "a name of the time zone database such as America/Sao_Paulo");
    public static readonly SettingName DrainSeconds = new("Calls:DrainSeconds", "30", "0 to 3600 seconds");
    public static readonly SettingName JournalSegment = new("Journal:SegmentKilobytes", "65536", "64 to 1048576 KiB");
    public static readonly SettingName JournalMemory = new("Journal:MemoryFacts", "100000", "1000 to 1000000 facts");
    public static readonly SettingName JournalKeepHours = new("Journal:KeepHours", "72", "0 to 8760 hours");
    public static readonly SettingName JournalKeepMegabytes = new("Journal:KeepMegabytes", "2048", "0 to 1048576 MiB");
    public static readonly SettingName LogLevel = new("Log:Level", "Information", "Trace, Debug, Information, Warning or Error");

    public static readonly SettingName LogFormat = new("Log:Format", "text", "text or json");
    public static readonly SettingName LogFileMegabytes = new("Log:FileMegabytes", "20", "1 to 1024 MiB");
    public static readonly SettingName LogFiles = new("Log:Files", "10", "1 to 1000 files");
    public static readonly SettingName DefenceFailures = new("Defence:MaxFailures", "3", "0 (nobody is blocked) to 1000 wrong passwords");
    public static readonly SettingName DefenceWindow = new("Defence:WindowMinutes", "10", "1 to 1440 minutes");
    public static readonly SettingName DefenceMinutes = new("Defence:BlockMinutes", "60", "1 to 525600 minutes");
    public static readonly SettingName DefenceUnsigned = new("Defence:MaxUnsigned", "200", "0 (nobody is blocked) to 1000000 requests without a password in 10 seconds");
    public static readonly SettingName DefenceSafe = new("Defence:SafeNetworks", "127.0.0.0/8,::1/128", "networks such as 10.0.0.0/8, with commas between them, or none");
    public static readonly SettingName DefenceNftables = new("Defence:Nftables", "false", "true or false");
    public static readonly SettingName TraceMegabytes = new("Trace:Megabytes", "32", "0 (no tracing) to 1024 MiB");
    public static readonly SettingName TraceMinutes = new("Trace:Minutes", "15", "1 to 1440 minutes");
    public static readonly SettingName EventDays = new("Retention:EventDays", "30", "1 to 3650 days");
    public static readonly SettingName RecordDays = new("Retention:RecordDays", "1827", "31 to 36500 days");
    public static readonly SettingName RecordingDays = new("Retention:RecordingDays", "0", "0 (until their room is needed) to 36500 days");
    public static readonly SettingName RecordingGigabytes = new("Retention:RecordingGigabytes", "0", "0 (no limit) to 1000000 GiB");
    public static readonly SettingName DiskReserveMegabytes = new("Data:ReserveMegabytes", "1024", "64 to 1048576 MiB");

    /// <summary>Every setting there is.</summary>
    public static IReadOnlyList<SettingName> All { get; } =
    [
        DataDirectory, ConnectionString, SipAddress, SipPort, SipTlsPort, SipPublicAddress, SipLocalNetworks, SipSessionSeconds, SipNameServers, MediaPorts, WebAddress, WebHttpPort,
        WebHttpsPort, WebAdminPassword, WebSessionIdleMinutes, WebSessionHours, WebClientFolder, TlsCertificate, TlsKey, TlsTrusted, Demo, TimeZone, DrainSeconds, LogLevel,
        LogFormat, LogFileMegabytes, LogFiles, DefenceFailures, DefenceWindow, DefenceMinutes, DefenceUnsigned, DefenceSafe, DefenceNftables, TraceMegabytes, TraceMinutes, EventDays, RecordDays, RecordingDays, RecordingGigabytes, DiskReserveMegabytes,
        JournalSegment, JournalMemory, JournalKeepHours, JournalKeepMegabytes,
    ];

    /// <summary>Its environment variable.</summary>
    public string Environment => SettingsSource.EnvironmentPrefix + Key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>The setting of that name, in any case, or null.</summary>
    public static SettingName? Find(string key) => All.FirstOrDefault(s => s.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
}
