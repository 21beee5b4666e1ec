using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using XHand.Web.Health;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>What the server is besides its API: health, description, headers, TLS.</summary>
public sealed class ServerTests : IAsyncLifetime, IDisposable
{
    private readonly TestServer _server = new();

    public Task InitializeAsync() => _server.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Before_its_parts_are_there_the_API_says_503_and_health_says_starting()
    {
        _server.Current = _server.Current with { Phase = SystemPhase.Starting };
        HttpClient nobody = _server.Program();
        using HttpResponseMessage api = await nobody.GetAsync(Path("/api/v1/status"));
        await TestServer.ProblemAsync(api, HttpStatusCode.ServiceUnavailable);
        Assert.Equal(TimeSpan.FromSeconds(1), api.Headers.RetryAfter?.Delta);
        JsonElement ready = await TestServer.JsonAsync(await nobody.GetAsync(Path("/health/ready")), HttpStatusCode.ServiceUnavailable);
        Assert.Equal("starting", ready.GetProperty("status").GetString());
        await TestServer.JsonAsync(await nobody.GetAsync(Path("/health/live")), HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(SystemPhase.Recovering, DatabaseState.Connected, true, false, true)]
    [InlineData(SystemPhase.Draining, DatabaseState.Connected, true, false, true)]
    [InlineData(SystemPhase.Ready, DatabaseState.Away, true, true, true)]
    [InlineData(SystemPhase.Ready, DatabaseState.Connected, false, false, false)]
    public async Task Health_tells_ready_from_alive(SystemPhase phase, DatabaseState database, bool loopAnswers, bool ready, bool live)
    {
        _server.Current = _server.Current with { Phase = phase, Database = database, LoopAnswers = loopAnswers, SiteSource = SiteOrigin.Disk };
        HttpClient nobody = _server.Program();
        JsonElement said = await TestServer.JsonAsync(
            await nobody.GetAsync(Path("/health/ready")), ready ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
        Assert.Equal(database == DatabaseState.Away ? "away" : "connected", said.GetProperty("database").GetString());
        Assert.Equal("disk", said.GetProperty("site").GetString());
        using HttpResponseMessage alive = await nobody.GetAsync(Path("/health/live"));
        Assert.Equal(live ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, alive.StatusCode);
    }

    [Fact]
    public async Task The_description_names_every_resource_and_how_to_sign_in()
    {
        _server.Open();
        using JsonDocument document = JsonDocument.Parse(await _server.Program().GetStringAsync(Path("/openapi/v1.json")));
        JsonElement paths = document.RootElement.GetProperty("paths");
        foreach (string path in new[] { "extensions/{key}", "announcements", "site", "calls", "call-records/{callId}/events", "call-events", "registrations", "explain", "status" })
        {
            Assert.True(paths.TryGetProperty("/api/v1/" + path, out _), path);
        }

        Assert.Equal("bearer", document.RootElement.GetProperty("components").GetProperty("securitySchemes").GetProperty("apiKey").GetProperty("scheme").GetString());
        JsonElement put = paths.GetProperty("/api/v1/extensions/{key}").GetProperty("put");
        Assert.Contains("extensions.change", put.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.True(put.TryGetProperty("requestBody", out _));
        Assert.NotEmpty(put.GetProperty("security").EnumerateArray());
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_bind_a_browser()
    {
        _server.Open();
        HttpClient nobody = _server.Program();
        foreach (string path in new[] { "/health/live", "/api/v1/status", "/nowhere", "/openapi/v1.json" })
        {
            using HttpResponseMessage response = await nobody.GetAsync(Path(path));
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
            Assert.True(response.Headers.CacheControl?.NoStore);
            Assert.Empty(response.Headers.Server);
        }
    }

    [Fact]
    public async Task An_address_that_is_not_there_and_a_method_that_does_not_fit_are_problems_too()
    {
        _server.Open();
        HttpClient nobody = _server.Program();
        await TestServer.ProblemAsync(await nobody.GetAsync(Path("/nowhere")), HttpStatusCode.NotFound);
        await TestServer.ProblemAsync(await nobody.PostAsync(Path("/health/live"), null), HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Https_shows_the_certificate_made_in_the_data_directory()
    {
        _server.Open();
        X509Certificate2? shown = null;
        using HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => (shown = certificate is null ? null : new X509Certificate2(certificate)) is not null,
        };
        using HttpClient client = new(handler) { BaseAddress = _server.SecureAddress };
        using HttpResponseMessage response = await client.GetAsync(Path("/health/live"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.Contains("Strict-Transport-Security"));
        Assert.True(shown!.MatchesHostname("localhost"));
        shown.Dispose();
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
