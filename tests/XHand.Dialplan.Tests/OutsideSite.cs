using XHand.Site;

namespace XHand.Dialplan.Tests;

/// <summary>
/// A company as Brazilian operators know it: a route for each kind of number over trunk "operadora", the area code 21, 1700 (every
/// class), 1701 (none) and the announcement 1799.
/// </summary>
internal static class OutsideSite
{
    public static readonly Guid Id = new("0199aaaa-0000-7000-8000-000000000021");

    public static readonly CallClass[] Every =
        [CallClass.Local, CallClass.LocalMobile, CallClass.LongDistanceMobile, CallClass.LongDistance, CallClass.International];

    public static readonly Trunk Operadora = Trunk("operadora");

    public static readonly Route[] Routes =
    [
        Route("Local", "XXXXXXXX", 10),
        Route("Celular antigo", "[6-9]XXXXXXX", 10),
        Route("Celular", "9XXXXXXXX", 10),
        Route("DDD", "0XXXXXXXXXX", 20),
        Route("DDD celular", "0XX9XXXXXXXX", 20),
        Route("DDD por operadora", "0XXXXXXXXXXXX", 20) with { Strip = 3, Prefix = "0" },
        Route("DDD celular por operadora", "0XXXX9XXXXXXXX", 20) with { Strip = 3, Prefix = "0" },
        Route("DDI", "00.", 20),
        Route("Gratuito", "0800.", 20),
        Route("A cobrar", "90.", 20),
        Route("Serviços", "1XX", 20),
        Route("Default", "X.", 500),
    ];

    public static SiteSnapshot Of(string? areaCode = "21", Trunk[]? trunks = null, Route[]? routes = null, Redirect[]? redirects = null)
    {
        SiteSnapshotBuilder site = new SiteSnapshotBuilder()
            .Add(new Company(Id, "default", "default.example.com", "xhand-1", null, false) { AreaCode = areaCode })
            .Add(Id, Extension("1700", Every))
            .Add(Id, Extension("1701"))
            .Add(Id, new Announcement(new Guid(3, 0, 0, new byte[8]), "1799", "Boas-vindas", "welcome", "pt-BR"));
        Array.ForEach(trunks ?? [Operadora], trunk => site.Add(Id, trunk));
        Array.ForEach(routes ?? Routes, route => site.Add(Id, route));
        Array.ForEach(redirects ?? [], redirect => site.Add(Id, redirect));
        return site.Build(1);
    }

    public static RoutePlan Dial(SiteSnapshot site, string dialled, string from = "1700", bool withMisses = false) =>
        RoutePlanner.Plan(site, new(Id, from, dialled, default) { WithMisses = withMisses });

    public static RoutePlan Call(SiteSnapshot site, string did, string from = "+5511987654321", bool withMisses = false) =>
        RoutePlanner.PlanInbound(site, new(Id, "operadora", from, did, default) { WithMisses = withMisses });

    /// <summary>"trunk number; trunk number" of a plan that leads out.</summary>
    public static string Ways(RoutePlan plan) =>
        string.Join("; ", Assert.IsType<ToTrunks>(plan.Destination).Choices.Select(c => $"{c.Trunk.Name} {c.Number}"));

    public static Trunk Trunk(string name) => new() { Id = Guid.NewGuid(), Name = name, Host = "203.0.113.7" };

    public static Route Route(string name, string pattern, int order = 100, params string[] trunks) => new()
    {
        Id = Guid.NewGuid(),
        Name = name,
        Pattern = pattern,
        Order = order,
        Trunks = trunks.Length == 0 ? ["operadora"] : trunks,
    };

    public static Redirect Redirect(string did, DestinationKind kind, string target = "", string tag = "") =>
        new() { Id = Guid.NewGuid(), Did = did, Tag = tag, Destination = new(kind, target) };

    private static Extension Extension(string number, params CallClass[] classes) =>
        new() { Id = Guid.NewGuid(), Number = number, ClassOfService = classes.ToHashSet() };
}
