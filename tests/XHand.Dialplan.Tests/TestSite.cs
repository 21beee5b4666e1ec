using XHand.Site;

namespace XHand.Dialplan.Tests;

/// <summary>A small site: 1700 Ana (every class), 1701 Bia (none), 1799 an announcement; company "loja" has 1701 and 2000.</summary>
internal static class TestSite
{
    public static readonly Guid Default = new("0199aaaa-0000-7000-8000-000000000001");
    public static readonly Guid Shop = new("0199aaaa-0000-7000-8000-000000000002");

    public static readonly SiteSnapshot Snapshot = new SiteSnapshotBuilder()
        .Add(new Company(Default, "default", "default.example.com", "xhand-1", null, false))
        .Add(new Company(Shop, "loja", "loja.example.com", "xhand-2", null, false))
        .Add(Default, Extension(1, "1700", "Ana", CallClass.Local, CallClass.LocalMobile, CallClass.LongDistance, CallClass.LongDistanceMobile, CallClass.International))
        .Add(Default, Extension(2, "1701", "Bia"))
        .Add(Default, new Announcement(new Guid(3, 0, 0, new byte[8]), "1799", "Boas-vindas", "welcome", "pt-BR"))
        .Add(Shop, Extension(4, "1701", ""))
        .Add(Shop, Extension(5, "2000", "Zé"))
        .Build(7);

    public static RoutePlan Plan(string from, string dialled, Guid? company = null) =>
        RoutePlanner.Plan(Snapshot, new(company ?? Default, from, dialled, new(2026, 11, 21, 22, 0, 0, TimeSpan.Zero)));

    private static Extension Extension(int id, string number, string name, params CallClass[] classes) =>
        new() { Id = new Guid(id, 0, 0, new byte[8]), Number = number, Name = name, ClassOfService = classes.ToHashSet() };
}
