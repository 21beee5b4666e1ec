using XHand.Site;

namespace XHand.Pbx.Registration;

/// <summary>What a change of the site takes away from phones that are registered. Pure.</summary>
internal static class GoneExtensions
{
    /// <summary>The extensions of <paramref name="before"/> that <paramref name="now"/> has no more, also where another took the number.</summary>
    public static IReadOnlyList<(Guid Company, string Number)> Between(SiteSnapshot before, SiteSnapshot now)
    {
        List<(Guid, string)> gone = [];
        foreach ((Guid company, CompanySite site) in before.Companies)
        {
            CompanySite? left = now.Companies.GetValueOrDefault(company);
            foreach (Extension extension in site.Extensions.Values)
            {
                if (left?.Extensions.GetValueOrDefault(extension.Number)?.Id != extension.Id)
                {
                    gone.Add((company, extension.Number));
                }
            }
        }

        return gone;
    }
}
