using XHand.Loop.Ids;
using XHand.Site;
using XHand.Storage.Access;
using XHand.Storage.Audit;
using XHand.Storage.Sites;

namespace XHand.Storage.Tests.Access;

public sealed class ApiKeyStoreTests(DatabaseFixture fixture) : DatabaseTest(fixture)
{
    private static readonly TimeOrderedIds _ids = new(TimeProvider.System, new SecretRandom());

    private AuditLog Audit => new(Database, TimeProvider.System);

    private ApiKeyStore Keys => new(Database, _ids, Audit);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await new SiteStore(Database, new SecretProtector(new byte[32]), _ids, Audit, null).LoadAsync(None);
    }

    [Fact]
    public async Task Key_is_shown_once_and_kept_as_a_hash()
    {
        string key = await Keys.CreateAsync("default", "reports", ["read", "calls"], "ana", None);

        Assert.Matches("^xh_[A-Za-z0-9_-]{43}$", key);
        ApiKeyOwner owner = (await Keys.FindAsync(key, None))!;
        Assert.Equal(("default", "reports"), (owner.CompanyName, owner.Name));
        Assert.Equal(["read", "calls"], owner.Scopes);
        Assert.DoesNotContain(key, await QueryAsync<string>("select string_agg(k::text, '') from api_key k"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("xh_")]
    [InlineData("xh_0000000000000000000000000000000000000000000")]
    [InlineData("xh_' or '1'='1' -- 000000000000000000000000000")]
    public async Task Unknown_key_has_no_owner(string key)
    {
        await Keys.CreateAsync("default", "reports", [], "ana", None);

        Assert.Null(await Keys.FindAsync(key, None));
    }

    [Fact]
    public async Task Revoked_key_has_no_owner_and_its_name_is_free_again()
    {
        string first = await Keys.CreateAsync("default", "reports", [], "ana", None);

        Assert.Equal(StorageFault.Conflict, (await Assert.ThrowsAsync<StorageException>(() => Keys.CreateAsync("default", "reports", [], "ana", None))).Fault);
        Assert.True(await Keys.RevokeAsync("default", "reports", "ana", None));
        Assert.False(await Keys.RevokeAsync("default", "reports", "ana", None));
        Assert.Null(await Keys.FindAsync(first, None));
        string second = await Keys.CreateAsync("default", "reports", [], "ana", None);
        Assert.NotNull(await Keys.FindAsync(second, None));
        Assert.Equal([true, false], (await Keys.ListAsync("default", None)).Select(k => k.RevokedAt is not null));
        Assert.Null(await Audit.FindBreakAsync(None));
    }

    [Fact]
    public async Task Company_that_is_not_there_gets_no_key() => Assert.Equal(
        StorageFault.NotFound, (await Assert.ThrowsAsync<StorageException>(() => Keys.CreateAsync("nobody", "reports", [], "ana", None))).Fault);
}
