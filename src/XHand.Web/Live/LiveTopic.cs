using XHand.Calls.Live;
using XHand.Web.Access;
using XHand.Web.Api;
using XHand.Web.Server;

namespace XHand.Web.Live;

/// <summary>Something that a page can watch: a list that is sent whole at each change.</summary>
/// <param name="Name">What a client watches it by.</param>
/// <param name="Needs">Who may: the authorization policy of the list's own address in the API.</param>
/// <param name="Items">The list of one audience now, read from published views; any thread.</param>
internal sealed record LiveTopic(string Name, string Needs, Func<WebParts, LiveAudience, IEnumerable<object>> Items)
{
    /// <summary>Every topic, by name.</summary>
    public static IReadOnlyDictionary<string, LiveTopic> All { get; } = new LiveTopic[]
    {
        new("calls", Permissions.CallsView, (parts, audience) => parts.Live.Calls().Where(call => call.Company == audience.Company)),
        new("registrations", Permissions.RegistrationsView, (parts, audience) => parts.Live.Registrations().Where(phone => phone.Company == audience.Company)),
        new("trunks", Permissions.View("trunks"), (parts, audience) => TrunkStatusView.Of(parts.Live, audience.Company)),
        new("alarms", Permissions.AlarmsView, (parts, audience) => parts.Alarms.Current.Where(alarm => AlarmView.Concerns(alarm, audience)).Select(AlarmView.Of)) { IsOfSystemToo = true },
        new("site", Permissions.SignedIn, (parts, _) => [new SiteVersion(parts.Site.Current.Version)]),
    }.ToDictionary(topic => topic.Name, StringComparer.Ordinal);

    /// <summary>Who may see the system gets another list than who may not.</summary>
    public bool IsOfSystemToo { get; private init; }

    /// <summary>What the topic <c>site</c> tells: that what was read of the site before may be old.</summary>
    /// <param name="Version">Of the site in force.</param>
    internal sealed record SiteVersion(long Version);
}
