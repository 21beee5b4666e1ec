using XHand.Site;

namespace XHand.Web.Api;

/// <summary>One kind of the site file as a resource of the API.</summary>
/// <param name="Name">Key in the site file and kind in the store: "extensions".</param>
/// <param name="Path">Path below /api/v1, kebab-case.</param>
/// <param name="Singular">For sentences.</param>
/// <param name="All">Its records in a company, by number.</param>
/// <param name="Find">One record, or null.</param>
/// <param name="ReadOnlyFields">Fields that are shown and, when they are sent back, ignored.</param>
internal sealed record SiteKind<TView>(
    string Name,
    string Path,
    string Singular,
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
        site => site.Extensions.Values.OrderBy(e => e.Number, StringComparer.Ordinal).Select(ExtensionView.Of),
        (site, number) => site.Extensions.TryGetValue(number, out Extension? found) ? ExtensionView.Of(found) : null,
        ["hasPassword"]);

    public static readonly SiteKind<AnnouncementView> Announcements = new(
        "announcements",
        "announcements",
        "announcement",
        site => site.Announcements.Values.OrderBy(a => a.Number, StringComparer.Ordinal).Select(AnnouncementView.Of),
        (site, number) => site.Announcements.TryGetValue(number, out Announcement? found) ? AnnouncementView.Of(found) : null,
        []);
}
