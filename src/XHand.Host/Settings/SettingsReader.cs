using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using XHand.Pbx.Defence;

namespace XHand.Host.Settings;

/// <summary>Makes checked settings out of text, and finds everything wrong at once.</summary>
internal sealed class SettingsReader
{
    private const long Mebibyte = 1024 * 1024;

    private readonly IConfiguration _configuration;
    private readonly List<string> _problems = [];

    private SettingsReader(IConfiguration configuration) => _configuration = configuration;

    /// <summary>The settings; <see cref="SettingsException"/> with every problem.</summary>
    public static HostSettings Read(IConfiguration configuration)
    {
        SettingsReader reader = new(configuration);
        HostSettings settings = reader.ReadAll();
        reader.CheckTogether(settings);
        return reader._problems.Count == 0 ? settings : throw new SettingsException(reader._problems);
    }

    /// <summary>The data directory alone: all that the command line needs of the settings.</summary>
    public static string ReadDataDirectory(IConfiguration configuration)
    {
        SettingsReader reader = new(configuration);
        string directory = reader.DataDirectory();
        return reader._problems.Count == 0 ? directory : throw new SettingsException(reader._problems);
    }

    /// <summary>Names that look like settings of ours and are none: mistakes, told but not fatal, since the environment is shared.</summary>
    public static IReadOnlyList<string> Unknown(IConfiguration configuration) =>
        [.. configuration.AsEnumerable()
            .Where(pair => pair.Value is not null && SettingName.Find(pair.Key) is null && pair.Key != "SettingsFile")
            .Select(pair => pair.Key)
            .Order(StringComparer.Ordinal)];

    private HostSettings ReadAll() => new()
    {
        DataDirectory = DataDirectory(),
        ConnectionString = Text(SettingName.ConnectionString),
        SipAddresses = Addresses(SettingName.SipAddress, same => same.Distinct().Count() == same.Count && (same.Count == 1 || !same.Any(IsAll))),
        SipPort = Port(SettingName.SipPort),
        SipTlsPort = Number(SettingName.SipTlsPort, 0, 65535),
        PublicAddresses = Addresses(SettingName.SipPublicAddress, all => all.Select(a => a.AddressFamily).Distinct().Count() == all.Count && !all.Any(IsAll)),
        LocalNetworks = Networks(SettingName.SipLocalNetworks),
        NameServers = NameServers(),
        MediaPorts = Ports(SettingName.MediaPorts),
        WebAddress = Address(SettingName.WebAddress) ?? IPAddress.Any,
        HttpPort = Port(SettingName.WebHttpPort),
        HttpsPort = Port(SettingName.WebHttpsPort),
        AdminPassword = Password(SettingName.WebAdminPassword),
        SessionIdle = TimeSpan.FromMinutes(Number(SettingName.WebSessionIdleMinutes, 5, 1440)),
        SessionLength = TimeSpan.FromHours(Number(SettingName.WebSessionHours, 1, 168)),
        ClientFolder = ClientFolder(),
        Tls = Tls(),
        TlsTrusted = Text(SettingName.TlsTrusted) is { } trusted ? Path.GetFullPath(trusted) : null,
        Demo = Parse(SettingName.Demo, text => bool.TryParse(text, out bool value) ? value : (bool?)null) ?? false,
        TimeZone = Zone(),
        SessionTime = TimeSpan.FromSeconds(Number(SettingName.SipSessionSeconds, 90, 86_400)),
        DrainLimit = TimeSpan.FromSeconds(Number(SettingName.DrainSeconds, 0, 3600)),
        JournalSegmentBytes = Number(SettingName.JournalSegment, 64, 1_048_576) * 1024L,
        JournalMemoryFacts = Number(SettingName.JournalMemory, 1_000, 1_000_000),
        JournalKeep = TimeSpan.FromHours(Number(SettingName.JournalKeepHours, 0, 8_760)),
        JournalKeepBytes = Number(SettingName.JournalKeepMegabytes, 0, 1_048_576) * 1024L * 1024L,
        LogLevel = Level(),
        LogFiles = new(Number(SettingName.LogFileMegabytes, 1, 1024) * Mebibyte, Number(SettingName.LogFiles, 1, 1000), IsJson()),
        Defence = new DefenceSettings
        {
            MaxFailures = Number(SettingName.DefenceFailures, 0, 1000),
            Window = TimeSpan.FromMinutes(Number(SettingName.DefenceWindow, 1, 1440)),
            Length = TimeSpan.FromMinutes(Number(SettingName.DefenceMinutes, 1, 525_600)),
            MaxUnsigned = Number(SettingName.DefenceUnsigned, 0, 1_000_000),
            SafeNetworks = Text(SettingName.DefenceSafe) is "none" ? [] : Networks(SettingName.DefenceSafe),
        },
        UsesNftables = Parse(SettingName.DefenceNftables, text => bool.TryParse(text, out bool value) ? value : (bool?)null) ?? false,
        Trace = new((int)(Number(SettingName.TraceMegabytes, 0, 1024) * Mebibyte), TimeSpan.FromMinutes(Number(SettingName.TraceMinutes, 1, 1440))),
        Keeping = new(
            Number(SettingName.EventDays, 1, 3650),
            Number(SettingName.RecordDays, 31, 36_500),
            Number(SettingName.RecordingDays, 0, 36_500),
            Number(SettingName.RecordingGigabytes, 0, 1_000_000) * 1024 * Mebibyte,
            Number(SettingName.DiskReserveMegabytes, 64, 1_048_576) * Mebibyte),
    };

    private void CheckTogether(HostSettings settings)
    {
        (SettingName Name, int Port)[] tcp =
        [
            (SettingName.SipPort, settings.SipPort),
            (SettingName.SipTlsPort, settings.SipTlsPort),
            (SettingName.WebHttpPort, settings.HttpPort),
            (SettingName.WebHttpsPort, settings.HttpsPort),
        ];
        foreach (IGrouping<int, (SettingName Name, int Port)> same in tcp.Where(t => t.Port > 0).GroupBy(t => t.Port).Where(g => g.Count() > 1))
        {
            _problems.Add($"{string.Join(" and ", same.Select(s => s.Name.Key))} are both {same.Key}; each needs a port of its own.");
        }

        if (settings.SipPort > 0 && settings.MediaPorts.Contains(settings.SipPort))
        {
            _problems.Add($"{SettingName.MediaPorts.Key} is {settings.MediaPorts} and contains {SettingName.SipPort.Key}, {settings.SipPort}; they must not overlap.");
        }
    }

    private string DataDirectory()
    {
        string folder = Text(SettingName.DataDirectory) ?? DefaultDataDirectory();
        if (folder.Contains('\0'))
        {
            Wrong(SettingName.DataDirectory, folder);
            return "/";
        }

        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
    }

    private static string DefaultDataDirectory() => Checkout.Find() is { } root ? Path.Combine(root, "var") : "/var/lib/xhand";

    // Installed, the client lies beside the program; in a checkout where npm built it.
    private string ClientFolder()
    {
        string beside = Path.Combine(AppContext.BaseDirectory, "client");
        return Path.GetFullPath(Text(SettingName.WebClientFolder)
            ?? (Checkout.Find() is { } root && !Directory.Exists(beside) ? Path.Combine(root, "src/XHand.Web/client/dist") : beside));
    }

    private TlsFiles? Tls()
    {
        string? certificate = Text(SettingName.TlsCertificate);
        string? key = Text(SettingName.TlsKey);
        if ((certificate is null) != (key is null))
        {
            Wrong(certificate is null ? SettingName.TlsCertificate : SettingName.TlsKey, "");
            return null;
        }

        return certificate is null ? null : new(Path.GetFullPath(certificate), Path.GetFullPath(key!));
    }

    private TimeZoneInfo Zone()
    {
        if (Text(SettingName.TimeZone) is not { } name)
        {
            return TimeZoneInfo.Local;
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
        {
            return zone;
        }

        Wrong(SettingName.TimeZone, name);
        return TimeZoneInfo.Utc;
    }

    private LogLevel Level() => Parse(
        SettingName.LogLevel,
        text => Enum.TryParse(text, ignoreCase: true, out LogLevel level) && level is >= LogLevel.Trace and <= LogLevel.Error && !char.IsDigit(text[0])
            ? level
            : (LogLevel?)null) ?? LogLevel.Information;

    private bool IsJson() => Parse(SettingName.LogFormat, text => text.ToLowerInvariant() switch { "json" => true, "text" => false, _ => (bool?)null }) ?? false;

    private string? Password(SettingName name)
    {
        string? text = Text(name);
        if (text is { Length: < 12 or > 128 })
        {
            Wrong(name, text);
        }

        return text;
    }

    private IPAddress? Address(SettingName name) => ParseOrNull(name, text => IPAddress.TryParse(text, out IPAddress? address) ? address : null);

    private static bool IsAll(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    // None where something is wrong: that has been told of.
    private List<IPAddress> Addresses(SettingName name, Func<List<IPAddress>, bool> isSound)
    {
        List<IPAddress> addresses = [];
        foreach (string part in (Text(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IPAddress.TryParse(part, out IPAddress? address) || !isSound([.. addresses, address]))
            {
                Wrong(name, part);
                return [];
            }

            addresses.Add(address);
        }

        return addresses;
    }

    private List<IPEndPoint> NameServers()
    {
        List<IPEndPoint> servers = [];
        foreach (string part in (Text(SettingName.SipNameServers) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IPEndPoint.TryParse(part, out IPEndPoint? server) || server.AddressFamily != AddressFamily.InterNetwork || servers.Count == 3)
            {
                Wrong(SettingName.SipNameServers, part);
                return [];
            }

            servers.Add(server.Port == 0 ? new IPEndPoint(server.Address, 53) : server);
        }

        return servers;
    }

    private int Port(SettingName name) => Number(name, 1, 65535);

    private int Number(SettingName name, int least, int most) => Parse(
        name,
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value : (int?)null) ?? 0;

    private PortRange Ports(SettingName name) => Parse(
        name,
        text => text.Split('-') is [var a, var b]
            && int.TryParse(a.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(b.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            && first >= 1024 && first % 2 == 0 && last <= 65535 && last - first >= 3
                ? new PortRange(first, last)
                : (PortRange?)null) ?? default;

    private List<IPNetwork> Networks(SettingName name)
    {
        List<IPNetwork> networks = [];
        foreach (string part in (Text(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IPNetwork.TryParse(part, out IPNetwork network))
            {
                Wrong(name, part);
                break;
            }

            networks.Add(network);
        }

        return networks;
    }

    private T? Parse<T>(SettingName name, Func<string, T?> parse)
        where T : struct
    {
        string? text = Text(name);
        T? value = text is null ? null : parse(text);
        if (text is not null && value is null)
        {
            Wrong(name, text);
        }

        return value;
    }

    private T? ParseOrNull<T>(SettingName name, Func<string, T?> parse)
        where T : class
    {
        string? text = Text(name);
        T? value = text is null ? null : parse(text);
        if (text is not null && value is null)
        {
            Wrong(name, text);
        }

        return value;
    }

    // Set to nothing means the default: an empty environment variable is how scripts leave a setting out.
    private string? Text(SettingName name) => _configuration[name.Key] is { } text && text.Trim().Length > 0 ? text.Trim() : name.Default;

    private void Wrong(SettingName name, string value)
    {
        string shown = name.IsSecret ? "not usable" : value.Length == 0 ? "not set" : $"\"{value}\"";
        _problems.Add($"Setting {name.Key} ({name.Environment}) is {shown}; allowed: {name.Allowed}.");
    }
}
