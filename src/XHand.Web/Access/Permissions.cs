using System.Collections.Frozen;
using XHand.Storage;

namespace XHand.Web.Access;

/// <summary>
/// What can be allowed: <c>resource.action</c>, each an authorization policy of the same name. A role is a set of them, a key's scope stands for
/// some of them. A new kind of record or function adds its own here and says it with <c>.Needs(...)</c>.
/// </summary>
public static class Permissions
{
    public const string CallsView = "calls.view";
    public const string CallsPlace = "calls.place";
    public const string CallsHangUp = "calls.hangUp";
    public const string RegistrationsView = "registrations.view";
    public const string RecordsView = "records.view";
    public const string TracesView = "traces.view";
    public const string AlarmsView = "alarms.view";
    /// <summary>Blocked addresses.</summary>
    public const string BlocksView = "blocks.view";
    public const string BlocksChange = "blocks.change";
    public const string ExplainView = "explain.view";
    public const string SystemView = "system.view";

    /// <summary>The whole configuration as one file.</summary>
    public const string SiteView = "site.view";

    /// <summary>The whole configuration by one file.</summary>
    public const string SiteChange = "site.change";

    /// <summary>Users and roles.</summary>
    public const string UsersView = "users.view";
    public const string UsersChange = "users.change";
    public const string KeysView = "keys.view";
    public const string KeysChange = "keys.change";
    public const string AuditView = "audit.view";

    /// <summary>Not a permission that can be given: whoever has signed in or has a key.</summary>
    internal const string SignedIn = "signed-in";

    /// <summary>Not a permission that can be given: the daemon's Unix socket.</summary>
    internal const string Socket = "socket";

    /// <summary>Not a permission that can be given: this machine's processes, and who has <see cref="SystemView"/>.</summary>
    internal const string Metrics = "metrics";

    private static readonly string[] _kinds = ["companySettings", "extensions", "announcements", "trunks", "routes", "redirects"];

    private static readonly string[] _views =
        [.. _kinds.Select(View), CallsView, RegistrationsView, RecordsView, ExplainView, SystemView, AlarmsView, BlocksView];

    /// <summary>Every permission, in the order in which an administrator sees them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        CallsView, CallsPlace, CallsHangUp, RegistrationsView, RecordsView, TracesView, AlarmsView, BlocksView, BlocksChange, ExplainView, SystemView,
        .. _kinds.SelectMany(kind => (string[])[View(kind), Change(kind)]),
        SiteView, SiteChange, UsersView, UsersChange, KeysView, KeysChange, AuditView,
    ];

    /// <summary>What a key never carries: with them it could make itself others that outlive it.</summary>
    internal static IReadOnlyList<string> OfPeopleAlone { get; } = [UsersChange, KeysChange];

    private static readonly FrozenDictionary<string, FrozenSet<string>> _builtIn = new Dictionary<string, FrozenSet<string>>
    {
        [RoleName.Administrator] = [.. All],
        [RoleName.Supervisor] = [.. _views, TracesView, CallsPlace, CallsHangUp],
        [RoleName.Viewer] = [.. _views],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FrozenSet<string>> _scopes = new Dictionary<string, FrozenSet<string>>
    {
        [Scopes.Read] = [.. _views, TracesView, SiteView],
        [Scopes.Write] = [.. _kinds.Select(Change), SiteChange, BlocksChange],
        [Scopes.Calls] = [CallsPlace, CallsHangUp],
        [Scopes.Live] = [CallsView, RegistrationsView, AlarmsView, SystemView],
        [Scopes.Records] = [RecordsView],
        [Scopes.Audit] = [AuditView],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>To see a kind of the site file.</summary>
    public static string View(string kind) => kind + ".view";

    /// <summary>To change a kind of the site file.</summary>
    public static string Change(string kind) => kind + ".change";

    /// <summary>What roles allow: the built-in ones by name, and what the company's own ones grant.</summary>
    public static FrozenSet<string> OfRoles(IEnumerable<string> roles, IEnumerable<string> granted) =>
        roles.SelectMany(role => _builtIn.GetValueOrDefault(role, [])).Concat(granted.Intersect(All)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What a key's scopes allow. A scope is one of <see cref="Scopes.OfKeys"/> or a permission's own name; any other allows nothing.</summary>
    public static FrozenSet<string> OfScopes(IEnumerable<string> scopes) => scopes
        .SelectMany(scope => _scopes.TryGetValue(scope, out FrozenSet<string>? some) ? some : All.Contains(scope) ? [scope] : (IEnumerable<string>)[])
        .Except(OfPeopleAlone)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether it is a scope that a key can be given.</summary>
    public static bool IsScope(string text) => OfScopes([text]).Count > 0;
}
