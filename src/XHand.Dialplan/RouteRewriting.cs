using XHand.Site;

namespace XHand.Dialplan;

/// <summary>How a route rewrites a number: its first digits taken off, the prefix put in their place, the suffix behind.</summary>
internal static class RouteRewriting
{
    /// <summary>The number as rewritten, or null when nothing is left of it or it grows beyond what a number may have.</summary>
    public static string? Of(Route route, string number)
    {
        string rewritten = $"{route.Prefix}{number[Math.Min(route.Strip, number.Length)..]}{route.Suffix}";
        return rewritten.Length is > 0 and <= DialledNumber.MaxLength ? rewritten : null;
    }
}
