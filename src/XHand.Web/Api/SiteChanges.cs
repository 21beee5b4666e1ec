using System.Text;
using System.Text.Json;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Problems;
using XHand.Web.Server;

namespace XHand.Web.Api;

/// <summary>What became of a site file: a result, or problems for which nothing was changed.</summary>
internal sealed record SiteChangeOutcome(SiteApplyResult? Result, IReadOnlyList<SiteProblem> Problems, IReadOnlyList<SiteProblem> Warnings);

/// <summary>Applies site files for callers and waits until the change is in force, so that who asks next sees it.</summary>
internal sealed class SiteChanges(ISiteStore store, ISiteRefresh refresh)
{
    /// <summary>Applies a file for <paramref name="company"/>; null lets the file choose (the command line may).</summary>
    public async Task<SiteChangeOutcome> ApplyAsync(
        ReadOnlyMemory<byte> utf8, string fileName, SiteApplyOptions options, SecretProtector? secretsKey, string? company, CancellationToken cancellation)
    {
        (SiteFile? file, IReadOnlyList<SiteProblem> problems) = SiteFileReader.Read(utf8, fileName, secretsKey);
        if (file is null)
        {
            return new(null, problems, []);
        }

        if (company is not null)
        {
            if (CompanyNamedIn(utf8.Span) is { } named && named != company)
            {
                return new(null, [new(fileName, "company", WebReasons.OtherCompany.With(named, company))], []);
            }

            file = file with { Company = company };
        }

        SiteApplyResult result = await store.ApplyAsync(file, fileName, options, cancellation);
        if (result.Problems.Count > 0)
        {
            return new(null, result.Problems, file.Warnings);
        }

        if (!options.DryRun)
        {
            await refresh.UntilAsync(site => site.Version >= result.Version, cancellation);
        }

        return new(result, [], file.Warnings);
    }

    /// <summary>The company that a well-formed file names, or null when it leaves it out.</summary>
    private static string? CompanyNamedIn(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader json = new(utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[3..] : utf8, new JsonReaderOptions { MaxDepth = 1000 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isCompany = json.ValueTextEquals("company"u8);
            json.Read();
            if (isCompany)
            {
                return json.GetString();
            }

            json.Skip();
        }

        return null;
    }
}
