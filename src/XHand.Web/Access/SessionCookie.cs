using Microsoft.AspNetCore.Http;

namespace XHand.Web.Access;

/// <summary>
/// The cookie that a browser keeps a session's token in: out of scripts' reach, for this site's own requests alone, gone when the browser ends.
/// On HTTPS its name begins with <c>__Host-</c>, so that no other host and no plain connection can set it (RFC 6265bis 4.1.3.2).
/// </summary>
internal static class SessionCookie
{
    private const string Plain = "xhand_session";
    private const string Secure = "__Host-" + Plain;

    /// <summary>The token, or null.</summary>
    public static string? Read(HttpRequest request) =>
        request.Cookies[Secure] is { Length: > 0 } secure ? secure
        : !request.IsHttps && request.Cookies[Plain] is { Length: > 0 } plain ? plain
        : null;

    /// <summary>Gives the browser a token.</summary>
    public static void Set(HttpContext context, string token) => context.Response.Cookies.Append(Name(context), token, Options(context));

    /// <summary>Takes it away.</summary>
    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name(context), Options(context));

    private static string Name(HttpContext context) => context.Request.IsHttps ? Secure : Plain;

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
