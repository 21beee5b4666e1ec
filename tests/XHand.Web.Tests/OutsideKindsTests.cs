using System.Net;
using System.Text.Json;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>Trunks, routes and redirects by HTTP, and what <c>explain</c> says of calls by them.</summary>
public sealed class OutsideKindsTests : IAsyncLifetime, IDisposable
{
    private const string Trunk = """{"host": "203.0.113.7", "login": "u", "password": "Hy7-kk20-qu", "codecs": ["PCMA"]}""";

    private readonly TestServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_trunk_a_route_and_a_redirect_are_made_listed_and_written_back_as_read()
    {
        HttpClient program = await OutsideAsync();
        JsonElement trunk = await GetAsync(program, "trunks/operadora");
        Assert.True(trunk.GetProperty("hasPassword").GetBoolean());
        Assert.DoesNotContain("Hy7", trunk.ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"extension":"1700"}""", (await GetAsync(program, "redirects/1778")).GetProperty("destination").ToString());

        foreach (string path in new[] { "trunks/operadora", "routes/Sa%C3%ADda%20geral", "redirects/1778", "redirects/1779" })
        {
            string read = (await GetAsync(program, path)).ToString();
            JsonElement again = await TestServer.JsonAsync(await program.PutAsync(Path(path), TestServer.Body(read)), HttpStatusCode.OK);
            Assert.Equal(read, again.ToString());
        }

        Assert.Equal("Hy7-kk20-qu", _server.Site.Current.Companies[FakeSite.Default].Trunks["operadora"].Password);
        Assert.Equal(["Primeira", "Saída geral"], (await GetAsync(program, "routes")).EnumerateArray().Select(r => r.GetProperty("name").GetString()));
        Assert.Equal(["1778", "1779"], (await GetAsync(program, "redirects")).EnumerateArray().Select(r => r.GetProperty("did").GetString()));
        await TestServer.ProblemAsync(await _server.Shop("read").GetAsync(Path("trunks/operadora")), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("trunks/a", """{"port": 5060}""", "", "has no \"host\"")]
    [InlineData("routes/r", """{"pattern": "0Q", "trunks": ["operadora"]}""", "pattern", "position 2")]
    [InlineData("routes/r", """{"pattern": "X.", "trunks": ["nada"]}""", "trunks[0]", "there is no trunk \"nada\"")]
    [InlineData("routes/r", """{"name": "s", "pattern": "X.", "trunks": ["operadora"]}""", "name", "must be \"r\"")]
    [InlineData("redirects/1780", """{"destination": {"extension": "1999"}}""", "destination.extension", "there is no extension 1999")]
    [InlineData("redirects/1780", """{"destination": {"queue": "7770"}}""", "destination.queue", "not supported by this version")]
    public async Task A_put_that_breaks_a_rule_is_422_with_the_field_and_the_reason(string path, string body, string field, string reason)
    {
        HttpClient program = await OutsideAsync();
        JsonElement problem = await TestServer.ProblemAsync(
            await program.PutAsync(Path(path), TestServer.Body(body)), HttpStatusCode.UnprocessableEntity);
        JsonElement error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(field, error.GetProperty("path").GetString());
        Assert.Contains(reason, error.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_name_is_409_with_their_names_and_stays()
    {
        HttpClient program = await OutsideAsync();
        JsonElement problem = await TestServer.ProblemAsync(await program.DeleteAsync(Path("trunks/operadora")), HttpStatusCode.Conflict);
        Assert.Contains("route \"Primeira\", route \"Saída geral\"", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await TestServer.ProblemAsync(await program.DeleteAsync(Path("extensions/1700")), HttpStatusCode.Conflict);
        foreach (string path in new[] { "routes/Sa%C3%ADda%20geral", "routes/Primeira", "trunks/operadora", "redirects/1778" })
        {
            Assert.Equal(HttpStatusCode.NoContent, (await program.DeleteAsync(Path(path))).StatusCode);
        }

        await TestServer.ProblemAsync(await program.DeleteAsync(Path("routes/Primeira")), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Explain_tells_the_ways_out_in_order_and_each_route_that_was_looked_at()
    {
        HttpClient program = await OutsideAsync();
        JsonElement plan = await GetAsync(program, "explain?from=1700&dial=190");
        JsonElement way = Assert.Single(plan.GetProperty("destination").GetProperty("trunks").EnumerateArray());
        Assert.Equal("operadora Saída geral 190 1700", $"{way.GetProperty("trunk")} {way.GetProperty("route")} {way.GetProperty("number")} {way.GetProperty("callerId")}");
        Assert.Contains("\\u0022Primeira\\u0022 (0.) does not match: digit 1 is 1", JsonSerializer.Serialize(plan), StringComparison.Ordinal);
        Assert.Equal("emergency", plan.GetProperty("class").GetString());
    }

    [Fact]
    public async Task Explain_tells_where_a_call_from_outside_goes()
    {
        HttpClient program = await OutsideAsync();
        JsonElement plan = await GetAsync(program, "explain?trunk=operadora&did=22331778&from=%2B5511987654321");
        Assert.Equal("1700", plan.GetProperty("destination").GetProperty("extension").GetString());
        Assert.Equal(("vendas", "011987654321"), (plan.GetProperty("tag").GetString(), plan.GetProperty("callerShown").GetString()));
        await TestServer.ProblemAsync(await program.GetAsync(Path("explain?trunk=nada&did=1778")), HttpStatusCode.NotFound);
        await TestServer.ProblemAsync(await program.GetAsync(Path("explain?from=1700")), HttpStatusCode.BadRequest);
        await TestServer.ProblemAsync(await program.GetAsync(Path("explain?from=1700&dial=190&trunk=operadora")), HttpStatusCode.BadRequest);
    }

    private async Task<HttpClient> OutsideAsync()
    {
        HttpClient program = _server.Program("read", "write");
        foreach ((string path, string body) in new[]
        {
            ("trunks/operadora", Trunk),
            ("routes/Sa%C3%ADda%20geral", """{"pattern": "X.", "trunks": ["operadora"]}"""),
            ("routes/Primeira", """{"pattern": "0.", "order": 1, "trunks": ["operadora"], "class": "longDistance"}"""),
            ("redirects/1778", """{"tag": "vendas", "destination": {"extension": "1700"}}"""),
            ("redirects/1779", """{"destination": {"hangup": true}}"""),
        })
        {
            using HttpResponseMessage made = await program.PutAsync(Path(path), TestServer.Body(body));
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        }

        return program;
    }

    private static async Task<JsonElement> GetAsync(HttpClient program, string path) =>
        await TestServer.JsonAsync(await program.GetAsync(Path(path)), HttpStatusCode.OK);

    private static Uri Path(string path) => new("/api/v1/" + path, UriKind.Relative);
}
