using XHand.Site;

namespace XHand.Web.Api;

/// <summary>One kind of the site file as a resource of the API.</summary>
/// <param name="Name">Key in the site file and kind in the store: "extensions".</param>
/// <param name="Path">Path below /api/v1, kebab-case.</param>
/// <param name="Singular">For sentences.</param>
/// <param name="Key">The field that a record is known by.</param>
/// <param name="All">Its records in a company, by that field.</param>
/// <param name="Find">One record, or null.</param>
/// <param name="ReadOnlyFields">Fields that are shown and, when they are sent back, ignored.</param>
internal sealed record SiteKind<TView>(
    string Name,
    string Path,
    string Singular,
    string Key,
    Func<CompanySite, IEnumerable<TView>> All,
    Func<CompanySite, string, TView?> Find,
    IReadOnlyList<string> ReadOnlyFields)
    where TView : class;

/// <summary>The kinds that exist.</summary>
internal static class SiteKinds
{
    public static readonly SiteKind<ExtensionView> Extensions = new(
        "extensions",
        "extensions",
        "extension",
        "number",
        site => site.Extensions.Values.OrderBy(e => e.Number, StringComparer.Ordinal).Select(ExtensionView.Of),
        (site, number) => site.Extensions.TryGetValue(number, out Extension? found) ? ExtensionView.Of(found) : null,
        ["hasPassword"]);

    public static readonly SiteKind<AnnouncementView> Announcements = new(
        "announcements",
        "announcements",
        "announcement",
        "number",
        site => site.Announcements.Values.OrderBy(a => a.Number, StringComparer.Ordinal).Select(AnnouncementView.Of),
        (site, number) => site.Announcements.TryGetValue(number, out Announcement? found) ? AnnouncementView.Of(found) : null,
        []);

    public static readonly SiteKind<TrunkView> Trunks = new(
        "trunks",
        "trunks",
        "trunk",
        "name",
        site => site.Trunks.Values.OrderBy(t => t.Name, StringComparer.Ordinal).Select(TrunkView.Of),
        (site, name) => site.Trunks.TryGetValue(name, out Trunk? found) ? TrunkView.Of(found) : null,
        ["hasPassword"]);

    public static readonly SiteKind<RouteView> Routes = new(
        "routes",
        "routes",
        "route",
        "name",
        site => site.Routes.Values.Order(RouteOrder.Instance).Select(RouteView.Of),
        (site, name) => site.Routes.TryGetValue(name, out Route? found) ? RouteView.Of(found) : null,
        []);

    public static readonly SiteKind<RedirectView> Redirects = new(
        "redirects",
        "redirects",
        "redirect",
        "did",
        site => site.Redirects.Values.OrderBy(r => r.Did, StringComparer.Ordinal).Select(RedirectView.Of),
        (site, did) => site.Redirects.TryGetValue(did, out Redirect? found) ? RedirectView.Of(found) : null,
        []);
}
