using XHand.Dialplan;
using XHand.Site;

namespace XHand.Benchmarks.Routing;

/// <summary>Plans calls in a site of 1,000 extensions, from another extension to another one each time.</summary>
internal static class PlanBenchmark
{
    private const int Extensions = 1_000;
    private const int First = 2_000;
    private const int Operations = 200_000;

    private static readonly Guid s_company = new("0199aaaa-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset s_at = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public static int Run()
    {
        SiteSnapshot site = Build();
        string[] numbers = [.. Enumerable.Range(First, Extensions).Select(n => $"{n}")];
        int next = 0;
        Rounds.Measure("plan", "to an extension", Operations, () =>
        {
            // A prime step, so that neighbours in the table are not taken one after another.
            next = (next + 7) % Extensions;
            return Plan(site, numbers[next], numbers[(next + 389) % Extensions]);
        });
        Rounds.Measure("plan", "to a number outside", Operations, () => Plan(site, "2000", "11987654321"));
        Rounds.Measure("plan", "to a number that is not there", Operations, () => Plan(site, "2000", "9999"));
        return 0;
    }

    private static int Plan(SiteSnapshot site, string from, string dialled) =>
        RoutePlanner.Plan(site, new PlanRequest(s_company, from, dialled, s_at)) is null ? 0 : 1;

    private static SiteSnapshot Build()
    {
        SiteSnapshotBuilder site = new();
        site.Add(new Company(s_company, "default", "default.example.com", "xhand-1", null, false));
        for (int i = 0; i < Extensions; i++)
        {
            site.Add(s_company, new Extension { Id = new Guid(i + 1, 0, 0, new byte[8]), Number = $"{First + i}", Name = $"Desk {i}" });
        }

        return site.Build(1);
    }
}
