using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace XHand.Site.Tests;

public sealed class SiteRoundTripTests
{
    private static readonly SecretProtector _key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_export_applied_to_where_it_came_from_changes_nothing(int seed)
    {
        CompanySite site = new RandomSites(seed).Site("default");
        Assert.Empty(SiteDiff.Of(site, Read(SiteFileWriter.Write(site), null), prune: true));
        Assert.Empty(SiteDiff.Of(site, Read(SiteFileWriter.Write(site, secretsKey: _key), _key), prune: true));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_export_with_secrets_applied_to_an_empty_system_gives_the_same_site(int seed)
    {
        RandomSites random = new(seed);
        CompanySite site = random.Site("default");
        SiteFile file = Read(SiteFileWriter.Write(site, secretsKey: _key), _key);
        CompanySite fresh = new(random.Company("default"), FrozenDictionary<string, Extension>.Empty, FrozenDictionary<string, Announcement>.Empty);

        Assert.Empty(SiteValidator.Check(new SiteSnapshotBuilder().Add(fresh).Build(1), file, "site.json", false));
        CompanySite applied = SiteMerge.Apply(fresh, file, false, random.NewId);

        // Time zone and area code alone can stay: a setting left out keeps what is there.
        Company settled = applied.Company with { TimeZone = site.Company.TimeZone, AreaCode = site.Company.AreaCode };
        Assert.Empty(SiteDiff.Between(site, applied with { Company = settled }));
        Assert.All(site.Extensions.Values, e => Assert.Equal(e.Sha256Ha1, applied.Extensions[e.Number].Sha256Ha1));
        Assert.All(site.Trunks.Values, t => Assert.Equal(t.Password, applied.Trunks[t.Name].Password));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_difference_between_two_sites_is_what_makes_one_of_the_other(int seed)
    {
        RandomSites random = new(seed);
        CompanySite before = random.Site("default");
        CompanySite other = random.Site("default");
        SiteFile file = Read(SiteFileWriter.Write(other, ["extensions", "announcements", "trunks", "routes", "redirects"]), null);

        CompanySite after = SiteMerge.Apply(before, file, true, random.NewId);
        Assert.Equal(Text(SiteDiff.Of(before, file, true)), Text(SiteDiff.Between(before, after)));
        Assert.Empty(SiteDiff.Of(after, file, true));
        Assert.Equal(other.Extensions.Keys.Order(), after.Extensions.Keys.Order());
        Assert.Equal(other.Redirects.Keys.Order(), after.Redirects.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_copy_on_disk_gives_the_same_snapshot(int seed)
    {
        string folder = Directory.CreateTempSubdirectory("xhand-site-").FullName;
        try
        {
            SiteCacheFile copy = new(Path.Combine(folder, "site.copy"), _key);
            SiteSnapshot snapshot = new RandomSites(seed).Snapshot();
            copy.Save(snapshot);
            SiteSnapshot loaded = copy.Load(out string? problem)!;

            Assert.Null(problem);
            Assert.Equal(snapshot.Version, loaded.Version);
            Assert.Equal(snapshot.Default.Company, loaded.Default.Company);
            Assert.Equal(snapshot.Companies.Keys.Order(), loaded.Companies.Keys.Order());
            foreach ((Guid id, CompanySite site) in snapshot.Companies)
            {
                Assert.Empty(SiteDiff.Between(site, loaded.Companies[id]));
                Assert.Equal(site.Announcements.Values.OrderBy(a => a.Id), loaded.Companies[id].Announcements.Values.OrderBy(a => a.Id));
                Assert.All(site.Extensions.Values, e => Assert.Equal(e.Id, loaded.Companies[id].Extensions[e.Number].Id));
                Assert.All(site.Trunks.Values, t => Assert.Equal((t.Id, t.Password), (loaded.Companies[id].Trunks[t.Name].Id, loaded.Companies[id].Trunks[t.Name].Password)));
                Assert.Equal(site.OutboundRoutes.Select(r => r.Id), loaded.Companies[id].OutboundRoutes.Select(r => r.Id));
                Assert.Equal(site.Redirects.Values.OrderBy(r => r.Id), loaded.Companies[id].Redirects.Values.OrderBy(r => r.Id));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void An_export_reads_like_the_manual_and_holds_no_secret()
    {
        CompanySite site = SiteMerge.Apply(
            SiteMerge.NewCompany(SiteFileText.Read("{}"), "default.example.com", "xhand-1", Guid.Empty),
            SiteFileText.Read("""
                {"extensions": [{"number": "1701"}, {"number": "1700", "password": "Zeb-4411-ra", "name": "Conceição <1>", "classOfService": ["international", "local"]}]}
                """),
            false,
            Guid.NewGuid);

        Assert.Equal(
            """
            {
              "company": "default",
              "companySettings": {"domain":"default.example.com","digest":"md5"},
              "extensions": [
                {"number":"1700","name":"Conceição <1>","classOfService":["local","international"],"pickupGroups":[],"canPickup":[],"record":false,"digest":"md5","maxRegistrations":5,"maxCalls":99,"ringSeconds":60},
                {"number":"1701","name":"","classOfService":[],"pickupGroups":[],"canPickup":[],"record":false,"digest":"md5","maxRegistrations":5,"maxCalls":99,"ringSeconds":60}
              ],
              "announcements": [],
              "trunks": [],
              "routes": [],
              "redirects": []
            }

            """,
            Encoding.UTF8.GetString(SiteFileWriter.Write(site)));
        Assert.Equal("{\n  \"company\": \"default\",\n  \"announcements\": []\n}\n", Encoding.UTF8.GetString(SiteFileWriter.Write(site, ["announcements"])));
        Assert.Throws<ArgumentException>(() => SiteFileWriter.Write(site, ["queues"]));

        string withSecrets = Encoding.UTF8.GetString(SiteFileWriter.Write(site, secretsKey: _key));
        Assert.Contains("\"password\":{\"encrypted\":\"v1:", withSecrets, StringComparison.Ordinal);
        Assert.Contains("\"realm\":\"xhand-1\"", withSecrets, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Extensions["1700"].Md5Ha1!, withSecrets, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_secret_needs_its_key_and_says_so_once()
    {
        CompanySite site = new RandomSites(1).Site("default");
        byte[] export = SiteFileWriter.Write(site, secretsKey: _key);

        SiteProblem without = Assert.Single(SiteFileReader.Read(export, "site.json").Problems);
        Assert.Contains("--secrets-key", without.Reason, StringComparison.Ordinal);
        SiteProblem wrong = Assert.Single(SiteFileReader.Read(export, "site.json", new(RandomNumberGenerator.GetBytes(32))).Problems);
        Assert.Contains("made with another key", wrong.Reason, StringComparison.Ordinal);
        Assert.EndsWith(".password", wrong.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_secret_moved_to_another_number_is_refused()
    {
        CompanySite site = SiteMerge.Apply(
            new RandomSites(0).Site("default") with { Extensions = FrozenDictionary<string, Extension>.Empty },
            SiteFileText.Read("""{"extensions": [{"number": "1700", "password": "Zeb-4411-ra"}]}"""),
            false,
            Guid.NewGuid);
        string swapped = Encoding.UTF8.GetString(SiteFileWriter.Write(site, ["extensions"], _key)).Replace("1700", "1701", StringComparison.Ordinal);

        SiteProblem problem = Assert.Single(SiteFileReader.Read(Encoding.UTF8.GetBytes(swapped), "site.json", _key).Problems);
        Assert.Contains("belongs to another record", problem.Reason, StringComparison.Ordinal);
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 25)];

    private static SiteFile Read(byte[] export, SecretProtector? key)
    {
        (SiteFile? file, IReadOnlyList<SiteProblem> problems) = SiteFileReader.Read(export, "site.json", key);
        Assert.Empty(problems);
        return file!;
    }

    private static IEnumerable<string> Text(IEnumerable<SiteChange> changes) =>
        changes.Select(c => $"{c.Kind} {c.Key} {c.Action} {string.Join("; ", c.Fields)}");
}
