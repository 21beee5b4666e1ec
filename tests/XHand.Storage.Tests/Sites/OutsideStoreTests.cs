using System.Text;
using XHand.Loop.Ids;
using XHand.Site;
using XHand.Storage.Audit;
using XHand.Storage.Sites;

namespace XHand.Storage.Tests.Sites;

/// <summary>Trunks, routes and redirects in their tables.</summary>
public sealed class OutsideStoreTests(DatabaseFixture fixture) : DatabaseTest(fixture)
{
    private const string Everything = """
        {
          "companySettings": {"areaCode": "21"},
          "extensions": [{"number": "1700"}],
          "trunks": [
            {"name": "Vivo", "enabled": false, "host": "sip.example.com", "port": 5061, "transport": "tcp", "register": true, "registerSeconds": 600,
             "login": "5521@vivo", "password": "Hy7-kk20-qu", "fromDomain": "example.com", "identifyBy": "credentials",
             "addresses": ["203.0.113.0/24"], "maxCalls": 9999, "callerId": "+552136521700", "nat": true, "codecs": ["PCMU"],
             "timeoutSeconds": 4, "checkSeconds": 0},
            {"name": "plain", "host": "203.0.113.7"}
          ],
          "routes": [
            {"name": "DDD", "active": false, "direction": "inbound", "pattern": "0[2-5]XX.", "order": 9999, "checkClass": false, "class": "longDistance",
             "record": true, "trunks": ["plain", "Vivo"], "strip": 3, "prefix": "+55", "suffix": "9#", "falseRingback": true},
            {"name": "Default", "pattern": "X.", "trunks": ["plain"]}
          ],
          "redirects": [
            {"did": "1778", "name": "Vendas", "tag": "vendas", "destination": {"extension": "1700"}},
            {"did": "1779", "destination": {"busy": true}}
          ]
        }
        """;

    private SiteStore Store => new(
        Database,
        new SecretProtector(new byte[32]),
        new TimeOrderedIds(TimeProvider.System, new SecretRandom()),
        new AuditLog(Database, TimeProvider.System),
        promptExists: null);

    [Fact]
    public async Task What_was_applied_is_loaded_again_to_the_last_field()
    {
        SiteApplyResult applied = await ApplyAsync(Everything);
        CompanySite loaded = (await Store.LoadAsync(None)).Default;

        Assert.Empty(applied.Problems);
        Assert.Equal("21", loaded.Company.AreaCode);
        Assert.Equal("Hy7-kk20-qu", loaded.Trunks["Vivo"].Password);
        Assert.Equal(["plain", "Vivo"], loaded.Routes["DDD"].Trunks);
        Assert.Equal(CallClass.LongDistance, loaded.Routes["DDD"].Class);
        Assert.Null(loaded.Routes["Default"].Class);

        // The file says every field; what differs from what it says would be a change.
        Assert.Empty((await ApplyAsync(Everything)).Changes);
        Assert.Equal(
            ["create Vivo", "create plain", "create DDD", "create Default", "create 1778", "create 1779"],
            applied.Changes.Where(c => c.Kind is "trunks" or "routes" or "redirects").Select(c => $"{c.Action} {c.Key}"));
    }

    [Fact]
    public async Task A_change_keeps_ids_and_password_and_a_deletion_frees_the_name()
    {
        await ApplyAsync(Everything);
        CompanySite before = (await Store.LoadAsync(None)).Default;

        await ApplyAsync("""
            {
              "companySettings": {"areaCode": ""},
              "trunks": [{"name": "Vivo", "host": "other.example.com", "login": "u"}],
              "routes": [{"name": "Default", "pattern": "XX.", "trunks": ["Vivo"]}],
              "redirects": [{"did": "1778", "destination": {"hangup": true}}]
            }
            """);

        CompanySite after = (await Store.LoadAsync(None)).Default;
        Assert.Null(after.Company.AreaCode);
        Assert.Equal((before.Trunks["Vivo"].Id, "Hy7-kk20-qu", "other.example.com"), (after.Trunks["Vivo"].Id, after.Trunks["Vivo"].Password, after.Trunks["Vivo"].Host));
        Assert.Equal((before.Routes["Default"].Id, "XX."), (after.Routes["Default"].Id, after.Routes["Default"].Pattern));
        Assert.Equal((before.Redirects["1778"].Id, DestinationKind.HangUp), (after.Redirects["1778"].Id, after.Redirects["1778"].Destination.Kind));

        Assert.Equal(SiteDeleteResult.Done, await Store.DeleteAsync("default", "redirects", "1778", "ana", None));
        await ApplyAsync("""{"redirects": [{"did": "1778", "destination": {"busy": true}}]}""");
        Assert.NotEqual(before.Redirects["1778"].Id, (await Store.LoadAsync(None)).Default.Redirects["1778"].Id);
    }

    [Fact]
    public async Task What_another_record_names_is_not_deleted_and_what_nothing_names_is()
    {
        await ApplyAsync(Everything);

        SiteDeleteResult refused = await Store.DeleteAsync("default", "trunks", "plain", "ana", None);

        Assert.Equal((false, "plain cannot be deleted: it is used by route \"DDD\", route \"Default\""), (refused.IsDone, refused.Problem?.Reason));
        Assert.Equal("1700 cannot be deleted: it is used by redirect 1778", (await Store.DeleteAsync("default", "extensions", "1700", "ana", None)).Problem?.Reason);
        foreach ((string kind, string key) in new[] { ("routes", "DDD"), ("routes", "Default"), ("trunks", "plain"), ("redirects", "1778"), ("extensions", "1700") })
        {
            Assert.Equal(SiteDeleteResult.Done, await Store.DeleteAsync("default", kind, key, "ana", None));
        }

        Assert.Equal(["Vivo"], (await Store.LoadAsync(None)).Default.Trunks.Keys.ToArray());
    }

    [Fact]
    public async Task No_password_of_a_trunk_stands_in_the_database_and_one_copied_to_another_row_does_not_open()
    {
        await ApplyAsync(Everything);

        string everything = await QueryAsync<string>(
            "select string_agg(t::text, ' ') from (select e::text from trunk e union all select a::text from audit a) as all_rows (t)");
        Assert.Contains("v1:", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("Hy7-kk20-qu", everything, StringComparison.Ordinal);

        await ExecuteAsync("update trunk set password = (select password from trunk where name = 'Vivo') where name = 'plain'");
        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => Store.LoadAsync(None));
        Assert.Equal(StorageFault.SecretsKeyWrong, refused.Fault);
        Assert.Contains("trunk plain", refused.Message, StringComparison.Ordinal);
    }

    private Task<SiteApplyResult> ApplyAsync(string json) => Store.ApplyAsync(
        SiteFileReader.Read(Encoding.UTF8.GetBytes(json), "site.json").File!, "site.json", new SiteApplyOptions(false, false, "ana"), None);
}
