using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using XHand.Web.Problems;

namespace XHand.Web.Live;

/// <summary>The live hub's address, limits and services.</summary>
internal static class LiveEndpoint
{
    /// <summary>Its address.</summary>
    public static readonly PathString Path = "/live";

    // What a client says is the name of a topic.
    private const int MaxMessageBytes = 4096;
    private const int BufferBytes = 64 * 1024;

    public static void AddServices(IServiceCollection services, LiveOptions options)
    {
        services.AddSingleton(options).AddSingleton<LivePublishers>().AddSingleton<LiveRecheck>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveRecheck>());
        services.AddSignalR(hub => hub.MaximumReceiveMessageSize = MaxMessageBytes)
            .AddJsonProtocol(json =>
            {
                json.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
                json.PayloadSerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            });
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapHub<LiveHub>(Path, connection =>
            {
                connection.Transports = HttpTransportType.WebSockets;
                connection.ApplicationMaxBufferSize = MaxMessageBytes;
                connection.TransportMaxBufferSize = BufferBytes;
                connection.CloseOnAuthenticationExpiration = true;
            })
            .RequireAuthorization(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

    /// <summary>
    /// A browser opens a WebSocket to anywhere and sends the cookies of there along; only Origin tells that another site's page asked
    /// (RFC 6455 10.2). Programs send no Origin.
    /// </summary>
    public static Task? RefuseForeign(HttpContext context)
    {
        string origin = context.Request.Headers.Origin.ToString();
        bool isForeign = context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase)
            && origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? from)
                && string.Equals(from.Host, context.Request.Host.Host, StringComparison.OrdinalIgnoreCase)
                && from.Port == (context.Request.Host.Port ?? DefaultPort(from.Scheme)));
        return isForeign
            ? Problem.Of(StatusCodes.Status403Forbidden, WebReasons.ForeignPage).ExecuteAsync(context)
            : null;
    }

    private static int DefaultPort(string scheme) => scheme == Uri.UriSchemeHttps ? 443 : 80;
}
