using Microsoft.AspNetCore.Http;
using XHand.Web.Problems;

namespace XHand.Web.Access;

/// <summary>
/// A browser sends a cookie along with what another site's page makes it send. What changes something by a cookie must therefore carry
/// <c>X-XHand: 1</c>, which a page elsewhere cannot send without being asked first (Fetch 4.8), beside the cookie being SameSite=Strict.
/// </summary>
internal static class ForgeryGuard
{
    public const string Header = "X-XHand";

    /// <summary>The refusal, or null when the request may go on.</summary>
    public static Task? Refuse(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
        bool isForeign = request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
        bool hasCookie = request.Headers.Authorization.Count == 0 && SessionCookie.Read(request) is not null;
        return changes && (isForeign || (hasCookie && request.Headers[Header] != "1"))
            ? Problem.Of(StatusCodes.Status403Forbidden, WebReasons.ForeignChange.With(Header)).ExecuteAsync(context)
            : null;
    }
}
