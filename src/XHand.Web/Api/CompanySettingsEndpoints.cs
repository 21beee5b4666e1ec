using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>The settings of the caller's own company. A PUT is a site file with these alone, so it obeys the same rules.</summary>
internal static class CompanySettingsEndpoints
{
    private const string Kind = "companySettings";
    private const string Path = "/api/v1/company-settings";

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder settings = api.MapGroup("/company-settings").WithTags(Kind);
        settings.MapGet("", (Caller caller, ISiteSource site) => TypedResults.Ok(Now(caller, site)))
            .WithSummary("The company's settings.")
            .Needs(Permissions.View(Kind));
        settings.MapPut("", PutAsync)
            .WithSummary("Changes settings; what is left out stays.")
            .Produces<CompanySettingsView>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .Needs(Permissions.Change(Kind));
    }

    private static CompanySettingsView Now(Caller caller, ISiteSource site) => CompanySettingsView.Of(site.Current.Companies[caller.Company].Company);

    private static async Task<IResult> PutAsync(
        CompanySettingsBody body, Caller caller, SiteChanges changes, ISiteSource site, CancellationToken cancellation)
    {
        SiteChangeOutcome outcome = await changes.ApplyAsync(
            AsSiteFile(body, caller.CompanyName), Path, new SiteApplyOptions(false, false, caller.Audit), null, caller.CompanyName, cancellation);
        return outcome.Result is not null
            ? Results.Ok(Now(caller, site))
            : Problem.Refused([.. outcome.Problems.Select(p => p with { Path = p.Path.StartsWith(Kind + ".", StringComparison.Ordinal) ? p.Path[(Kind.Length + 1)..] : p.Path })]);
    }

    private static byte[] AsSiteFile(CompanySettingsBody body, string company)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteString("company", company);
            json.WriteStartObject(Kind);
            foreach ((string field, string? value) in new[]
            {
                ("domain", body.Domain), ("timeZone", body.TimeZone), ("digest", body.Digest), ("areaCode", body.AreaCode),
            })
            {
                if (value is not null)
                {
                    json.WriteString(field, value);
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return text.ToArray();
    }
}
