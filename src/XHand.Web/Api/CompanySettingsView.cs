using XHand.Site;

namespace XHand.Web.Api;

/// <summary>The company's settings as the API shows them.</summary>
/// <param name="Name">Its name; read only.</param>
/// <param name="Domain">The domain its phones register at; it can change while the company has no extensions.</param>
/// <param name="Realm">Digest realm; read only.</param>
/// <param name="TimeZone">IANA name; left out for the system's.</param>
/// <param name="Digest">md5 or sha256: what phones are offered first.</param>
/// <param name="AreaCode">Area code (DDD), two digits; empty for none.</param>
public sealed record CompanySettingsView(string Name, string Domain, string Realm, string? TimeZone, string Digest, string AreaCode)
{
    internal static CompanySettingsView Of(Company company) => new(
        company.Name, company.Domain, company.Realm, company.TimeZone, company.OfferSha256 ? "sha256" : "md5", company.AreaCode ?? "");
}

/// <summary>Settings to be changed: what is left out stays.</summary>
public sealed record CompanySettingsBody(string? Domain = null, string? TimeZone = null, string? Digest = null, string? AreaCode = null);
