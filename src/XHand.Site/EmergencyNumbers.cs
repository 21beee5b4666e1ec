using System.Collections.Frozen;

namespace XHand.Site;

/// <summary>
/// Brazil's emergency numbers (Anatel's public utility codes): they pass every lock and class of service, and no extension may
/// take one.
/// </summary>
public static class EmergencyNumbers
{
    private static readonly FrozenDictionary<string, string> _services = new Dictionary<string, string>
    {
        ["190"] = "police",
        ["191"] = "federal highway police",
        ["192"] = "ambulance (SAMU)",
        ["193"] = "fire brigade",
        ["194"] = "federal police",
        ["197"] = "civil police",
        ["198"] = "state highway police",
        ["199"] = "civil defence",
        ["112"] = "emergency (GSM)",
        ["911"] = "emergency (North America)",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The service behind an emergency number, in English, or null for any other number.</summary>
    public static string? ServiceOf(string number) => _services.GetValueOrDefault(number);
}
