namespace XHand.Site;

/// <summary>Checks that what records name is there: a route's trunks, a redirect's destination. Pure.</summary>
internal static class SiteReferences
{
    /// <summary>
    /// Notes each reference of <paramref name="after"/> that leads nowhere: at the file's entry when the file has the record, else at
    /// the kind whose record is to go away.
    /// </summary>
    public static void Check(CompanySite after, SiteFile file, SiteProblemList problems)
    {
        Dictionary<string, int> routes = Places(file.Routes, r => r.Name);
        foreach (Route route in after.Routes.Values.OrderBy(r => r.Name, StringComparer.Ordinal))
        {
            for (int i = 0; i < route.Trunks.Count; i++)
            {
                string trunk = route.Trunks[i];
                if (!after.Trunks.ContainsKey(trunk))
                {
                    SitePath at = new("routes", Field: "trunks", Element: i);
                    Note(problems, routes, route.Name, at, "trunks", SiteReasons.TheTrunk.With(trunk), SiteReasons.RouteOver.With(route.Name));
                }
            }
        }

        Dictionary<string, int> redirects = Places(file.Redirects, r => r.Did);
        foreach (Redirect redirect in after.Redirects.Values.OrderBy(r => r.Did, StringComparer.Ordinal))
        {
            if (Missing(after, redirect.Destination) is var (kind, what))
            {
                string name = redirect.Destination.Kind.Name();
                SitePath at = new("redirects", Field: $"destination.{name}");
                Note(problems, redirects, redirect.Did, at, kind, what.With(redirect.Destination.Target), SiteReasons.RedirectTo.With(redirect.Did));
            }
        }
    }

    /// <summary>Why a record may not go away, with the records that name it, or null when none does.</summary>
    public static Reason? UsersOf(CompanySite site, string kind, string key)
    {
        List<Reason> users = kind switch
        {
            "trunks" => [.. site.Routes.Values.Where(r => r.Trunks.Contains(key)).Select(r => SiteReasons.TheRoute.With(r.Name))],
            "extensions" => LeadingTo(site, DestinationKind.Extension, key),
            "announcements" => LeadingTo(site, DestinationKind.Announcement, key),
            _ => [],
        };
        users.Sort((a, b) => string.CompareOrdinal(a.Text, b.Text));
        const int named = 5;
        return users.Count == 0 ? null
            : users.Count <= named ? SiteReasons.UsedBy.With(key, users)
            : SiteReasons.UsedByMore.With(key, users[..named], users.Count - named);
    }

    private static List<Reason> LeadingTo(CompanySite site, DestinationKind kind, string target) =>
        [.. site.Redirects.Values.Where(r => r.Destination == new Destination(kind, target)).Select(r => SiteReasons.TheRedirect.With(r.Did))];

    private static (string Kind, ReasonForm What)? Missing(CompanySite site, Destination destination) => destination.Kind switch
    {
        DestinationKind.Extension when !site.Extensions.ContainsKey(destination.Target) => ("extensions", SiteReasons.TheExtension),
        DestinationKind.Announcement when !site.Announcements.ContainsKey(destination.Target) => ("announcements", SiteReasons.TheAnnouncement),
        _ => null,
    };

    private static void Note(
        SiteProblemList problems, Dictionary<string, int> places, string record, SitePath inEntry, string kind, Reason what, Reason use)
    {
        if (places.TryGetValue(record, out int index))
        {
            problems.Add(inEntry with { Index = index }, SiteReasons.Missing.With(what));
        }
        else
        {
            problems.Add(new(kind), SiteReasons.StillUsed.With(what, use));
        }
    }

    private static Dictionary<string, int> Places<T>(IReadOnlyList<T>? entries, Func<T, string> key)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int i = 0; i < entries?.Count; i++)
        {
            places[key(entries[i])] = i;
        }

        return places;
    }
}
