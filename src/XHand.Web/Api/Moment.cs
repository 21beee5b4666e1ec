using System.Globalization;
using System.Text.RegularExpressions;

namespace XHand.Web.Api;

/// <summary>A point in time as people write it: <c>1h</c> ago, or ISO 8601.</summary>
public static partial class Moment
{
    /// <summary>For messages.</summary>
    public const string Allowed = "allowed: an age such as 90s, 30m, 1h, 7d, or a time such as 2026-11-21T22:00";

    /// <summary>The time meant, or null. A time without an offset is the machine's local time.</summary>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (Age().Match(text) is { Success: true } age && int.TryParse(age.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out int count))
        {
            TimeSpan back = age.Groups[2].Value switch
            {
                "s" => TimeSpan.FromSeconds(count),
                "m" => TimeSpan.FromMinutes(count),
                "h" => TimeSpan.FromHours(count),
                _ => TimeSpan.FromDays(count),
            };
            return back < now - DateTimeOffset.MinValue ? now - back : null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time)
            ? time.ToUniversalTime()
            : null;
    }

    [GeneratedRegex("^([0-9]{1,7})([smhd])$")]
    private static partial Regex Age();
}
