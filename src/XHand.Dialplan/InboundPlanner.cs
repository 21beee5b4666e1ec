using XHand.Site;

namespace XHand.Dialplan;

/// <summary>
/// Decides where a call that came over a trunk goes: inbound routes rewrite the called number, then the longest redirect that it
/// ends with has the call.
/// </summary>
/// <param name="trail">Takes the decisions.</param>
/// <param name="company">The trunk's company.</param>
/// <param name="trunk">The trunk's name.</param>
internal sealed class InboundPlanner(PlanTrail trail, CompanySite company, string trunk)
{
    /// <summary>The plan. Nothing but a redirect leads in: an extension's number alone is not reached from outside.</summary>
    public RoutePlan Plan()
    {
        trail.Number = trail.Number.TrimStart('+');
        if (EmergencyNumbers.ServiceOf(trail.Number) is { } service)
        {
            return Refuse("emergency", $"{trail.Number} is an emergency number ({service}), which no redirect can have");
        }

        string route = company.InboundRoutes.FirstOrDefault(IsMatch) is { } matched ? Rewrite(matched) : "";
        RoutePlan plan = Find(trail.Number) is { } redirect
            ? Follow(redirect)
            : Refuse("redirect", $"No redirect takes {PlanTrail.Short(trail.Number)}");
        return plan with { Route = route };
    }

    private string Rewrite(Route route)
    {
        if (RouteRewriting.Of(route, trail.Number) is not { } rewritten)
        {
            trail.Note("route", $"\"{route.Name}\" ({route.Pattern}) matches, but would leave nothing of {trail.Number}: it stays");
            return route.Name;
        }

        trail.Note("route", rewritten == trail.Number
            ? $"\"{route.Name}\" ({route.Pattern}) matches and leaves {rewritten} as it is"
            : $"\"{route.Name}\" ({route.Pattern}) matches and makes {trail.Number} into {rewritten}");
        trail.Number = rewritten;
        return route.Name;
    }

    private Redirect? Find(string number)
    {
        for (int start = 0; start < number.Length; start++)
        {
            if (company.Redirects.TryGetValue(number[start..], out Redirect? redirect))
            {
                return redirect;
            }
        }

        return null;
    }

    private RoutePlan Follow(Redirect redirect)
    {
        string name = redirect.Name.Length == 0 ? redirect.Did : $"{redirect.Did} ({redirect.Name})";
        string why = redirect.Did == trail.Number ? "" : $": {trail.Number} ends with {redirect.Did}";
        trail.Note("redirect", $"Redirect {name} takes it{why}");
        if (redirect.Tag.Length > 0)
        {
            trail.Note("tag", $"The call is marked \"{redirect.Tag}\"");
        }

        return To(redirect.Destination) with { Tag = redirect.Tag };
    }

    private RoutePlan To(Destination destination)
    {
        string target = destination.Target;
        return destination.Kind switch
        {
            DestinationKind.Extension when company.Extensions.TryGetValue(target, out Extension? called) => trail.Go(
                CallClass.Internal, new ToExtension(called), "extension", $"{RoutePlanner.Who(called)} is an extension: its phones ring"),
            DestinationKind.Announcement when company.Announcements.TryGetValue(target, out Announcement? announcement) => trail.Go(
                CallClass.Internal, new ToAnnouncement(announcement), "announcement", RoutePlanner.Played(announcement)),
            DestinationKind.Busy => trail.Refuse(CallClass.Internal, 486, Q850.Busy, "busy", "The redirect says busy"),
            DestinationKind.HangUp => trail.Refuse(CallClass.Internal, 603, Q850.Rejected, "hangup", "The redirect hangs up"),
            DestinationKind.Extension => Refuse("extension", $"The redirect leads to extension {target}, which does not exist"),
            DestinationKind.Announcement => Refuse("announcement", $"The redirect leads to announcement {target}, which does not exist"),
            _ => Refuse("redirect", "The redirect leads to what this version cannot do"),
        };
    }

    private RoutePlan Refuse(string rule, string why) => trail.Refuse(CallClass.Internal, 404, Q850.Unallocated, rule, why);

    private bool IsMatch(Route route) => RouteMatch.Fits(route, trail, trunk);
}
