using System.Globalization;
using Microsoft.AspNetCore.Http;
using XHand.Web.Access;

namespace XHand.Web.Server;

/// <summary>Where people reach the pages.</summary>
internal static class PublicAddress
{
    /// <summary>The beginning of a link: as the browser that asks came here, and on the command line this machine's own.</summary>
    public static string Of(HttpContext context, WebOptions options) => context.Features.Get<LocalConnection>() is null
        ? $"{context.Request.Scheme}://{context.Request.Host}"
        : string.Create(CultureInfo.InvariantCulture, $"http://localhost:{options.HttpPort}");
}
