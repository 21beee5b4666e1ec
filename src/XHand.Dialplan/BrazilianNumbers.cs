using XHand.Site;

namespace XHand.Dialplan;

/// <summary>
/// What a dialled number means in Brazil's numbering plan (Anatel, Resolução 749/2022): area code of two digits, eight digits fixed from
/// 2 to 5, nine digits mobile from 9; 0 and a carrier's two digits before an area code, 00 before a country code, 9090 and 90 for collect
/// calls. By form; lists that change stand in <see cref="NumberingTable"/>.
/// </summary>
public static class BrazilianNumbers
{
    private const string CountryCode = "+55";

    /// <summary>The class, or null when the number has no form that the plan knows.</summary>
    /// <param name="number">As dialled; + and international form too.</param>
    /// <param name="areaCode">The caller's area code; null: every number with one is long distance.</param>
    public static CallClass? ClassOf(string number, string? areaCode = null) => Read(Domestic(number, areaCode), areaCode)?.Class;

    /// <summary>What the number is, or null when it has no form that the plan knows. The + must have gone (<see cref="Domestic"/>).</summary>
    public static OutsideNumber? Read(string number, string? areaCode)
    {
        if (number.Length == 0 || number.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        return number switch
        {
            ['0', '0', ..] => number.Length is >= 9 and <= 19 ? new(CallClass.International, "a number abroad") : null,
            ['0', _, '0', ..] => NonGeographic(number),
            ['0', ..] => Trunked(number[1..], areaCode, ""),
            ['9', '0', '9', '0', ..] when number.Length > 9 => Collect(Subscriber(number[4..], "", true)),
            ['9', '0', ..] when number.Length > 9 => Collect(ByCarrier(number[2..], areaCode, "")),
            ['1', _, _] => new(CallClass.Local, "a public service"),
            ['1', '0', '3' or '6', _, _] or ['1', '0', '5', _] or ['1', '0', '5', _, _] => new(CallClass.Local, "a carrier's own service"),
            _ => Subscriber(number, "", true) ?? National(number, areaCode, ""),
        };
    }

    /// <summary>
    /// A number in international form as it is dialled here: +55 and the own area code go, another area code gets its 0, another
    /// country its 00. Any other number stays as it is.
    /// </summary>
    public static string Domestic(string number, string? areaCode)
    {
        if (!number.StartsWith('+'))
        {
            return number;
        }

        if (!number.StartsWith(CountryCode, StringComparison.Ordinal))
        {
            return number.Length is >= 8 and <= 16 ? $"00{number[1..]}" : number;
        }

        string rest = number[CountryCode.Length..];
        return rest switch
        {
            ['1', _, _] or ['3' or '4', '0', '0', _, _, _, _, _] => rest,
            [_, '0', '0' or '3' or '4', ..] when rest.Length is 9 or 10 && NumberingTable.ServiceOf(rest[..3]) is not null => $"0{rest}",
            _ when National(rest, areaCode, "") is not null => WithArea(rest, areaCode),
            _ => number,
        };
    }

    /// <summary>
    /// The number of a caller from outside, so that it can be dialled back as shown: without the own area code, with 0 before another
    /// one and 00 before another country's. What is no number stays; "" when withheld.
    /// </summary>
    public static string CallerShown(string from, string? areaCode)
    {
        DialledNumber read = DialledNumber.Of(from);
        if (read.Defect is not null)
        {
            // A name instead of a number comes from other exchanges. RFC 3261 8.1.1.3 and RFC 3325 spell withheld so.
            string name = from.Trim();
            return name.Equals("anonymous", StringComparison.OrdinalIgnoreCase)
                ? ""
                : new string([.. name.Where(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '+').Take(DialledNumber.MaxLength)]);
        }

        string number = read.Number;
        if (number is ['5', '5', ..] && number.Length is 12 or 13)
        {
            number = $"+{number}";
        }

        return number.StartsWith('+') ? Domestic(number, areaCode)
            : National(number, areaCode, "") is not null ? WithArea(number, areaCode)
            : number;
    }

    private static string WithArea(string national, string? areaCode) => national[..2] == areaCode ? national[2..] : $"0{national}";

    private static OutsideNumber? NonGeographic(string number) =>
        number.Length is 10 or 11 && NumberingTable.ServiceOf(number[1..4]) is { } service
            ? new(number[1] == '8' ? CallClass.Local : CallClass.LongDistance, service)
            : null;

    // After the 0: area code and subscriber, with or without the two digits of a carrier before them.
    private static OutsideNumber? Trunked(string rest, string? areaCode, string by) =>
        National(rest, areaCode, by) ?? ByCarrier(rest, areaCode, by);

    private static OutsideNumber? ByCarrier(string rest, string? areaCode, string by)
    {
        if (rest.Length < 2)
        {
            return null;
        }

        string code = rest[..2];
        string carrier = NumberingTable.CarrierOf(code) is { } name ? $", by carrier {code} ({name})" : $", by carrier {code}";
        return National(rest[2..], areaCode, by + carrier);
    }

    private static OutsideNumber? National(string number, string? areaCode, string by)
    {
        if (number is not [>= '1' and <= '9', >= '1' and <= '9', ..])
        {
            return null;
        }

        string area = number[..2];
        string place = NumberingTable.AreaCodes.Contains(area) ? $" in area {area}" : $" in area {area}, which was not in use";
        return Subscriber(number[2..], place + by, area == areaCode);
    }

    private static OutsideNumber? Subscriber(string number, string place, bool isOwnArea) => number switch
    {
        { Length: 8 } when number[0] is '3' or '4' && number[1..3] == "00" && place.Length == 0 =>
            new(CallClass.Local, "a nationwide number at local charge"),
        { Length: 8 } when number[0] is >= '2' and <= '5' => new(isOwnArea ? CallClass.Local : CallClass.LongDistance, $"a fixed line{place}"),
        { Length: 8 } when number[0] is >= '6' and <= '9' => new(Mobile(isOwnArea), $"a mobile without its ninth digit{place}"),
        { Length: 9 } when number[0] == '9' => new(Mobile(isOwnArea), $"a mobile{place}"),
        _ => null,
    };

    private static CallClass Mobile(bool isOwnArea) => isOwnArea ? CallClass.LocalMobile : CallClass.LongDistanceMobile;

    private static OutsideNumber? Collect(OutsideNumber? called) => called is null ? null : called with { What = $"{called.What}, called collect" };
}
