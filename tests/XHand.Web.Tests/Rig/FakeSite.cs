using System.Collections.Frozen;
using System.Data.Common;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Server;

namespace XHand.Web.Tests.Rig;

/// <summary>The site store, source and refresh in memory, with the real rules of validation, merge and difference.</summary>
internal sealed class FakeSite : ISiteStore, ISiteSource, ISiteRefresh
{
    public static readonly Guid Default = new("0199aaaa-0000-7000-8000-000000000001");
    public static readonly Guid Shop = new("0199aaaa-0000-7000-8000-000000000002");

    public SiteSnapshot Current { get; private set; } = new SiteSnapshotBuilder()
        .Add(new Company(Default, "default", "pbx.example.com", "realm-1", null, false))
        .Add(new Company(Shop, "loja", "loja.example.com", "realm-2", null, false))
        .Add(Default, new Extension { Id = Guid.CreateVersion7(), Number = "1700", Name = "Ana", Md5Ha1 = new string('a', 32), Sha256Ha1 = new string('b', 64) })
        .Add(Default, new Extension { Id = Guid.CreateVersion7(), Number = "1701", Name = "Bruno" })
        .Add(Default, new Announcement(Guid.CreateVersion7(), "1799", "Boas-vindas", "welcome", "pt-BR"))
        .Add(Shop, new Extension { Id = Guid.CreateVersion7(), Number = "2000", Name = "Zé" })
        .Build(7);

    public bool IsAway { get; set; }

    public List<string> Actors { get; } = [];

    public Task<SiteSnapshot> LoadAsync(CancellationToken cancellation) => Task.FromResult(Current);

    public Task<SiteApplyResult> ApplyAsync(SiteFile file, string fileName, SiteApplyOptions options, CancellationToken cancellation)
    {
        ThrowIfAway();
        Actors.Add(options.Actor.Name);
        if (SiteValidator.Check(Current, file, fileName, options.Prune) is { Count: > 0 } problems)
        {
            return Task.FromResult(new SiteApplyResult(Current.Version, [], problems));
        }

        CompanySite company = Current.Companies.Values.Single(c => c.Company.Name == file.Company);
        IReadOnlyList<SiteChange> changes = SiteDiff.Of(company, file, options.Prune);
        if (!options.DryRun)
        {
            Swap(SiteMerge.Apply(company, file, options.Prune, Guid.CreateVersion7));
        }

        return Task.FromResult(new SiteApplyResult(Current.Version, changes, []));
    }

    public Task<SiteDeleteResult> DeleteAsync(string company, string kind, string key, AuditActor actor, CancellationToken cancellation)
    {
        ThrowIfAway();
        CompanySite site = Current.Companies.Values.Single(c => c.Company.Name == company);
        CompanySite after = kind switch
        {
            "extensions" => site with { Extensions = Without(site.Extensions, key) },
            "announcements" => site with { Announcements = Without(site.Announcements, key) },
            "trunks" => site with { Trunks = Without(site.Trunks, key) },
            "routes" => site with { Routes = Without(site.Routes, key) },
            _ => site with { Redirects = Without(site.Redirects, key) },
        };
        if (SiteDiff.Between(site, after).Count == 0)
        {
            return Task.FromResult(SiteDeleteResult.NotFound);
        }

        if (SiteValidator.CheckDelete(site, kind, key) is { } problem)
        {
            return Task.FromResult(new SiteDeleteResult(false, problem));
        }

        Swap(after);
        return Task.FromResult(SiteDeleteResult.Done);
    }

    private static FrozenDictionary<string, T> Without<T>(IEnumerable<KeyValuePair<string, T>> records, string key) =>
        records.Where(r => r.Key != key).ToFrozenDictionary(StringComparer.Ordinal);

    public Task<bool> UntilAsync(Func<SiteSnapshot, bool> inForce, CancellationToken cancellation) => Task.FromResult(inForce(Current));

    private void Swap(CompanySite changed)
    {
        SiteSnapshotBuilder builder = new();
        builder.Add(changed);
        Others(changed).ForEach(other => builder.Add(other));
        Current = builder.Build(Current.Version + 1);
    }

    private List<CompanySite> Others(CompanySite site) => [.. Current.Companies.Values.Where(c => c.Company.Id != site.Company.Id)];

    private void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new DatabaseAway();
        }
    }
}

/// <summary>What Npgsql throws when the server is away.</summary>
internal sealed class DatabaseAway() : DbException("the server is away");
