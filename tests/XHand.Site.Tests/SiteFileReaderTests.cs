namespace XHand.Site.Tests;

public sealed class SiteFileReaderTests
{
    [Fact]
    public void An_extension_with_every_field_is_read_as_written()
    {
        SiteFile file = SiteFileText.Read("""
            {
              "company": "Loja Ação",
              "companySettings": {"domain": "PABX.example.com", "timeZone": "America/Sao_Paulo", "digest": "sha256"},
              "extensions": [
                {"number": "1700", "password": "Zeb-4411-ra", "name": "Ana", "pickupGroups": ["1"], "canPickup": ["1", "2"], "record": true,
                 "classOfService": ["local", "localMobile", "longDistanceMobile", "longDistance", "international"],
                 "digest": "sha256", "maxRegistrations": 2, "maxCalls": 3, "ringSeconds": 25}
              ],
              "announcements": [{"number": "1799", "name": "Boas-vindas", "prompt": "welcome", "language": "en"}]
            }
            """);

        Assert.Equal("Loja Ação", file.Company);
        Assert.Equal(new CompanyEntry("pabx.example.com", "America/Sao_Paulo", "sha256"), file.CompanySettings);
        ExtensionEntry extension = Assert.Single(file.Extensions!);
        Assert.Equal("1700", extension.Number);
        Assert.Equal("Zeb-4411-ra", extension.Password);
        Assert.Equal("Ana", extension.Name);
        Assert.Equal(["1"], extension.PickupGroups);
        Assert.Equal(["1", "2"], extension.CanPickup);
        Assert.True(extension.Record);
        Assert.Equal(
            [CallClass.Local, CallClass.LocalMobile, CallClass.LongDistanceMobile, CallClass.LongDistance, CallClass.International],
            extension.ClassOfService);
        Assert.Equal(("sha256", 2, 3, 25), (extension.Digest, extension.MaxRegistrations, extension.MaxCalls, extension.RingSeconds));
        Assert.Equal(new AnnouncementEntry("1799", "Boas-vindas", "welcome", "en"), Assert.Single(file.Announcements!));
        Assert.Empty(file.Warnings);
    }

    [Fact]
    public void A_field_left_out_takes_its_default_and_a_kind_left_out_stays_unnamed()
    {
        SiteFile file = SiteFileText.Read("""{"extensions": [{"number": "17"}]}""");

        ExtensionEntry extension = Assert.Single(file.Extensions!);
        Assert.Equal("default", file.Company);
        Assert.Null(file.CompanySettings);
        Assert.Null(file.Announcements);
        Assert.Null(extension.Password);
        Assert.Equal(("", "md5", 5, 99, 60), (extension.Name, extension.Digest, extension.MaxRegistrations, extension.MaxCalls, extension.RingSeconds));
        Assert.False(extension.Record);
        Assert.Empty(extension.ClassOfService);
    }

    [Fact]
    public void A_byte_order_mark_and_keys_in_any_order_are_fine()
    {
        SiteFile file = SiteFileText.Read("\uFEFF" + """{"announcements": [{"prompt": "welcome", "number": "1799"}], "company": "default"}""");
        Assert.Equal(new AnnouncementEntry("1799", "", "welcome", "pt-BR"), Assert.Single(file.Announcements!));
    }

    [Theory]
    [InlineData("""{"extensions": [{"number": "1700", "pasword": "x"}]}""", "extensions[0].pasword", "is no field of this; allowed: number, password, name")]
    [InlineData("""{"extensions": [{"number": 1700}]}""", "extensions[0].number", "must be a string such as \"1700\", in quotes, not a number")]
    [InlineData("""{"extensions": [{"number": null}]}""", "extensions[0].number", "not null")]
    [InlineData("""{"extensions": [{"name": "Ana"}]}""", "extensions[0]", "has no \"number\"")]
    [InlineData("""{"extensions": [{"number": "1"}]}""", "extensions[0].number", "must be 2 to 15 digits")]
    [InlineData("""{"extensions": [{"number": "1234567890123456"}]}""", "extensions[0].number", "must be 2 to 15 digits")]
    [InlineData("""{"extensions": [{"number": "17a0"}]}""", "extensions[0].number", "\"17a0\" must be 2 to 15 digits")]
    [InlineData("""{"extensions": [{"number": "١٧٠٠"}]}""", "extensions[0].number", "must be 2 to 15 digits")]
    [InlineData("""{"extensions": [{"number": "*660"}]}""", "extensions[0].number", "may not begin with * or #")]
    [InlineData("""{"extensions": [{"number": "700"}]}""", "extensions[0].number", "is taken: dialling 700 parks a call")]
    [InlineData("""{"extensions": [{"number": "192"}]}""", "extensions[0].number", "emergency number (ambulance (SAMU))")]
    [InlineData("""{"extensions": [{"number": "1700", "password": "short"}]}""", "extensions[0].password", "must have 8 to 64 characters; it has 5")]
    [InlineData("""{"extensions": [{"number": "1700", "password": "senha café 1"}]}""", "extensions[0].password", "printable ASCII")]
    [InlineData("""{"extensions": [{"password": "17001700", "number": "1700"}]}""", "extensions[0].password", "is the number itself")]
    [InlineData("""{"extensions": [{"number": "1700", "password": "abababab"}]}""", "extensions[0].password", "4 different characters")]
    [InlineData("""{"extensions": [{"number": "1700", "name": "A\tB"}]}""", "extensions[0].name", "control character U+0009")]
    [InlineData("""{"extensions": [{"number": "1700", "name": "A\u0000B"}]}""", "extensions[0].name", "control character U+0000")]
    [InlineData("""{"extensions": [{"number": "1700", "name": "A\u202Etxt"}]}""", "extensions[0].name", "control character U+202E")]
    [InlineData("""{"extensions": [{"number": "1700", "name": "\ud800"}]}""", "extensions[0].name", "half of a character")]
    [InlineData("""{"extensions": [{"number": "1700", "record": "yes"}]}""", "extensions[0].record", "must be true or false, not a string")]
    [InlineData("""{"extensions": [{"number": "1700", "record": {"a": [1]}, "name": "Ana"}]}""", "extensions[0].record", "not an object")]
    [InlineData("""{"extensions": [{"number": "1700", "maxCalls": 100}]}""", "extensions[0].maxCalls", "must be a whole number from 1 to 99")]
    [InlineData("""{"extensions": [{"number": "1700", "maxCalls": 1.5}]}""", "extensions[0].maxCalls", "must be a whole number from 1 to 99")]
    [InlineData("""{"extensions": [{"number": "1700", "maxCalls": 99999999999999999999}]}""", "extensions[0].maxCalls", "from 1 to 99")]
    [InlineData("""{"extensions": [{"number": "1700", "maxRegistrations": 0}]}""", "extensions[0].maxRegistrations", "from 1 to 20")]
    [InlineData("""{"extensions": [{"number": "1700", "ringSeconds": "20"}]}""", "extensions[0].ringSeconds", "from 5 to 300, not a string")]
    [InlineData("""{"extensions": [{"number": "1700", "digest": "sha1"}]}""", "extensions[0].digest", "must be one of md5, sha256, not \"sha1\"")]
    [InlineData("""{"extensions": [{"number": "1700", "classOfService": "local"}]}""", "extensions[0].classOfService", "must be a list such as [\"local\"], not a string")]
    [InlineData("""{"extensions": [{"number": "1700", "classOfService": ["local", "ddd"]}]}""", "extensions[0].classOfService[1]", "\"ddd\" is no class of calls; allowed: local,")]
    [InlineData("""{"extensions": [{"number": "1700", "classOfService": ["local", "local"]}]}""", "extensions[0].classOfService[1]", "twice")]
    [InlineData("""{"extensions": [{"number": "1700", "classOfService": ["emergency"]}]}""", "extensions[0].classOfService[0]", "always allowed")]
    [InlineData("""{"extensions": [{"number": "1700", "pickupGroups": [1]}]}""", "extensions[0].pickupGroups[0]", "in quotes")]
    [InlineData("""{"extensions": [{"number": "1700", "canPickup": [""]}]}""", "extensions[0].canPickup[0]", "is empty")]
    [InlineData("""{"extensions": [{"number": "1700", "number": "1701"}]}""", "extensions[0]", "has the key \"number\" twice")]
    [InlineData("""{"extensions": [{"number": "1700"}, {"number": "1701"}, {"number": "1700"}]}""", "extensions[2].number", "1700 is the number of extensions[0] too")]
    [InlineData("""{"extensions": [{"number": "1700"}], "announcements": [{"number": "1700", "prompt": "welcome"}]}""", "announcements[0].number", "1700 is the number of extensions[0] too")]
    [InlineData("""{"extensions": {"number": "1700"}}""", "extensions", "must be a list of entries, not an object")]
    [InlineData("""{"extensions": ["1700"]}""", "extensions[0]", "must be an object (an extension), not a string")]
    [InlineData("""{"announcements": [{"number": "1799"}]}""", "announcements[0]", "has no \"prompt\"")]
    [InlineData("""{"announcements": [{"number": "1799", "prompt": "../../etc/passwd"}]}""", "announcements[0].prompt", "without folder and ending")]
    [InlineData("""{"announcements": [{"number": "1799", "prompt": "welcome", "language": "fr"}]}""", "announcements[0].language", "must be one of pt-BR, en, es")]
    [InlineData("""{"companySettings": {"domain": "10.0.0.1"}}""", "companySettings.domain", "is no domain name")]
    [InlineData("""{"companySettings": {"timeZone": "Brasilia"}}""", "companySettings.timeZone", "is no time zone of the IANA list")]
    [InlineData("""{"companySettings": {"timeZone": "../../etc/passwd"}}""", "companySettings.timeZone", "is no time zone of the IANA list")]
    [InlineData("""{"company": ""}""", "company", "is empty")]
    [InlineData("""{"extension": []}""", "extension", "is no key of a site file; allowed: company, companySettings, extensions, announcements, trunks, routes, redirects")]
    [InlineData("""{"ringGroups": [{"number": "6666"}]}""", "ringGroups", "is not supported by this version")]
    [InlineData("""{"queues": []}""", "queues", "is not supported by this version")]
    [InlineData("""{"extensions": [], "extensions": []}""", "", "has the key \"extensions\" twice")]
    [InlineData("[]", "", "must be an object (a site file's one object), not a list")]
    [InlineData("null", "", "must be an object")]
    [InlineData("", "", "is empty")]
    [InlineData("  \n", "", "is empty")]
    [InlineData("{\n  \"extensions\": [\n    {\"number\": \"1700\"},\n  ]\n}", "extensions[1]", "is broken JSON at line 4, byte 3: a comma with nothing after it")]
    [InlineData("""{"extensions": [{"number": "1700"}""", "extensions[1]", "is broken JSON at line 1")]
    [InlineData("""{"extensions": [{"number": "1700",}]}""", "extensions[0]", "a comma with nothing after it")]
    [InlineData("{} {}", "", "is broken JSON at line 1")]
    [InlineData("// comment\n{}", "", "is broken JSON at line 1")]
    [InlineData("{'extensions': []}", "", "is broken JSON at line 1")]
    public void Bad_input_is_one_problem_with_its_path_and_reason(string json, string path, string reason)
    {
        SiteProblem problem = SiteFileText.OneProblem(json);
        Assert.Equal(path, problem.Path);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_of_a_file_is_found_in_one_reading()
    {
        IReadOnlyList<SiteProblem> problems = SiteFileText.Problems("""
            {
              "extensions": [{"number": "1", "colour": "red"}, {"number": "1701", "record": 1, "classOfService": ["x", "local", 3]}],
              "queues": [],
              "announcements": [{"number": "1799", "prompt": ""}]
            }
            """);

        Assert.Equal(
            ["extensions[0].number", "extensions[0].colour", "extensions[1].record", "extensions[1].classOfService[0]", "extensions[1].classOfService[2]", "queues", "announcements[0].prompt"],
            problems.Select(p => p.Path));
    }

    [Theory]
    [InlineData("1700", "12345678", "extensions[0].password", "digits alone")]
    [InlineData("1700", "qwertyui", "extensions[0].password", "neighbouring keys")]
    [InlineData("1700", "Senha123", "extensions[0].password", "attackers try first")]
    [InlineData("1700", "ramal-1700-x", "extensions[0].password", "holds the number")]
    [InlineData("701", "Zeb-4411-ra", "extensions[0].number", "parking place")]
    [InlineData("0091", "Zeb-4411-ra", "extensions[0].number", "begins with 00")]
    [InlineData("3001", "Zeb-4411-ra", "extensions[0].number", "*33 is also the code that takes a fax")]
    public void What_is_allowed_but_unwise_is_a_warning(string number, string password, string path, string reason)
    {
        SiteFile file = SiteFileText.Read($$"""{"extensions": [{"number": "{{number}}", "password": "{{password}}"}]}""");
        SiteProblem warning = Assert.Single(file.Warnings);
        Assert.Equal(path, warning.Path);
        Assert.Contains(reason, warning.Reason, StringComparison.Ordinal);
    }
}
