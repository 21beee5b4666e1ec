using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>The web client as the server gives it: one page, hashed files, headers, and nothing of the server's own hidden by it.</summary>
public sealed partial class ClientPagesTests : IAsyncLifetime, IDisposable
{
    private const string Page = """
        <!doctype html><html><head><meta property="csp-nonce" nonce="XHAND-NONCE"><style nonce="XHAND-NONCE"></style></head><body></body></html>
        """;

    private readonly TestServer _server = new();

    public async Task InitializeAsync()
    {
        _server.WriteClient("index.html", Page);
        _server.WriteClient("favicon.svg", "<svg/>");
        _server.WriteClient("assets/app-4f3a.js", "plain");
        _server.WriteClient("assets/app-4f3a.js.br", "brotli");
        _server.WriteClient("assets/app-4f3a.js.gz", "gzip");
        _server.WriteClient("assets/app-4f3a.js.map", "{}");
        await _server.InitializeAsync();
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/trunks/operadora.sp")]
    [InlineData("/apiary")]
    [InlineData("/index.html")]
    public async Task Every_address_of_the_client_gives_its_page_which_nobody_keeps(string path)
    {
        using HttpResponseMessage answer = await BrowseAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Contains("<!doctype html>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/API/v2")]
    [InlineData("/live/nothing")]
    [InlineData("/sip/nothing")]
    [InlineData("/openapi/nothing")]
    [InlineData("/metrics/nothing")]
    [InlineData("/health/nothing")]
    [InlineData("/assets/gone-1234.js")]
    [InlineData("/assets/app-4f3a.js.map")]
    public async Task What_is_the_servers_own_is_404_when_it_is_not_there(string path)
    {
        using HttpResponseMessage answer = await BrowseAsync(path);
        await TestServer.ProblemAsync(answer, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets/..%2f..%2findex.html")]
    [InlineData("/assets/%2e%2e/%2e%2e/appsettings.json")]
    public async Task No_address_leads_out_of_the_clients_folder(string path)
    {
        using HttpResponseMessage answer = await _server.Program().GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_program_that_asks_for_no_page_is_told_404() =>
        await TestServer.ProblemAsync(await _server.Program().GetAsync(new Uri("/nowhere", UriKind.Relative)), HttpStatusCode.NotFound);

    [Fact]
    public async Task Each_page_has_a_nonce_of_its_own_in_its_policy_and_in_its_text()
    {
        HashSet<string> seen = [];
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage answer = await BrowseAsync("/");
            string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            string nonce = Nonce().Match(policy).Groups[1].Value;
            string page = await answer.Content.ReadAsStringAsync();
            Assert.Equal(24, nonce.Length);
            Assert.Equal(2, page.Split(nonce).Length - 1);
            Assert.DoesNotContain("XHAND-NONCE", page, StringComparison.Ordinal);
            Assert.True(seen.Add(nonce));
        }
    }

    [Fact]
    public async Task The_policy_lets_nothing_in_from_elsewhere_and_nothing_inline()
    {
        using HttpResponseMessage answer = await BrowseAsync("/");
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        string[] parts = policy.Split("; ");
        Assert.Contains("default-src 'none'", parts);
        Assert.Contains("script-src 'self'", parts);
        Assert.Contains("base-uri 'none'", parts);
        Assert.Contains("form-action 'self'", parts);
        Assert.Contains("frame-ancestors 'none'", parts);
        Assert.Contains($"connect-src 'self' ws://{_server.Address.Authority} wss://{_server.Address.Authority}", parts);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain('*', policy);
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("a.example:9000")]
    [InlineData("x;script-src")]
    [InlineData("x'unsafe-inline'")]
    [InlineData("[::1]:8080")]
    public async Task A_host_that_lies_changes_at_most_whom_its_own_page_may_speak_to(string host)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        request.Headers.TryAddWithoutValidation("Host", host);
        using HttpResponseMessage answer = await _server.Program().SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Single(policy.Split("; "), part => part.StartsWith("script-src", StringComparison.Ordinal));
        }
        else
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br", "brotli")]
    [InlineData("gzip", "gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip", "gzip")]
    [InlineData("identity", null, "plain")]
    public async Task A_hashed_file_is_sent_as_the_browser_takes_it_and_kept_for_ever(string accepted, string? encoding, string content)
    {
        using HttpResponseMessage answer = await BrowseAsync("/assets/app-4f3a.js", accepted);
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(content, await answer.Content.ReadAsStringAsync());
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl?.ToString());
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
    }

    [Fact]
    public async Task The_first_page_is_there_for_who_does_not_say_what_he_takes()
    {
        using HttpResponseMessage answer = await _server.Program().GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_file_without_a_hash_is_asked_for_again_and_not_sent_twice()
    {
        using HttpResponseMessage first = await BrowseAsync("/favicon.svg");
        Assert.True(first.Headers.CacheControl?.NoCache);
        using HttpRequestMessage again = new(HttpMethod.Get, "/favicon.svg");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await _server.Program().SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Head_gives_the_length_and_no_content()
    {
        using HttpRequestMessage head = new(HttpMethod.Head, "/favicon.svg");
        using HttpResponseMessage answer = await _server.Program().SendAsync(head);
        Assert.Equal(6, answer.Content.Headers.ContentLength);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_client_that_was_not_built_says_what_to_run_and_needs_no_restart_once_it_is()
    {
        using TestServer bare = new();
        await bare.InitializeAsync();
        try
        {
            using HttpResponseMessage missing = await BrowseAsync("/", null, bare);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, missing.StatusCode);
            Assert.Contains("npm run build", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            bare.WriteClient("index.html", Page);
            using HttpResponseMessage built = await BrowseAsync("/", null, bare);
            Assert.Equal(HttpStatusCode.OK, built.StatusCode);
        }
        finally
        {
            await bare.DisposeAsync();
        }
    }

    private async Task<HttpResponseMessage> BrowseAsync(string path, string? encodings = null, TestServer? server = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        if (encodings is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encodings);
        }

        return await (server ?? _server).Program().SendAsync(request);
    }

    [GeneratedRegex("style-src 'self' 'nonce-([A-Za-z0-9+/=]+)'")]
    private static partial Regex Nonce();
}
