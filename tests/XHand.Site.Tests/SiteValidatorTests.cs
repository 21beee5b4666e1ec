namespace XHand.Site.Tests;

public sealed class SiteValidatorTests
{
    private static readonly Company _default = new(Guid.Parse("0199aaaa-0000-7000-8000-000000000001"), "default", "default.example.com", "xhand-1", null, false);
    private static readonly Company _shop = new(Guid.Parse("0199aaaa-0000-7000-8000-000000000002"), "loja", "loja.example.com", "xhand-2", null, false);

    private static readonly SiteSnapshot _site = new SiteSnapshotBuilder()
        .Add(_default)
        .Add(_shop)
        .Add(_default.Id, new Extension { Id = Guid.NewGuid(), Number = "1700" })
        .Add(_default.Id, new Announcement(Guid.NewGuid(), "1799", "", "welcome", "pt-BR"))
        .Build(1);

    [Theory]
    [InlineData("""{"announcements": [{"number": "1700", "prompt": "welcome"}]}""", "announcements[0].number", "1700 is an extension's number already")]
    [InlineData("""{"extensions": [{"number": "1701"}, {"number": "1799"}]}""", "extensions[1].number", "1799 is an announcement's number already")]
    [InlineData("""{"companySettings": {"domain": "other.example.com"}}""", "companySettings.domain", "cannot change from default.example.com to other.example.com: the company has extensions")]
    [InlineData("""{"companySettings": {"realm": "other"}}""", "companySettings.realm", "cannot change from xhand-1 to other: the company has extensions")]
    [InlineData("""{"company": "loja", "companySettings": {"domain": "default.example.com"}}""", "companySettings.domain", "default.example.com is the domain of company \"default\"")]
    [InlineData("""{"company": "nova"}""", "company", "\"nova\" does not exist; to make it, give its phones' domain in companySettings.domain")]
    public void A_reference_that_does_not_fit_the_present_site_is_a_problem(string json, string path, string reason)
    {
        SiteProblem problem = Assert.Single(SiteValidator.Check(_site, SiteFileText.Read(json), "site.json", prune: false));
        Assert.Equal(new SiteProblem("site.json", path, reason), problem);
    }

    [Theory]
    [InlineData("""{"companySettings": {"domain": "default.example.com", "realm": "xhand-1", "timeZone": "America/Recife"}}""")]
    [InlineData("""{"company": "loja", "companySettings": {"domain": "shop.example.com", "realm": "other"}}""")]
    [InlineData("""{"company": "nova", "companySettings": {"domain": "nova.example.com"}}""")]
    [InlineData("""{"company": "loja", "extensions": [{"number": "1799"}]}""")]
    public void What_fits_has_no_problem(string json) => Assert.Empty(SiteValidator.Check(_site, SiteFileText.Read(json), "site.json", prune: false));

    [Fact]
    public void With_prune_a_number_may_move_from_one_kind_to_the_other()
    {
        SiteFile file = SiteFileText.Read("""{"extensions": [{"number": "1799"}], "announcements": [{"number": "1700", "prompt": "welcome"}]}""");
        Assert.Equal(2, SiteValidator.Check(_site, file, "site.json", prune: false).Count);
        Assert.Empty(SiteValidator.Check(_site, file, "site.json", prune: true));
    }

    [Fact]
    public void A_prompt_that_is_not_there_is_a_problem_where_prompts_are_known()
    {
        SiteFile file = SiteFileText.Read("""{"announcements": [{"number": "1798", "prompt": "welcome", "language": "en"}, {"number": "1797", "prompt": "none"}]}""");
        SiteProblem problem = Assert.Single(SiteValidator.Check(_site, file, "site.json", false, (language, prompt) => prompt == "welcome"));
        Assert.Equal(new SiteProblem("site.json", "announcements[1].prompt", "there is no prompt \"none\" in pt-BR"), problem);
    }

    [Fact]
    public void Hashes_of_another_realm_are_refused_for_a_company_with_phones()
    {
        SiteFile file = new("default", null, [new() { Number = "1701", Hashes = DigestHashes.Of("1701", "elsewhere", "Zeb-4411-ra") }], null);
        SiteProblem problem = Assert.Single(SiteValidator.Check(_site, file, "site.json", false));
        Assert.Equal("extensions[0].password", problem.Path);
        Assert.Contains("means nothing here", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_without_a_default_company_or_with_a_number_twice_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => new SiteSnapshotBuilder().Add(_shop).Build(1));
        Assert.Throws<InvalidOperationException>(() => new SiteSnapshotBuilder().Add(_default).Add(_shop with { Domain = "DEFAULT.example.com" }).Build(1));
        Assert.Throws<InvalidOperationException>(() => new SiteSnapshotBuilder().Add(_default).Add(_shop.Id, new Extension { Id = Guid.NewGuid(), Number = "1700" }).Build(1));
        Assert.Throws<InvalidOperationException>(() => new SiteSnapshotBuilder().Add(_site.Default).Add(_default.Id, new Extension { Id = Guid.NewGuid(), Number = "1799" }).Build(1));
    }

    [Fact]
    public void A_company_is_found_by_its_domain_in_any_case_and_is_the_default_one_otherwise()
    {
        Assert.Equal("loja", _site.CompanyOf("LOJA.example.com").Company.Name);
        Assert.Equal("default", _site.CompanyOf("10.0.0.1").Company.Name);
    }
}
