using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using XHand.Site;
using XHand.Web.Problems;

namespace XHand.Web.Server;

/// <summary>Runs a WebSocket that speaks SIP until it is closed; never throws.</summary>
/// <param name="socket">Accepted, with the sub-protocol "sip".</param>
/// <param name="local">Our end.</param>
/// <param name="remote">The browser's.</param>
/// <param name="isSecure">It came by HTTPS.</param>
public delegate Task SipSocket(WebSocket socket, IPEndPoint local, IPEndPoint remote, bool isSecure);

/// <summary>
/// SIP over WebSocket (RFC 7118) at /sip on both ports. Open to everybody, as the SIP ports are: who calls is asked for a password there. No cookie
/// counts here, so that a page of another site gains nothing by asking.
/// </summary>
internal static class SipSocketEndpoint
{
    /// <summary>Its address.</summary>
    public const string Path = "/sip";

    private const string SubProtocol = "sip";

    // A browser that went without a word is noticed; NAT on the way is kept open (RFC 7118 6).
    private static readonly TimeSpan _pingEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _pongLimit = TimeSpan.FromSeconds(20);

    public static void Map(IEndpointRouteBuilder routes)
    {
        IApplicationBuilder pipeline = routes.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(ServeAsync);

        // CONNECT is how a browser opens one on HTTP/2 (RFC 8441).
        routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Connect], pipeline.Build()).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task ServeAsync(HttpContext context)
    {
        if (Refusal(context) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        if (context.RequestServices.GetRequiredService<WebGate>().Parts?.SipSockets is not { } serve)
        {
            await Problem.Of(StatusCodes.Status503ServiceUnavailable, SiteReasons.Free.With("SIP is not open yet; try again in a moment.")).ExecuteAsync(context);
            return;
        }

        ConnectionInfo connection = context.Connection;
        IPEndPoint local = new(connection.LocalIpAddress!, connection.LocalPort);
        IPEndPoint remote = new(connection.RemoteIpAddress!, connection.RemotePort);
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = SubProtocol, KeepAliveInterval = _pingEvery, KeepAliveTimeout = _pongLimit });
        using CancellationTokenRegistration stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(socket.Abort);
        await serve(socket, local, remote, context.Request.IsHttps);
    }

    private static IResult? Refusal(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, SiteReasons.Free.With("This address speaks SIP over WebSocket (RFC 7118), and this is no request for a WebSocket."));
        }

        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(SubProtocol))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, SiteReasons.Free.With("This address speaks SIP over WebSocket: ask for the sub-protocol \"sip\" (RFC 7118 4.1)."));
        }

        return context.Connection is { LocalIpAddress: not null, RemoteIpAddress: not null }
            ? null
            : Problem.Of(StatusCodes.Status400BadRequest, SiteReasons.Free.With("SIP over WebSocket is for the HTTP and HTTPS ports."));
    }
}
