using XHand.Site;

namespace XHand.Dialplan;

/// <summary>Whether a route is for a call. Asked of each route of the company for each call: nothing is made unless it is to be told.</summary>
internal static class RouteMatch
{
    /// <summary>True when the route matches the trail's number; else why not is noted, if misses are to be.</summary>
    /// <param name="route">The route.</param>
    /// <param name="trail">The number, and where to note.</param>
    /// <param name="trunk">The trunk that a call from outside came over; null for a call out.</param>
    public static bool Fits(Route route, PlanTrail trail, string? trunk)
    {
        bool isForTrunk = trunk is null || route.Trunks.Count == 0 || route.Trunks.Contains(trunk);
        if (route.Active && isForTrunk && NumberPattern.Matches(route.Pattern, trail.Number))
        {
            return true;
        }

        if (trail.WithMisses)
        {
            string why = !route.Active ? "is not active"
                : !isForTrunk ? $"is for calls over {string.Join(", ", route.Trunks)}"
                : $"does not match: {NumberPattern.Mismatch(route.Pattern, trail.Number)}";
            trail.Note("route", $"\"{route.Name}\" ({route.Pattern}) {why}");
        }

        return false;
    }
}
