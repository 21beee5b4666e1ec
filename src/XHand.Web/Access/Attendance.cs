using Microsoft.AspNetCore.Http;
using XHand.Web.Live;

namespace XHand.Web.Access;

/// <summary>
/// Whether a request comes from somebody at the screen. A page that is only open asks too: for live state, and for lists that others have changed. Counting
/// that as use would keep the session of a desk that was left from ever going idle (docs/access.md).
/// </summary>
internal static class Attendance
{
    /// <summary>What a page sends along when nobody has touched it for minutes. It can only shorten a session.</summary>
    public const string UnattendedHeader = "X-XHand-Unattended";

    /// <summary>True for a request that keeps its session from going idle.</summary>
    public static bool IsUse(HttpContext context) =>
        !context.Request.Headers.ContainsKey(UnattendedHeader)
        && !context.Request.Path.StartsWithSegments(LiveEndpoint.Path, StringComparison.OrdinalIgnoreCase);
}
