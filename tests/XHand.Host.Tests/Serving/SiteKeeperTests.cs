using Microsoft.Extensions.Logging.Abstractions;
using XHand.Host.Serving;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Health;

namespace XHand.Host.Tests.Serving;

/// <summary>Which site is in force when.</summary>
public sealed class SiteKeeperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-site-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_databases_site_is_copied_to_disk_and_serves_the_next_start_without_it()
    {
        Keeper().Take(Site(4));
        SiteKeeper next = Keeper();
        Assert.True(next.TryTakeCopy());
        Assert.Equal(4, next.Current.Version);
        Assert.Equal(SiteOrigin.Disk, next.Origin);
        next.Take(Site(4));
        Assert.Equal(SiteOrigin.Database, next.Origin);
    }

    [Fact]
    public void An_older_site_does_not_replace_a_newer_one_but_a_restored_database_replaces_the_copy()
    {
        SiteKeeper keeper = Keeper();
        keeper.Take(Site(4));
        keeper.Take(Site(3));
        Assert.Equal(4, keeper.Current.Version);

        SiteKeeper restored = Keeper();
        restored.TryTakeCopy();
        restored.Take(Site(2));
        Assert.Equal(2, restored.Current.Version);
    }

    [Fact]
    public void Without_a_copy_or_with_a_damaged_one_there_is_none()
    {
        Assert.False(Keeper().TryTakeCopy());
        File.WriteAllText(Path.Combine(_folder, "site.copy"), "nonsense");
        Assert.False(Keeper().TryTakeCopy());
    }

    [Fact]
    public async Task Who_waits_for_a_change_gets_it_from_the_store()
    {
        SiteKeeper keeper = Keeper();
        keeper.Take(Site(4));
        keeper.Connect(new OneSite(Site(5)));
        Assert.True(await keeper.UntilAsync(site => site.Version >= 5, CancellationToken.None));
        Assert.False(await keeper.UntilAsync(site => site.Version >= 6, CancellationToken.None));
    }

    private static SiteSnapshot Site(long version) =>
        new SiteSnapshotBuilder().Add(new Company(new Guid(1, 0, 0, new byte[8]), "default", "default.invalid", "xhand-1", null, false)).Build(version);

    private SiteKeeper Keeper() =>
        new(new SiteCacheFile(Path.Combine(_folder, "site.copy"), new SecretProtector(new byte[32])), NullLogger<SiteKeeper>.Instance);

    private sealed class OneSite(SiteSnapshot site) : ISiteStore
    {
        public Task<SiteSnapshot> LoadAsync(CancellationToken cancellation) => Task.FromResult(site);

        public Task<SiteApplyResult> ApplyAsync(SiteFile file, string fileName, SiteApplyOptions options, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<SiteDeleteResult> DeleteAsync(string company, string kind, string key, AuditActor actor, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
