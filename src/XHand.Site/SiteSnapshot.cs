using System.Collections.Frozen;

namespace XHand.Site;

/// <summary>The whole configuration at one version. Immutable; swapped whole (ARCHITECTURE.md, rule 2).</summary>
/// <param name="Version">Grows with each change.</param>
/// <param name="Companies">By id.</param>
/// <param name="ByDomain">By domain, lower case.</param>
/// <param name="Default">The company that the system's own addresses mean.</param>
public sealed record SiteSnapshot(
    long Version,
    FrozenDictionary<Guid, CompanySite> Companies,
    FrozenDictionary<string, CompanySite> ByDomain,
    CompanySite Default)
{
    /// <summary>The company whose domain is <paramref name="host"/>, else the default one.</summary>
    public CompanySite CompanyOf(string host) => ByDomain.GetValueOrDefault(host, Default);
}
