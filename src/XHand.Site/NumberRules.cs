using System.Collections.Frozen;

namespace XHand.Site;

/// <summary>What a dialable number may look like, and which numbers the default dialled codes already mean.</summary>
public static class NumberRules
{
    /// <summary>Fewest digits of a number.</summary>
    public const int MinDigits = 2;

    /// <summary>Most digits of a number (ITU-T E.164 6.1).</summary>
    public const int MaxDigits = 15;

    private static readonly FrozenDictionary<string, string> _codes = new Dictionary<string, string>
    {
        ["700"] = "parks a call",
        ["1778"] = "reaches the operator",
        ["1780"] = "logs an agent in",
        ["1781"] = "logs an agent out",
        ["1782"] = "pauses an agent",
        ["1783"] = "ends an agent's pause",
        ["6240"] = "reaches the mailbox",
        ["6242"] = "reaches the conference by PIN",
        ["6250"] = "reaches the fax",
        ["0090"] = "reaches the conference room",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a default dialled code does, as the end of a sentence ("parks a call"), or null for any other number.</summary>
    public static string? CodeOf(string number) => _codes.GetValueOrDefault(number);

    /// <summary>Why a record may not have this number, or null when it may.</summary>
    public static Reason? Refusal(string number)
    {
        if (number.Length > 0 && number[0] is '*' or '#')
        {
            return SiteReasons.NumberOfCode.With();
        }

        if (number.Length is < MinDigits or > MaxDigits || !number.All(char.IsAsciiDigit))
        {
            return SiteReasons.NumberDigits.With(MinDigits, MaxDigits);
        }

        if (CodeOf(number) is { } does)
        {
            return SiteReasons.NumberDials.With(number, does);
        }

        return EmergencyNumbers.ServiceOf(number) is { } service ? SiteReasons.NumberEmergency.With(number, service) : null;
    }

    /// <summary>What an operator should know about a number that is allowed, or null.</summary>
    public static Reason? Warning(string number) => number switch
    {
        ['7', '0', >= '1' and <= '9'] => SiteReasons.NumberParks.With(),
        ['1', _, _] => SiteReasons.NumberPublic.With(),
        ['0', '0', ..] => SiteReasons.NumberAbroad.With(),
        ['0', ..] => SiteReasons.NumberFar.With(),
        ['3', ..] => SiteReasons.NumberFax.With(number),
        _ => null,
    };
}
