using System.Collections.Frozen;
using System.Text;

namespace XHand.Site.Tests;

/// <summary>Trunks, routes and redirects in the site file: read, checked against each other, merged, compared.</summary>
public sealed class OutsideKindsTests
{
    // The example that the outside relies on, as it stands in the contract; kinds of later versions left out.
    private const string Example = """
        {
          "extensions": [
            {"number": "1700", "password": "Zeb-4411-ra", "name": "Ana",
             "pickupGroups": ["1"], "canPickup": ["1"], "record": true,
             "classOfService": ["local", "localMobile", "longDistanceMobile", "longDistance", "international"]}
          ],
          "trunks":    [{"name": "operadora", "host": "127.0.0.1", "port": 5080, "register": false, "codecs": ["PCMA"]}],
          "routes":    [{"name": "Default", "direction": "outbound", "pattern": "X.", "trunks": ["operadora"]}],
          "redirects": [{"did": "1778", "destination": {"extension": "1700"}}]
        }
        """;

    private static readonly CompanySite _empty = new(
        new Company(Guid.Empty, "default", "default.example.com", "xhand-1", null, false),
        FrozenDictionary<string, Extension>.Empty,
        FrozenDictionary<string, Announcement>.Empty);

    private static readonly CompanySite _site = Merge(_empty, Example);

    [Fact]
    public void The_contract_s_example_applies_as_written()
    {
        Trunk trunk = _site.Trunks["operadora"];
        Assert.Equal(("127.0.0.1", 5080, false, "udp", "address"), (trunk.Host, trunk.Port, trunk.Register, trunk.Transport, trunk.IdentifyBy.Name()));
        Assert.Equal(["PCMA"], trunk.Codecs);
        Route route = Assert.Single(_site.OutboundRoutes);
        Assert.Equal(("Default", "X.", true, true, 100), (route.Name, route.Pattern, route.Active, route.CheckClass, route.Order));
        Assert.Equal(new Destination(DestinationKind.Extension, "1700"), _site.Redirects["1778"].Destination);
        Assert.Empty(Check(_empty, Example));
    }

    [Fact]
    public void Every_field_is_read_as_written()
    {
        SiteFile file = SiteFileText.Read("""
            {
              "companySettings": {"areaCode": "21"},
              "trunks": [{"name": "Vivo 1.a_b-c", "enabled": false, "host": "SIP.example.com", "port": 5061, "transport": "tcp", "register": true,
                "registerSeconds": 600, "login": "5521@vivo", "password": "á 1", "fromDomain": "example.com", "identifyBy": "credentials",
                "addresses": ["203.0.113.0/24", "2001:db8::/32", "198.51.100.7"], "maxCalls": 30, "callerId": "+552136521700", "nat": true,
                "codecs": ["PCMU", "PCMA"], "timeoutSeconds": 4, "checkSeconds": 0}],
              "routes": [{"name": "DDD", "active": false, "direction": "inbound", "pattern": "0[2-5]XX.", "order": 7, "checkClass": false,
                "class": "internal", "record": true, "trunks": [], "strip": 3, "prefix": "+55*#", "suffix": "9#", "falseRingback": true}],
              "redirects": [{"did": "17", "name": "Vendas", "tag": "v", "destination": {"busy": true}}, {"did": "18", "destination": {"hangup": true}}]
            }
            """);
        Assert.Equal("21", file.CompanySettings!.AreaCode);
        Trunk t = Assert.Single(file.Trunks!);
        Assert.Equal(("Vivo 1.a_b-c", false, "SIP.example.com", 5061, "tcp", true, 600), (t.Name, t.Enabled, t.Host, t.Port, t.Transport, t.Register, t.RegisterSeconds));
        Assert.Equal(("5521@vivo", "á 1", "example.com", TrunkIdentity.Credentials, 30), (t.Login, t.Password, t.FromDomain, t.IdentifyBy, t.MaxCalls));
        Assert.Equal(("+552136521700", true, 4, 0), (t.CallerId, t.Nat, t.TimeoutSeconds, t.CheckSeconds));
        Assert.Equal(["203.0.113.0/24", "2001:db8::/32", "198.51.100.7"], t.Addresses);
        Assert.Equal(["PCMU", "PCMA"], t.Codecs);
        Route r = Assert.Single(file.Routes!);
        Assert.Equal(("DDD", false, RouteDirection.Inbound, "0[2-5]XX.", 7, false), (r.Name, r.Active, r.Direction, r.Pattern, r.Order, r.CheckClass));
        Assert.Equal((CallClass.Internal, true, 3, "+55*#", "9#", true), (r.Class, r.Record, r.Strip, r.Prefix, r.Suffix, r.FalseRingback));
        Assert.Equal([DestinationKind.Busy, DestinationKind.HangUp], file.Redirects!.Select(d => d.Destination.Kind));
        Assert.Equal(("Vendas", "v"), (file.Redirects![0].Name, file.Redirects[0].Tag));
    }

    [Theory]
    [InlineData("""{"trunks": [{"host": "a.example"}]}""", "trunks[0]", "has no \"name\"")]
    [InlineData("""{"trunks": [{"name": "a"}]}""", "trunks[0]", "has no \"host\"")]
    [InlineData("""{"trunks": [{"name": "", "host": "a.example"}]}""", "trunks[0].name", "must be 1 to 40 letters")]
    [InlineData("""{"trunks": [{"name": "a/b", "host": "a.example"}]}""", "trunks[0].name", "must be 1 to 40 letters")]
    [InlineData("""{"trunks": [{"name": "..", "host": "a.example"}]}""", "trunks[0].name", "begin with a letter or digit")]
    [InlineData("""{"trunks": [{"name": "a", "host": "sip:a.example"}]}""", "trunks[0].host", "is neither a host name")]
    [InlineData("""{"trunks": [{"name": "a", "host": "10.1"}]}""", "trunks[0].host", "is neither a host name")]
    [InlineData("""{"trunks": [{"name": "a", "host": ""}]}""", "trunks[0].host", "is neither a host name")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "port": 65536}]}""", "trunks[0].port", "from 0 to 65535")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "transport": "sctp"}]}""", "trunks[0].transport", "must be one of udp, tcp, tls")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "register": true}]}""", "trunks[0].login", "must be given for a trunk with \"register\": true")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "identifyBy": "credentials"}]}""", "trunks[0].login", "\"identifyBy\": \"credentials\"")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "login": "a:b"}]}""", "trunks[0].login", "at most 64 letters")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "password": "a\u0007"}]}""", "trunks[0].password", "control character U+0007")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "addresses": ["0.0.0.0/0"]}]}""", "trunks[0].addresses[0]", "too wide a network: at least /8")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "addresses": ["::/0"]}]}""", "trunks[0].addresses[0]", "too wide a network: at least /19")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "addresses": ["203.0.113.7/24"]}]}""", "trunks[0].addresses[0]", "host bits zero")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "addresses": ["b.example"]}]}""", "trunks[0].addresses[0]", "is no address")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "addresses": ["10.0.0.1", "10.0.0.1"]}]}""", "trunks[0].addresses[1]", "twice")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "callerId": "21 3652"}]}""", "trunks[0].callerId", "at most 20 characters of 0123456789")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "codecs": ["G729"]}]}""", "trunks[0].codecs[0]", "is no codec of this version of XHand; supported: PCMA, PCMU")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "codecs": []}]}""", "trunks[0].codecs", "must name at least one codec")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "checkSeconds": 5}]}""", "trunks[0].checkSeconds", "must be 0 (no checks) or 10 to 3600")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example", "secret": "x"}]}""", "trunks[0].secret", "is no field of this; allowed: name, enabled, host")]
    [InlineData("""{"trunks": [{"name": "a", "host": "a.example"}, {"name": "a", "host": "b.example"}]}""", "trunks[1].name", "a is the name of trunks[0] too")]
    [InlineData("""{"routes": [{"name": "r", "trunks": ["a"]}]}""", "routes[0]", "has no \"pattern\"")]
    [InlineData("""{"routes": [{"pattern": "X.", "trunks": ["a"]}]}""", "routes[0]", "has no \"name\"")]
    [InlineData("""{"routes": [{"name": "r", "pattern": "0X0A", "trunks": ["a"]}]}""", "routes[0].pattern", "has \"A\" at position 4; allowed: digits, X, Z, N, [789], [2-5] and a final \".\"")]
    [InlineData("""{"routes": [{"name": "r", "pattern": "X."}]}""", "routes[0].trunks", "must name at least one trunk")]
    [InlineData("""{"routes": [{"name": "r", "pattern": "X.", "trunks": ["a", "a"]}]}""", "routes[0].trunks[1]", "twice")]
    [InlineData("""{"routes": [{"name": "r", "pattern": "X.", "trunks": ["a"], "direction": "both"}]}""", "routes[0].direction", "must be one of outbound, inbound")]
    [InlineData("""{"routes": [{"name": "r", "pattern": "X.", "trunks": ["a"], "class": "ddd"}]}""", "routes[0].class", "is no class of calls; allowed: internal, local,")]
    [InlineData("""{"routes": [{"name": "r", "pattern": "X.", "trunks": ["a"], "class": "emergency"}]}""", "routes[0].class", "is fixed")]
    [InlineData("""{"routes": [{"name": "r", "pattern": "X.", "trunks": ["a"], "strip": 21}]}""", "routes[0].strip", "from 0 to 20")]
    [InlineData("""{"routes": [{"name": "r", "pattern": "X.", "trunks": ["a"], "prefix": "0;tag=1"}]}""", "routes[0].prefix", "at most 20 characters")]
    [InlineData("""{"routes": [{"name": "r", "pattern": "X.", "trunks": ["a"], "suffix": "+1"}]}""", "routes[0].suffix", "at most 20 characters")]
    [InlineData("""{"routes": [{"name": "r", "pattern": "X.", "trunks": ["a"], "order": 0}]}""", "routes[0].order", "from 1 to 9999")]
    [InlineData("""{"redirects": [{"destination": {"busy": true}}]}""", "redirects[0]", "has no \"did\"")]
    [InlineData("""{"redirects": [{"did": "1778"}]}""", "redirects[0]", "has no \"destination\"")]
    [InlineData("""{"redirects": [{"did": "1", "destination": {"busy": true}}]}""", "redirects[0].did", "must be 2 to 20 digits")]
    [InlineData("""{"redirects": [{"did": "+5521", "destination": {"busy": true}}]}""", "redirects[0].did", "must be 2 to 20 digits")]
    [InlineData("""{"redirects": [{"did": "190", "destination": {"busy": true}}]}""", "redirects[0].did", "190 is an emergency number (police)")]
    [InlineData("""{"redirects": [{"did": "1778", "destination": {}}]}""", "redirects[0].destination", "must have one key")]
    [InlineData("""{"redirects": [{"did": "1778", "destination": {"busy": true, "hangup": true}}]}""", "redirects[0].destination", "it has 2")]
    [InlineData("""{"redirects": [{"did": "1778", "destination": {"busy": false}}]}""", "redirects[0].destination.busy", "must be true")]
    [InlineData("""{"redirects": [{"did": "1778", "destination": "1700"}]}""", "redirects[0].destination", "must be an object")]
    [InlineData("""{"redirects": [{"did": "1778", "destination": {"queue": "7770"}}]}""", "redirects[0].destination.queue", "is not supported by this version of XHand; supported: extension, announcement, busy, hangup")]
    [InlineData("""{"redirects": [{"did": "1778", "destination": {"ramal": "1700"}}]}""", "redirects[0].destination.ramal", "is no destination; allowed: extension")]
    [InlineData("""{"redirects": [{"did": "17", "destination": {"busy": true}}, {"did": "17", "destination": {"busy": true}}]}""", "redirects[1].did", "17 is the did of redirects[0] too")]
    [InlineData("""{"companySettings": {"areaCode": "021"}}""", "companySettings.areaCode", "is no area code")]
    [InlineData("""{"companySettings": {"safeAddresses": ["10.0.0.1/8"]}}""", "companySettings.safeAddresses[0]", "is no address and no network")]
    [InlineData("""{"companySettings": {"safeAddresses": ["0.0.0.0/0"]}}""", "companySettings.safeAddresses[0]", "is too wide a network")]
    [InlineData("""{"companySettings": {"areaCode": "20"}}""", "companySettings.areaCode", "is no area code")]
    public void Bad_input_is_one_problem_with_its_path_and_reason(string json, string path, string reason)
    {
        SiteProblem problem = SiteFileText.OneProblem(json);
        Assert.Equal(path, problem.Path);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"routes": [{"name": "r", "pattern": "X.", "trunks": ["operadora", "outra"]}]}""", false, "routes[0].trunks[1]", "there is no trunk \"outra\"")]
    [InlineData("""{"redirects": [{"did": "17", "destination": {"extension": "1999"}}]}""", false, "redirects[0].destination.extension", "there is no extension 1999")]
    [InlineData("""{"redirects": [{"did": "17", "destination": {"announcement": "1700"}}]}""", false, "redirects[0].destination.announcement", "there is no announcement 1700")]
    [InlineData("""{"trunks": []}""", true, "trunks", "trunk \"operadora\" cannot be deleted: route \"Default\" goes over it")]
    [InlineData("""{"extensions": []}""", true, "extensions", "extension 1700 cannot be deleted: redirect 1778 leads to it")]
    [InlineData("""{"trunks": [{"name": "x", "host": "a.example", "login": "u", "identifyBy": "credentials"}]}""", false, "trunks[0].password", "must be given for a trunk with \"identifyBy\": \"credentials\"")]
    public void A_reference_that_leads_nowhere_is_a_problem_that_names_both_ends(string json, bool prune, string path, string reason)
    {
        SiteProblem problem = Assert.Single(Check(_site, json, prune));
        Assert.Equal((path, reason), (problem.Path, problem.Reason));
    }

    [Theory]
    [InlineData("""{"trunks": [], "routes": []}""")]
    [InlineData("""{"extensions": [], "redirects": []}""")]
    [InlineData("""{"trunks": [{"name": "nova", "host": "a.example"}], "routes": [{"name": "r", "pattern": "X.", "trunks": ["nova"]}]}""")]
    public void Both_ends_may_come_and_go_in_one_file(string json) => Assert.Empty(Check(_site, json, prune: true));

    [Fact]
    public void A_record_that_others_name_cannot_be_deleted_and_the_refusal_says_by_whom()
    {
        CompanySite site = Merge(_site, """{"routes": [{"name": "Aa", "pattern": "0.", "trunks": ["operadora"]}]}""");
        Assert.Equal(
            "operadora cannot be deleted: it is used by route \"Aa\", route \"Default\"",
            SiteValidator.CheckDelete(site, "trunks", "operadora")!.Reason);
        Assert.Equal("1700 cannot be deleted: it is used by redirect 1778", SiteValidator.CheckDelete(site, "extensions", "1700")!.Reason);
        Assert.Null(SiteValidator.CheckDelete(site, "routes", "Default"));
        Assert.Null(SiteValidator.CheckDelete(site, "redirects", "1778"));

        IEnumerable<string> many = Enumerable.Range(10, 9).Select(i => $$$"""{"did": "{{{i}}}", "destination": {"extension": "1700"}}""");
        site = Merge(_site, $$"""{"redirects": [{{string.Join(',', many)}}]}""");
        Assert.EndsWith("redirect 14 and 5 more", SiteValidator.CheckDelete(site, "extensions", "1700")!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void More_routes_and_trunks_than_the_limit_are_refused()
    {
        string trunks = string.Join(',', Enumerable.Range(0, 501).Select(i => $$"""{"name": "t{{i}}", "host": "a.example"}"""));
        string routes = string.Join(',', Enumerable.Range(0, 1001).Select(i => $$"""{"name": "r{{i}}", "pattern": "X.", "trunks": ["t0"]}"""));
        Assert.Equal(
            ["a company may have 500 of them; it would have 501", "a company may have 1000 of them; it would have 1001"],
            Check(_empty, $$"""{"trunks": [{{trunks}}], "routes": [{{routes}}]}""").Select(p => p.Reason));

        string more = string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{"name": "r{{i}}", "pattern": "X.", "trunks": ["operadora"]}"""));
        Assert.Equal("a company may have 1000 of them; it would have 1001", Assert.Single(Check(_site, $$"""{"routes": [{{more}}]}""")).Reason);
    }

    [Fact]
    public void A_trunk_s_password_stays_when_left_out_goes_when_empty_and_is_never_shown()
    {
        CompanySite with = Merge(_empty, """{"trunks": [{"name": "a", "host": "a.example", "login": "u", "password": "Hy7-kk20-qu"}]}""");
        Assert.Equal("Hy7-kk20-qu", with.Trunks["a"].Password);
        CompanySite kept = Merge(with, """{"trunks": [{"name": "a", "host": "b.example", "login": "u"}]}""");
        Assert.Equal(("Hy7-kk20-qu", "b.example", with.Trunks["a"].Id), (kept.Trunks["a"].Password, kept.Trunks["a"].Host, kept.Trunks["a"].Id));
        CompanySite gone = Merge(kept, """{"trunks": [{"name": "a", "host": "b.example", "password": ""}]}""");
        Assert.Null(gone.Trunks["a"].Password);

        Assert.DoesNotContain("Hy7-kk20-qu", $"{with.Trunks["a"]}", StringComparison.Ordinal);
        Assert.DoesNotContain("Hy7-kk20-qu", Encoding.UTF8.GetString(SiteFileWriter.Write(with)), StringComparison.Ordinal);
        SiteFieldChange change = Assert.Single(SiteDiff.Between(kept, gone)).Fields.Single(f => f.Field == "password");
        Assert.Equal((SiteDiff.Masked, null), (change.Before, change.After));
        Assert.DoesNotContain(SiteDiff.Between(_empty, with).SelectMany(c => c.Fields), f => f.After?.Contains("Hy7", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_trunk_s_sealed_password_moved_to_another_trunk_is_refused()
    {
        SecretProtector key = new(new byte[32]);
        CompanySite site = Merge(_empty, """{"trunks": [{"name": "aaa", "host": "a.example", "password": "Hy7-kk20-qu"}]}""");
        string export = Encoding.UTF8.GetString(SiteFileWriter.Write(site, ["trunks"], key));
        Assert.DoesNotContain("Hy7-kk20-qu", export, StringComparison.Ordinal);
        Assert.Equal("Hy7-kk20-qu", SiteFileReader.Read(Encoding.UTF8.GetBytes(export), "site.json", key).File!.Trunks![0].Password);
        byte[] moved = Encoding.UTF8.GetBytes(export.Replace("\"aaa\"", "\"bbb\"", StringComparison.Ordinal));
        SiteProblem problem = Assert.Single(SiteFileReader.Read(moved, "site.json", key).Problems);
        Assert.Contains("belongs to another record", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_area_code_is_set_kept_and_taken_away()
    {
        CompanySite set = Merge(_empty, """{"companySettings": {"areaCode": "21"}}""");
        Assert.Equal("21", set.Company.AreaCode);
        Assert.Equal("21", Merge(set, """{"companySettings": {"digest": "md5"}}""").Company.AreaCode);
        Assert.Null(Merge(set, """{"companySettings": {"areaCode": ""}}""").Company.AreaCode);
        CompanySite safe = Merge(set, """{"companySettings": {"safeAddresses": ["203.0.113.0/24", "192.0.2.9"], "neverBlocked": ["1700"]}}""");
        Assert.Equal(["203.0.113.0/24", "192.0.2.9/32"], safe.SafeNetworks.Select(network => network.ToString()));
        Assert.True(safe.IsNeverBlocked("1700"));
        Assert.Equal("21", safe.Company.AreaCode);
        Assert.Empty(Merge(safe, """{"companySettings": {"safeAddresses": []}}""").SafeNetworks);
    }

    private static CompanySite Merge(CompanySite site, string json) => SiteMerge.Apply(site, SiteFileText.Read(json), false, Guid.NewGuid);

    private static IReadOnlyList<SiteProblem> Check(CompanySite site, string json, bool prune = false) =>
        SiteValidator.Check(new SiteSnapshotBuilder().Add(site).Build(1), SiteFileText.Read(json), "site.json", prune);
}
