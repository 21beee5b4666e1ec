using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>Keys and the socket; who may do what in all is in RouteWalkTests.</summary>
public sealed partial class AccessTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Every_other_route_refuses_who_has_no_key_or_a_wrong_one()
    {
        using HttpClient nobody = server.Program();
        using HttpClient stranger = server.WithKey("xh_" + new string('x', 43));
        using HttpClient garbled = server.WithKey("not-a-key");
        int checkedRoutes = 0;
        foreach ((string method, string path) in Guarded())
        {
            foreach (HttpClient client in new[] { nobody, stranger, garbled })
            {
                using HttpResponseMessage response = await client.SendAsync(new(new(method), path) { Content = Nothing(method) });
                Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} without a valid key: {(int)response.StatusCode}");
                Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
                Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
            }

            checkedRoutes++;
        }

        Assert.True(checkedRoutes >= 20, $"only {checkedRoutes} routes were found");
    }

    [Fact]
    public async Task A_revoked_key_stops_working_at_once()
    {
        using HttpClient program = server.WithKey(server.Keys.Make(FakeSite.Default, "default", "leaver", "read"));
        using HttpClient local = server.Local();
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(new Uri("/api/v1/status", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await local.DeleteAsync(new Uri("/api/v1/api-keys/leaver", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync(new Uri("/api/v1/status", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_scope_that_only_the_socket_has_is_worth_nothing_in_a_key()
    {
        using HttpClient program = server.WithKey(server.Keys.Make(FakeSite.Default, "default", "forged", "read", "administer", "keys.change", "socket"));
        Assert.Equal(HttpStatusCode.Forbidden, (await program.DeleteAsync(new Uri("/api/v1/api-keys/x", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.GetAsync(new Uri("/api/v1/audit/check", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Text_that_cannot_be_a_key_is_not_looked_up()
    {
        int before = server.Keys.Lookups;
        using HttpClient garbled = server.WithKey("xh_short");
        Assert.Equal(HttpStatusCode.Unauthorized, (await garbled.GetAsync(new Uri("/api/v1/status", UriKind.Relative))).StatusCode);
        Assert.Equal(before, server.Keys.Lookups);
    }

    [Fact]
    public async Task The_local_rights_belong_to_the_socket_and_to_no_header()
    {
        using HttpClient local = server.Local();
        Assert.Equal(HttpStatusCode.OK, (await local.GetAsync(new Uri("/api/v1/api-keys", UriKind.Relative))).StatusCode);
        using HttpClient nobody = server.Program();
        nobody.DefaultRequestHeaders.Add("X-XHand-Company", "default");
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(new Uri("/api/v1/api-keys", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Metrics_are_open_to_this_machine_but_not_through_a_proxy_on_it()
    {
        using HttpClient scraper = server.Program();
        Assert.Equal(HttpStatusCode.OK, (await scraper.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);
        scraper.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.Unauthorized, (await scraper.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);
        using HttpClient reader = server.Program("read");
        reader.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);
    }

    private static ByteArrayContent? Nothing(string method) => method is "POST" or "PUT" ? new([]) : null;

    private IEnumerable<RouteEndpoint> Routes() =>
        server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <summary>Method and path of every route that is not open; /metrics and the live hub have their own tests.</summary>
    private IEnumerable<(string Method, string Path)> Guarded() =>
        from route in Routes()
        let text = route.RoutePattern.RawText!
        where route.Metadata.GetMetadata<IAllowAnonymous>() is null && text != "/metrics" && !text.StartsWith("/live", StringComparison.Ordinal)
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (method, RouteKey().Replace(text, key => key.Value.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : "1700") + "?from=1&dial=1&call=" + Guid.Empty);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex RouteKey();
}
