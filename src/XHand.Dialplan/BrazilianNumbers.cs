using XHand.Site;

namespace XHand.Dialplan;

/// <summary>
/// The class of a number outside the company by its form in Brazil's numbering plan (Anatel, Resolução 749/2022: area code of two
/// digits, eight digits fixed from 2 to 5, nine digits mobile from 9). Routes will refine it; without any, it decides alone.
/// </summary>
public static class BrazilianNumbers
{
    private const string CountryCode = "+55";

    /// <summary>The class, or null when the number has no form that the plan knows.</summary>
    public static CallClass? ClassOf(string number)
    {
        if (number.Contains('*'))
        {
            return null;
        }

        if (number.StartsWith(CountryCode, StringComparison.Ordinal))
        {
            return National(number.AsSpan(CountryCode.Length));
        }

        return number switch
        {
            ['+', ..] => number.Length is >= 8 and <= 16 ? CallClass.International : null,
            ['0', '0', ..] => number.Length is >= 9 and <= 19 ? CallClass.International : null,
            ['0', '3' or '5' or '8' or '9', '0', _, ..] when number.Length is 10 or 11 => CallClass.Local,
            ['0', ..] => LongDistance(number.AsSpan(1)),
            ['1', _, _] => CallClass.Local,
            _ => Subscriber(number, CallClass.Local, CallClass.LocalMobile) ?? National(number),
        };
    }

    // After the 0: area code and subscriber, with or without the two digits of a carrier before them.
    private static CallClass? LongDistance(ReadOnlySpan<char> rest) =>
        National(rest) ?? (rest.Length > 2 ? National(rest[2..]) : null);

    private static CallClass? National(ReadOnlySpan<char> number) =>
        number is [>= '1' and <= '9', >= '1' and <= '9', ..]
            ? Subscriber(number[2..], CallClass.LongDistance, CallClass.LongDistanceMobile)
            : null;

    private static CallClass? Subscriber(ReadOnlySpan<char> number, CallClass fixedLine, CallClass mobile) => number switch
    {
        { Length: 8 } when number[0] is >= '2' and <= '5' => fixedLine,
        { Length: 8 } when number[0] is >= '6' and <= '9' => mobile, // Before the ninth digit; address books still hold them.
        { Length: 9 } when number[0] == '9' => mobile,
        _ => null,
    };
}
