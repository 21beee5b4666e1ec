using System.Collections.Frozen;

namespace XHand.Dialplan;

/// <summary>
/// What Brazil's numbering plan lists rather than rules: it changes by acts of Anatel, so it stands here as data and a number that it
/// does not know is not refused for that.
/// </summary>
public static class NumberingTable
{
    /// <summary>Area codes (códigos nacionais) in use.</summary>
    public static readonly FrozenSet<string> AreaCodes = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            "11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "22", "24", "27", "28", "31", "32", "33", "34", "35", "37", "38",
            "41", "42", "43", "44", "45", "46", "47", "48", "49", "51", "53", "54", "55", "61", "62", "63", "64", "65", "66", "67", "68", "69",
            "71", "73", "74", "75", "77", "79", "81", "82", "83", "84", "85", "86", "87", "88", "89", "91", "92", "93", "94", "95", "96", "97", "98", "99",
        ]);

    private static readonly FrozenDictionary<string, string> _carriers = new Dictionary<string, string>
    {
        ["12"] = "Algar",
        ["14"] = "Oi",
        ["15"] = "Vivo",
        ["21"] = "Claro",
        ["31"] = "Oi",
        ["41"] = "TIM",
        ["43"] = "Sercomtel",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // The first three digits after the 0 of a number that belongs to no area. Only 800 costs its caller nothing.
    private static readonly FrozenDictionary<string, string> _services = new Dictionary<string, string>
    {
        ["800"] = "a freephone number",
        ["300"] = "a shared-cost number",
        ["303"] = "a number of telephone sales",
        ["304"] = "a number of debt collection",
        ["500"] = "a number for donations",
        ["900"] = "a premium number",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A carrier's name by its selection code (CSP), or null.</summary>
    public static string? CarrierOf(string code) => _carriers.GetValueOrDefault(code);

    /// <summary>What a number of no area is by the three digits after its 0 (of 0800, "800"), or null when there is no such series.</summary>
    public static string? ServiceOf(string series) => _services.GetValueOrDefault(series);
}
