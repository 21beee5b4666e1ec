using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace XHand.Web.Pages;

/// <summary>
/// Answers what no route of the server's own does with the web client: its files by name, and its one page at every other address that a
/// browser goes to, since the client reads the address itself.
/// </summary>
internal sealed class ClientPages(string? folder)
{
    private const int NonceBytes = 16;
    private const string ForEver = "public, max-age=31536000, immutable";
    private const string AskAgain = "no-cache";

    // What belongs to the server: an address below one of these that is not there is 404, never the page.
    private static readonly PathString[] _reserved = ["/api", "/live", "/sip", "/openapi", "/metrics", "/health", "/assets"];

    private readonly Lock _reading = new();
    private volatile ClientFiles? _files;

    /// <summary>The answer's task, or null when the address is nothing of the client's.</summary>
    public Task? TryAnswer(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (folder is null || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        {
            return null;
        }

        ClientFiles? files = Files(folder);
        if (files?.Find(request.Path.Value ?? "/") is { } file)
        {
            return SendAsync(context, file);
        }

        return IsPage(request) ? files is null ? SayMissingAsync(context) : SendPageAsync(context, files) : null;
    }

    // Read at the first request, and looked for again as long as it is missing: who builds it then need not restart.
    private ClientFiles? Files(string from)
    {
        if (_files is { } files)
        {
            return files;
        }

        lock (_reading)
        {
            return _files ??= ClientFiles.Read(from);
        }
    }

    // A browser that goes to an address asks for HTML; a script that misspells one does not, and is told 404. The first page is for everybody.
    private static bool IsPage(HttpRequest request) => request.Path == "/"
        || (!Array.Exists(_reserved, prefix => request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase))
            && request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase));

    private static Task SendPageAsync(HttpContext context, ClientFiles files)
    {
        string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        PagePolicy.Apply(context, nonce);
        return SendAsync(context, StatusCodes.Status200OK, "text/html; charset=utf-8", files.Page(nonce));
    }

    private static Task SayMissingAsync(HttpContext context) => SendAsync(
        context,
        StatusCodes.Status503ServiceUnavailable,
        "text/plain; charset=utf-8",
        Encoding.UTF8.GetBytes("""
            The web interface has not been built, so there is no page to show; calls and the API are not affected.
            In a checkout, deploy/run.sh builds it, or by hand: cd src/XHand.Web/client && npm ci && npm run build
            Then load this page again.

            """));

    private static Task SendAsync(HttpContext context, ClientFile file)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = file.IsHashed ? ForEver : AskAgain;
        headers.ETag = file.Tag;
        (byte[] content, string? encoding) = Encoded(context.Request, file);
        if (file.Brotli is not null || file.Gzip is not null)
        {
            headers.Vary = HeaderNames.AcceptEncoding;
        }

        if (context.Request.Headers.IfNoneMatch.Any(tags => tags?.Contains(file.Tag, StringComparison.Ordinal) == true))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        return SendAsync(context, StatusCodes.Status200OK, file.ContentType, content);
    }

    private static Task SendAsync(HttpContext context, int status, string type, byte[] content)
    {
        HttpResponse response = context.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, type, content.Length);
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    private static (byte[] Content, string? Encoding) Encoded(HttpRequest request, ClientFile file) =>
        file.Brotli is { } brotli && Takes(request, "br") ? (brotli, "br")
        : file.Gzip is { } gzip && Takes(request, "gzip") ? (gzip, "gzip")
        : (file.Plain, null);

    private static bool Takes(HttpRequest request, string encoding) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out IList<StringWithQualityHeaderValue>? accepted)
        && accepted.Any(a => StringSegment.Equals(a.Value, encoding, StringComparison.OrdinalIgnoreCase) && a.Quality is not 0);
}
