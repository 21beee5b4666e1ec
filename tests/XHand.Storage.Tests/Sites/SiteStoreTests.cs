using XHand.Loop.Ids;
using XHand.Site;
using XHand.Storage.Audit;
using XHand.Storage.Sites;

namespace XHand.Storage.Tests.Sites;

public sealed class SiteStoreTests(DatabaseFixture fixture) : DatabaseTest(fixture)
{
    private static readonly byte[] _key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly SiteApplyOptions _plain = new(DryRun: false, Prune: false, Actor: "ana");
    private static readonly SiteFile _empty = new("default", null, null, null);

    private static readonly ExtensionEntry _ana = new()
    {
        Number = "1700",
        Password = "Zeb-4411-ra",
        Name = "Ana",
        ClassOfService = [CallClass.Local, CallClass.International],
        PickupGroups = ["1"],
        CanPickup = ["1", "2"],
        Record = true,
        Digest = "sha256",
        MaxRegistrations = 3,
        MaxCalls = 2,
        RingSeconds = 25,
    };

    private static readonly ExtensionEntry _bia = new() { Number = "1701", Password = "Kol-9933-te", Name = "Bia" };
    private static readonly AnnouncementEntry _welcome = new("1790", "Welcome", "welcome", "pt-BR");

    private SiteStore Store => Make(_key);

    private AuditLog Audit => new(Database, TimeProvider.System);

    [Fact]
    public async Task Empty_database_has_the_default_company_with_a_realm_that_stays()
    {
        SiteSnapshot first = await Store.LoadAsync(None);
        SiteSnapshot second = await Store.LoadAsync(None);

        Assert.Equal(0, first.Version);
        Assert.Equal("default", first.Default.Company.Name);
        Assert.Equal(first.Default.Company, second.Default.Company);
    }

    [Fact]
    public async Task What_was_applied_is_loaded_again_to_the_last_field()
    {
        SiteApplyResult applied = await ApplyAsync(_empty with { Extensions = [_ana, _bia], Announcements = [_welcome] });
        SiteSnapshot site = await Make(_key).LoadAsync(None);

        Assert.Equal(1, applied.Version);
        Assert.Equal(1, site.Version);
        Assert.Equal(["create", "create", "create"], applied.Changes.Select(c => c.Action));
        Extension ana = site.Default.Extensions["1700"];
        string realm = site.Default.Company.Realm;
        Assert.Equal(DigestHashes.Of("1700", realm, "Zeb-4411-ra"), new DigestHashes(realm, ana.Md5Ha1!, ana.Sha256Ha1!));
        Assert.Equal("Ana", ana.Name);
        Assert.Equal([CallClass.Local, CallClass.International], ana.ClassOfService.Order());
        Assert.Equal(["1"], ana.PickupGroups);
        Assert.Equal(["1", "2"], ana.CanPickup);
        Assert.True(ana.Record && ana.OfferSha256);
        Assert.Equal((3, 2, 25), (ana.MaxRegistrations, ana.MaxCalls, ana.RingSeconds));
        Assert.Equal(7, ana.Id.Version);
        Assert.Equal(("Welcome", "welcome", "pt-BR"), (site.Default.Announcements["1790"].Name, site.Default.Announcements["1790"].Prompt, site.Default.Announcements["1790"].Language));
    }

    [Fact]
    public async Task No_secret_stands_in_the_database()
    {
        await ApplyAsync(_empty with { Extensions = [_ana] });
        Extension ana = (await Store.LoadAsync(None)).Default.Extensions["1700"];

        string everything = await QueryAsync<string>(
            "select string_agg(t::text, ' ') from (select e::text from extension e union all select a::text from audit a) as all_rows (t)");

        Assert.Contains("v1:", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("Zeb-4411-ra", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(ana.Md5Ha1!, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(ana.Sha256Ha1!, everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_copied_to_another_row_does_not_open()
    {
        await ApplyAsync(_empty with { Extensions = [_ana, _bia] });
        await ExecuteAsync("update extension set md5_ha1 = (select md5_ha1 from extension where number = '1700') where number = '1701'");

        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => Store.LoadAsync(None));

        Assert.Equal(StorageFault.SecretsKeyWrong, refused.Fault);
        Assert.Contains("1701", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_secrets_key_is_refused()
    {
        await ApplyAsync(_empty with { Extensions = [_ana] });

        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => Make(new byte[32]).LoadAsync(None));

        Assert.Equal(StorageFault.SecretsKeyWrong, refused.Fault);
    }

    [Fact]
    public async Task Second_application_of_the_same_file_changes_nothing()
    {
        SiteFile file = _empty with { Extensions = [_ana], Announcements = [_welcome] };
        await ApplyAsync(file);

        SiteApplyResult again = await ApplyAsync(file);

        Assert.Empty(again.Changes);
        Assert.Equal(1, again.Version);
    }

    [Fact]
    public async Task Change_keeps_the_id_and_the_password_that_is_not_given()
    {
        await ApplyAsync(_empty with { Extensions = [_ana] });
        Extension before = (await Store.LoadAsync(None)).Default.Extensions["1700"];

        SiteApplyResult applied = await ApplyAsync(_empty with { Extensions = [_ana with { Password = null, Name = "Ana Maria" }] });

        Extension after = (await Store.LoadAsync(None)).Default.Extensions["1700"];
        Assert.Equal((before.Id, before.Md5Ha1, "Ana Maria"), (after.Id, after.Md5Ha1, after.Name));
        SiteChange change = Assert.Single(applied.Changes);
        Assert.Equal(new SiteFieldChange("name", "\"Ana\"", "\"Ana Maria\""), Assert.Single(change.Fields));
        Assert.Equal(2, applied.Version);
    }

    [Fact]
    public async Task Dry_run_says_what_it_would_do_and_does_nothing()
    {
        await ApplyAsync(_empty with { Extensions = [_ana] });

        SiteApplyResult said = await ApplyAsync(_empty with { Extensions = [_bia] }, _plain with { DryRun = true, Prune = true });

        Assert.Equal([("1700", "delete"), ("1701", "create")], said.Changes.Select(c => (c.Key, c.Action)));
        Assert.Equal(1, said.Version);
        SiteSnapshot site = await Store.LoadAsync(None);
        Assert.Equal(["1700"], site.Default.Extensions.Keys.ToArray());
        Assert.Equal(1, site.Version);
        Assert.Equal(1, await QueryAsync<int>("select count(*)::int from audit"));
    }

    [Fact]
    public async Task Prune_deletes_what_is_not_named_only_in_the_kinds_that_are()
    {
        await ApplyAsync(_empty with { Extensions = [_ana, _bia], Announcements = [_welcome] });

        await ApplyAsync(_empty with { Extensions = [_bia] }, _plain with { Prune = true });

        SiteSnapshot site = await Store.LoadAsync(None);
        Assert.Equal(["1701"], site.Default.Extensions.Keys.ToArray());
        Assert.Equal(["1790"], site.Default.Announcements.Keys.ToArray());
    }

    [Fact]
    public async Task Number_of_another_kind_is_refused_and_nothing_of_the_file_is_applied()
    {
        await ApplyAsync(_empty with { Announcements = [_welcome] });

        SiteApplyResult refused = await ApplyAsync(_empty with { Extensions = [_ana, _bia with { Number = "1790" }] });

        Assert.Empty(refused.Changes);
        Assert.Equal("extensions[1].number", Assert.Single(refused.Problems).Path);
        Assert.Empty((await Store.LoadAsync(None)).Default.Extensions);
    }

    [Fact]
    public async Task Failure_in_the_middle_leaves_nothing_applied()
    {
        await ExecuteAsync("alter table announcement add constraint never check (number <> '1790')");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ApplyAsync(_empty with { Extensions = [_ana], Announcements = [_welcome] }));

        SiteSnapshot site = await Store.LoadAsync(None);
        Assert.Empty(site.Default.Extensions);
        Assert.Equal(0, site.Version);
        Assert.Equal(0, await QueryAsync<int>("select count(*)::int from audit"));
    }

    [Fact]
    public async Task Eight_at_once_are_applied_one_after_the_other()
    {
        SiteApplyResult[] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            i => ApplyAsync(_empty with { Extensions = [_bia with { Number = $"180{i}" }] })));

        Assert.Equal(Enumerable.Range(1, 8).Select(i => (long)i), results.Select(r => r.Version).Order());
        Assert.Equal(8, (await Store.LoadAsync(None)).Default.Extensions.Count);
        Assert.Null(await Audit.FindBreakAsync(None));
    }

    [Fact]
    public async Task New_company_needs_a_domain_and_gets_a_realm_for_good()
    {
        SiteFile file = new("acme", new CompanyEntry("acme.example", "America/Sao_Paulo", "sha256"), [_ana], null);

        Assert.Single((await ApplyAsync(file with { CompanySettings = null })).Problems);
        await ApplyAsync(file);

        SiteSnapshot site = await Store.LoadAsync(None);
        CompanySite acme = site.CompanyOf("acme.example");
        Assert.Equal(("acme", "America/Sao_Paulo", true), (acme.Company.Name, acme.Company.TimeZone, acme.Company.OfferSha256));
        Assert.NotEqual(site.Default.Company.Realm, acme.Company.Realm);
        Assert.Empty(site.Default.Extensions);
        Assert.Single(acme.Extensions);
    }

    [Fact]
    public async Task Database_itself_refuses_to_change_the_realm_under_phones()
    {
        await ApplyAsync(_empty with { Extensions = [_ana] });

        Npgsql.PostgresException refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ExecuteAsync("update company set realm = 'other'"));

        Assert.Contains("it has extensions", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deletion_of_one_record_is_a_version_and_an_audit_row()
    {
        await ApplyAsync(_empty with { Extensions = [_ana], Announcements = [_welcome] });

        Assert.Equal(SiteDeleteResult.Done, await Store.DeleteAsync("default", "extensions", "1700", "bia", None));
        Assert.Equal(SiteDeleteResult.NotFound, await Store.DeleteAsync("default", "extensions", "1700", "bia", None));
        Assert.Equal(SiteDeleteResult.NotFound, await Store.DeleteAsync("default", "nonsense", "1790", "bia", None));
        Assert.Equal(SiteDeleteResult.NotFound, await Store.DeleteAsync("nobody", "announcements", "1790", "bia", None));

        SiteSnapshot site = await Store.LoadAsync(None);
        Assert.Equal(2, site.Version);
        Assert.Empty(site.Default.Extensions);
        Assert.Equal("bia 1700 delete", await QueryAsync<string>("select actor || ' ' || key || ' ' || action from audit order by number desc limit 1"));
    }

    [Fact]
    public async Task Thousands_of_extensions_are_applied_and_loaded_in_a_moment()
    {
        ExtensionEntry[] many = [.. Enumerable.Range(0, 3000).Select(i => _bia with { Number = $"{20000 + i}" })];

        SiteApplyResult applied = await ApplyAsync(_empty with { Extensions = many });

        Assert.Equal(3000, applied.Changes.Count);
        Assert.Equal(3000, (await Store.LoadAsync(None)).Default.Extensions.Count);
        Assert.Null(await Audit.FindBreakAsync(None));
    }

    private Task<SiteApplyResult> ApplyAsync(SiteFile file, SiteApplyOptions? options = null) =>
        Store.ApplyAsync(file, "site.json", options ?? _plain, None);

    private SiteStore Make(byte[] key) => new(
        Database, new SecretProtector(key), new TimeOrderedIds(TimeProvider.System, new SecretRandom()), Audit, promptExists: null);
}
