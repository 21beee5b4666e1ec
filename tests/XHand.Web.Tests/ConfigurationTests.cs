using System.Net;
using System.Text.Json;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>Configuration by HTTP: each entry is a site file of its own.</summary>
public sealed class ConfigurationTests : IAsyncLifetime, IDisposable
{
    private readonly TestServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Extensions_are_listed_by_number_and_never_with_their_secrets()
    {
        using HttpResponseMessage response = await _server.Program("read").GetAsync(Path("extensions"));
        JsonElement list = await TestServer.JsonAsync(response, HttpStatusCode.OK);
        Assert.Equal(["1700", "1701"], list.EnumerateArray().Select(e => e.GetProperty("number").GetString()));
        Assert.True(list[0].GetProperty("hasPassword").GetBoolean());
        Assert.False(list[1].GetProperty("hasPassword").GetBoolean());
        Assert.DoesNotContain("aaaa", list.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("bbbb", list.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_put_makes_an_extension_then_changes_it_and_what_was_read_can_be_written_back()
    {
        HttpClient program = _server.Program("read", "write");
        JsonElement made = await TestServer.JsonAsync(
            await program.PutAsync(Path("extensions/1750"), TestServer.Body("""{"name": "Carla", "password": "Zeb-4411-ra-x"}""")), HttpStatusCode.Created);
        Assert.Equal("Carla", made.GetProperty("name").GetString());
        Assert.True(made.GetProperty("hasPassword").GetBoolean());

        JsonElement again = await TestServer.JsonAsync(await program.PutAsync(Path("extensions/1750"), TestServer.Body(made.ToString())), HttpStatusCode.OK);
        Assert.True(again.GetProperty("hasPassword").GetBoolean());
        Assert.Contains("key:test", _server.Site.Actors);
        JsonElement read = await TestServer.JsonAsync(await program.GetAsync(Path("extensions/1750")), HttpStatusCode.OK);
        Assert.Equal(again.ToString(), read.ToString());
    }

    [Theory]
    [InlineData("""{"ringSeconds": 4}""", "ringSeconds")]
    [InlineData("""{"colour": "red"}""", "colour")]
    [InlineData("""{"name": 7}""", "name")]
    [InlineData("""{"number": "1701"}""", "number")]
    [InlineData("""[1, 2]""", "")]
    public async Task A_put_that_breaks_a_rule_is_422_with_the_field_and_the_reason_and_changes_nothing(string body, string field)
    {
        long before = _server.Site.Current.Version;
        JsonElement problem = await TestServer.ProblemAsync(
            await _server.Program("write").PutAsync(Path("extensions/1700"), TestServer.Body(body)), HttpStatusCode.UnprocessableEntity);
        JsonElement error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(field, error.GetProperty("path").GetString());
        Assert.Equal("/api/v1/extensions/1700", error.GetProperty("file").GetString());
        Assert.NotEqual("", error.GetProperty("reason").GetString());
        Assert.Equal(before, _server.Site.Current.Version);
    }

    [Theory]
    [InlineData("""{"name": """)]
    [InlineData("not json")]
    [InlineData("")]
    public async Task A_broken_body_is_400_and_says_where_it_breaks(string body)
    {
        using StringContent content = new(body, null, "application/json");
        JsonElement problem = await TestServer.ProblemAsync(
            await _server.Program("write").PutAsync(Path("extensions/1700"), content), HttpStatusCode.BadRequest);
        Assert.Contains("line 1", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_an_announcement_has_is_refused_for_an_extension()
    {
        JsonElement problem = await TestServer.ProblemAsync(
            await _server.Program("write").PutAsync(Path("extensions/1799"), TestServer.Body("{}")), HttpStatusCode.UnprocessableEntity);
        Assert.Contains("1799", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delete_removes_and_a_second_one_is_404()
    {
        HttpClient program = _server.Program("read", "write");
        Assert.Equal(HttpStatusCode.NoContent, (await program.DeleteAsync(Path("announcements/1799"))).StatusCode);
        await TestServer.ProblemAsync(await program.DeleteAsync(Path("announcements/1799")), HttpStatusCode.NotFound);
        await TestServer.ProblemAsync(await program.GetAsync(Path("announcements/1799")), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Another_company_does_not_exist_for_a_key()
    {
        HttpClient shop = _server.Shop("read", "write");
        JsonElement list = await TestServer.JsonAsync(await shop.GetAsync(Path("extensions")), HttpStatusCode.OK);
        Assert.Equal("2000", Assert.Single(list.EnumerateArray()).GetProperty("number").GetString());
        await TestServer.ProblemAsync(await shop.GetAsync(Path("extensions/1700")), HttpStatusCode.NotFound);
        await TestServer.ProblemAsync(await shop.DeleteAsync(Path("extensions/1700")), HttpStatusCode.NotFound);
        await TestServer.ProblemAsync(
            await shop.PostAsync(Path("site"), TestServer.Body("""{"company": "default", "extensions": []}""")), HttpStatusCode.UnprocessableEntity);
        await TestServer.JsonAsync(await shop.PostAsync(Path("site"), TestServer.Body("""{"extensions": [{"number": "2001"}]}""")), HttpStatusCode.OK);
        Assert.True(_server.Site.Current.Companies[FakeSite.Shop].Extensions.ContainsKey("2001"));
        Assert.False(_server.Site.Current.Companies[FakeSite.Default].Extensions.ContainsKey("2001"));
    }

    [Fact]
    public async Task A_site_file_says_each_change_and_a_dry_run_makes_none()
    {
        HttpClient program = _server.Program("write");
        JsonElement dry = await TestServer.JsonAsync(
            await program.PostAsync(Path("site?dryRun=true&prune=true&file=site.json"), TestServer.Body("""{"extensions": [{"number": "1700", "name": "Eva"}]}""")),
            HttpStatusCode.OK);
        Assert.True(dry.GetProperty("dryRun").GetBoolean());
        Assert.Equal(["change 1700", "delete 1701"], dry.GetProperty("changes").EnumerateArray().Select(c => $"{c.GetProperty("action")} {c.GetProperty("key")}"));
        Assert.Equal(7, _server.Site.Current.Version);
    }

    [Fact]
    public async Task The_export_can_be_applied_again_and_kinds_can_be_chosen()
    {
        HttpClient program = _server.Program("read", "write");
        string export = await program.GetStringAsync(Path("site"));
        using StringContent content = new(export, null, "application/json");
        JsonElement applied = await TestServer.JsonAsync(await program.PostAsync(Path("site?prune=true"), content), HttpStatusCode.OK);
        Assert.Empty(applied.GetProperty("changes").EnumerateArray());
        using JsonDocument only = JsonDocument.Parse(await program.GetStringAsync(Path("site?kind=announcements")));
        Assert.False(only.RootElement.TryGetProperty("extensions", out _));
        JsonElement problem = await TestServer.ProblemAsync(await program.GetAsync(Path("site?kind=queues")), HttpStatusCode.BadRequest);
        Assert.Contains("extensions", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_with_a_secrets_key_makes_the_same_site_and_the_key_passes_by_the_socket_only()
    {
        string key = Convert.ToBase64String(new byte[32]);
        HttpClient local = _server.Local();
        local.DefaultRequestHeaders.Add("X-XHand-Secrets-Key", key);
        string export = await local.GetStringAsync(Path("site"));
        Assert.Contains("encrypted", export, StringComparison.Ordinal);
        using StringContent content = new(export, null, "application/json");
        JsonElement applied = await TestServer.JsonAsync(await local.PostAsync(Path("site"), content), HttpStatusCode.OK);
        Assert.Empty(applied.GetProperty("changes").EnumerateArray());

        HttpClient program = _server.Program("read");
        program.DefaultRequestHeaders.Add("X-XHand-Secrets-Key", key);
        await TestServer.ProblemAsync(await program.GetAsync(Path("site")), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_body_over_one_mebibyte_is_413_but_a_site_file_may_be_larger()
    {
        HttpClient program = _server.Program("write");
        string name = new('x', 2 * 1024 * 1024);
        await TestServer.ProblemAsync(
            await program.PutAsync(Path("extensions/1700"), TestServer.Body($$"""{"name": "{{name}}"}""")), HttpStatusCode.RequestEntityTooLarge);
        JsonElement problem = await TestServer.ProblemAsync(
            await program.PostAsync(Path("site"), TestServer.Body($$"""{"extensions": [{"number": "1700", "name": "{{name}}"}]}""")), HttpStatusCode.UnprocessableEntity);
        Assert.Equal("extensions[0].name", problem.GetProperty("errors")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task A_hundred_thousand_brackets_are_refused_everywhere_and_the_server_lives()
    {
        HttpClient program = _server.Program("write", "calls", "read");
        string deep = new('[', 100_000);
        foreach ((string method, string path) in new[] { ("PUT", "extensions/1700"), ("POST", "site"), ("POST", "calls") })
        {
            using HttpRequestMessage request = new(new(method), Path(path)) { Content = new StringContent(deep, null, "application/json") };
            using HttpResponseMessage response = await program.SendAsync(request);
            Assert.InRange((int)response.StatusCode, 400, 422);
        }

        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(Path("status"))).StatusCode);
    }

    [Fact]
    public async Task With_the_database_away_changes_are_503_and_reading_goes_on()
    {
        HttpClient program = _server.Program("read", "write");
        await TestServer.JsonAsync(await program.GetAsync(Path("extensions")), HttpStatusCode.OK);
        _server.Site.IsAway = true;
        _server.Keys.IsAway = true;
        using HttpResponseMessage refused = await program.PutAsync(Path("extensions/1700"), TestServer.Body("{}"));
        JsonElement problem = await TestServer.ProblemAsync(refused, HttpStatusCode.ServiceUnavailable);
        Assert.Contains("database", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);
        await TestServer.JsonAsync(await program.GetAsync(Path("extensions")), HttpStatusCode.OK);
        await TestServer.ProblemAsync(
            await _server.WithKey("xh_" + new string('n', 43)).GetAsync(Path("extensions")), HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task The_command_line_chooses_a_company_and_one_that_is_not_there_is_404()
    {
        JsonElement list = await TestServer.JsonAsync(await _server.Local("loja").GetAsync(Path("extensions")), HttpStatusCode.OK);
        Assert.Equal("2000", list[0].GetProperty("number").GetString());
        JsonElement problem = await TestServer.ProblemAsync(await _server.Local("nada").GetAsync(Path("extensions")), HttpStatusCode.NotFound);
        Assert.Contains("nada", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static Uri Path(string path) => new("/api/v1/" + path, UriKind.Relative);
}
