using System.Collections.Frozen;

namespace XHand.Site.Tests;

public sealed class SiteDiffTests
{
    private static readonly Company _default = new(Guid.Parse("0199aaaa-0000-7000-8000-000000000001"), "default", "default.example.com", "xhand-1", null, false);

    private static readonly CompanySite _empty =
        new(_default, FrozenDictionary<string, Extension>.Empty, FrozenDictionary<string, Announcement>.Empty);

    private static CompanySite With(string json) => SiteMerge.Apply(_empty, SiteFileText.Read(json), false, Guid.NewGuid);

    [Fact]
    public void A_new_extension_is_a_creation_with_its_password_masked()
    {
        SiteChange change = Assert.Single(SiteDiff.Of(_empty, SiteFileText.Read("""{"extensions": [{"number": "1700", "password": "Zeb-4411-ra", "name": "Ana"}]}"""), false));

        Assert.Equal(("extensions", "1700", "create"), (change.Kind, change.Key, change.Action));
        Assert.Equal(new SiteFieldChange("password", null, "\"***\""), change.Fields[0]);
        Assert.Contains(new SiteFieldChange("name", null, "\"Ana\""), change.Fields);
        Assert.Contains(new SiteFieldChange("ringSeconds", null, "60"), change.Fields);
        Assert.DoesNotContain("Zeb", change.ToString() + string.Concat(change.Fields), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_file_twice_changes_nothing_though_it_names_the_password()
    {
        const string json = """{"extensions": [{"number": "1700", "password": "Zeb-4411-ra", "classOfService": ["localMobile", "local"]}]}""";
        Assert.Empty(SiteDiff.Of(With(json), SiteFileText.Read(json), false));
        Assert.Empty(SiteDiff.Of(With(json), SiteFileText.Read(json), true));
    }

    [Fact]
    public void Another_password_and_a_changed_field_are_named_with_old_and_new()
    {
        CompanySite current = With("""{"extensions": [{"number": "1700", "password": "Zeb-4411-ra", "name": "Ana"}]}""");
        SiteChange change = Assert.Single(SiteDiff.Of(current, SiteFileText.Read("""{"extensions": [{"number": "1700", "password": "Gnu-9922-xo", "name": "Bia"}]}"""), false));

        Assert.Equal("change", change.Action);
        Assert.Equal([new("password", "\"***\"", "\"***\""), new("name", "\"Ana\"", "\"Bia\"")], change.Fields);
    }

    [Fact]
    public void A_password_left_out_keeps_the_present_one_and_any_other_field_left_out_returns_to_its_default()
    {
        CompanySite current = With("""{"extensions": [{"number": "1700", "password": "Zeb-4411-ra", "ringSeconds": 20}]}""");
        SiteFile file = SiteFileText.Read("""{"extensions": [{"number": "1700"}]}""");

        Assert.Equal([new("ringSeconds", "20", "60")], Assert.Single(SiteDiff.Of(current, file, false)).Fields);
        Assert.Equal(
            DigestHashes.Of("1700", "xhand-1", "Zeb-4411-ra").Md5,
            SiteMerge.Apply(current, file, false, Guid.NewGuid).Extensions["1700"].Md5Ha1);
    }

    [Fact]
    public void Prune_deletes_what_a_named_kind_leaves_out_and_leaves_other_kinds_alone()
    {
        CompanySite current = With("""
            {"extensions": [{"number": "1700", "password": "Zeb-4411-ra"}, {"number": "1701"}], "announcements": [{"number": "1799", "prompt": "welcome"}]}
            """);
        SiteFile file = SiteFileText.Read("""{"extensions": [{"number": "1701"}]}""");

        Assert.Empty(SiteDiff.Of(current, file, false));
        SiteChange change = Assert.Single(SiteDiff.Of(current, file, true));
        Assert.Equal(("extensions", "1700", "delete"), (change.Kind, change.Key, change.Action));
        Assert.Contains(new SiteFieldChange("password", "\"***\"", null), change.Fields);
        Assert.Single(SiteMerge.Apply(current, file, true, Guid.NewGuid).Announcements);
    }

    [Fact]
    public void A_record_that_stays_keeps_its_id()
    {
        CompanySite current = With("""{"extensions": [{"number": "1700"}], "announcements": [{"number": "1799", "prompt": "welcome"}]}""");
        CompanySite after = SiteMerge.Apply(
            current, SiteFileText.Read("""{"extensions": [{"number": "1700", "name": "Ana"}], "announcements": [{"number": "1799", "prompt": "closed"}]}"""), true, Guid.NewGuid);

        Assert.Equal(current.Extensions["1700"].Id, after.Extensions["1700"].Id);
        Assert.Equal(current.Announcements["1799"].Id, after.Announcements["1799"].Id);
    }

    [Fact]
    public void Company_settings_left_out_stay_and_given_ones_change()
    {
        SiteFile file = SiteFileText.Read("""{"companySettings": {"timeZone": "America/Recife", "digest": "sha256"}}""");
        SiteChange change = Assert.Single(SiteDiff.Of(_empty, file, false));
        Assert.Equal(("company", "default"), (change.Kind, change.Key));
        Assert.Equal([new("timeZone", null, "\"America/Recife\""), new("digest", "\"md5\"", "\"sha256\"")], change.Fields);
    }

    [Fact]
    public void Changes_come_in_the_order_of_numbers_whatever_the_file_s_order()
    {
        SiteFile file = SiteFileText.Read("""{"extensions": [{"number": "1702"}, {"number": "1700"}, {"number": "1701"}]}""");
        Assert.Equal(["1700", "1701", "1702"], SiteDiff.Of(_empty, file, false).Select(c => c.Key));
    }

    [Fact]
    public void Digest_hashes_are_those_of_rfc_7616()
    {
        // RFC 7616 3.9.1: user Mufasa, realm http-auth@example.org, password Circle of Life; HA1 by md5sum and sha256sum of that line.
        DigestHashes hashes = DigestHashes.Of("Mufasa", "http-auth@example.org", "Circle of Life");
        Assert.Equal("3d78807defe7de2157e2b0b6573a855f", hashes.Md5);
        Assert.Equal("7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232", hashes.Sha256);
    }
}
