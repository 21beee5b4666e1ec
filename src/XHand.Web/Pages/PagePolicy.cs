using Microsoft.AspNetCore.Http;

namespace XHand.Web.Pages;

/// <summary>
/// What the client's page may do in a browser (Content Security Policy, level 3): scripts from here alone and none inline, styles from here or with
/// the answer's own nonce, connections to here alone, in nobody's frame.
/// </summary>
internal static class PagePolicy
{
    /// <summary>Sets the headers of a page whose style elements carry <paramref name="nonce"/>.</summary>
    public static void Apply(HttpContext context, string nonce)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; "
            + $"style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; media-src 'self' blob:; manifest-src 'self'; "
            + $"connect-src 'self'{Sockets(context.Request)}; worker-src 'self'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)";
    }

    // Not every browser counts ws: and wss: of the same host as 'self'. The host is the request's own word, so it must be nothing but one.
    private static string Sockets(HttpRequest request)
    {
        HostString host = request.Host;
        bool isPlain = host.HasValue && Uri.CheckHostName(host.Host) is UriHostNameType.Dns or UriHostNameType.IPv4;
        return isPlain ? $" ws://{host.Value} wss://{host.Value}" : "";
    }
}
