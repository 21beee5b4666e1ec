using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Web.Access;

namespace XHand.Web.Metrics;

/// <summary>GET /metrics: open to this machine, to who may see the system from elsewhere.</summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (PrometheusExporter exporter) => Results.Text(exporter.Write(), PrometheusExporter.ContentType))
            .WithTags("Health")
            .WithSummary("Figures as Prometheus text.")
            .Produces<string>(contentType: "text/plain")
            .Needs(Permissions.Metrics);

    /// <summary>True for a scraper on this machine that is no proxy speaking for somebody else.</summary>
    public static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("Forwarded");
}
