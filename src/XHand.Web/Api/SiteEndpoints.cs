using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>What applying a file changed, or would change.</summary>
/// <param name="Version">The site's version now.</param>
/// <param name="DryRun">True when nothing was changed.</param>
/// <param name="Changes">Each change.</param>
/// <param name="Warnings">What is allowed but unwise.</param>
public sealed record SiteApplyView(long Version, bool DryRun, IReadOnlyList<SiteChange> Changes, IReadOnlyList<SiteProblem> Warnings);

/// <summary>A company's whole configuration as one site file.</summary>
internal static class SiteEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder site = api.MapGroup("/site").WithTags("site");
        site.MapGet("", Export)
            .WithSummary("The site file, secrets left out; kind=extensions (repeated) chooses kinds.")
            .Produces<object>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .Needs(Permissions.SiteView);
        site.MapPost("", ApplyAsync)
            .WithSummary("Makes the site be what the file says, all or nothing.")
            .Accepts<object>("application/json")
            .WithMetadata(new RequestSizeLimitAttribute(SiteFileReader.MaxBytes))
            .Produces<SiteApplyView>()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithMetadata(MayNameNewCompany.Instance)
            .Needs(Permissions.SiteChange);
    }

    private static IResult Export(HttpContext context, Caller caller, ISiteSource site, [FromQuery] string[]? kind)
    {
        string[] kinds = kind ?? [];
        if (Array.Find(kinds, k => !SiteFileWriter.Kinds.Contains(k)) is { } unknown)
        {
            return Problem.Of(
                StatusCodes.Status400BadRequest, WebReasons.NoKind.With(unknown, string.Join(", ", SiteFileWriter.Kinds)));
        }

        byte[] file = SiteFileWriter.Write(site.Current.Companies[caller.Company], kinds.Length == 0 ? null : kinds, SecretsKey(context, caller));
        return Results.Bytes(file, "application/json");
    }

    private static async Task<IResult> ApplyAsync(
        HttpContext context, Caller caller, SiteChanges changes, string? file, bool? dryRun, bool? prune, CancellationToken cancellation)
    {
        byte[] utf8 = await BodyAsync(context.Request, cancellation);
        bool chosen = !caller.IsLocal || context.Request.Headers.ContainsKey(LocalCaller.CompanyHeader);
        SiteChangeOutcome outcome = await changes.ApplyAsync(
            utf8,
            file ?? "body",
            new SiteApplyOptions(dryRun ?? false, prune ?? false, caller.Audit),
            SecretsKey(context, caller),
            chosen ? caller.CompanyName : null,
            cancellation);
        return outcome.Result is { } result
            ? Results.Ok(new SiteApplyView(result.Version, dryRun ?? false, result.Changes, outcome.Warnings))
            : Problem.Refused(outcome.Problems);
    }

    // A key's text in a header is no secret from who stands between; the Unix socket has nobody between.
    private static SecretProtector? SecretsKey(HttpContext context, Caller caller)
    {
        string text = context.Request.Headers[LocalCaller.SecretsKeyHeader].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        byte[] key = new byte[48];
        return caller.IsLocal && Convert.TryFromBase64String(text, key, out int length) && length == 32
            ? new SecretProtector(key[..length])
            : throw new BadHttpRequestException($"{LocalCaller.SecretsKeyHeader} is taken on the Unix socket only and holds 32 bytes in base64.");
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        using MemoryStream body = new((int)Math.Clamp(request.ContentLength ?? 0, 0, SiteFileReader.MaxBytes));
        await request.Body.CopyToAsync(body, cancellation);
        return body.ToArray();
    }
}
