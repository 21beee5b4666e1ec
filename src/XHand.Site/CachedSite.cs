using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace XHand.Site;

/// <summary>A snapshot in the shape of its copy on disk, secrets encrypted.</summary>
internal sealed record CachedSite(long Version, IReadOnlyList<CachedCompany> Companies)
{
    public static CachedSite Of(SiteSnapshot snapshot, SecretProtector protector) => new(
        snapshot.Version,
        [.. snapshot.Companies.Values.OrderBy(c => c.Company.Name, StringComparer.Ordinal).Select(c => CachedCompany.Of(c, protector))]);

    public SiteSnapshot ToSnapshot(SecretProtector protector)
    {
        SiteSnapshotBuilder builder = new();
        foreach (CachedCompany company in Companies)
        {
            company.AddTo(builder, protector);
        }

        return builder.Build(Version);
    }
}

/// <summary>
/// A company with its records; what stands as a trunk's password is encrypted and bound to the trunk's id. A copy of an earlier
/// version lacks the last three.
/// </summary>
// Parameters and no properties: generated code gives a property that is missing its type's default and not the one written here. So
// does a property that Trunk, Route or Redirect get later read as zero or null out of an older copy; raise the copy's mark then.
internal sealed record CachedCompany(
    Company Company,
    IReadOnlyList<CachedExtension> Extensions,
    IReadOnlyList<Announcement> Announcements,
    IReadOnlyList<Trunk>? Trunks = null,
    IReadOnlyList<Route>? Routes = null,
    IReadOnlyList<Redirect>? Redirects = null)
{
    public static CachedCompany Of(CompanySite site, SecretProtector protector) => new(
        site.Company,
        [.. site.Extensions.Values.OrderBy(e => e.Number, StringComparer.Ordinal).Select(e => CachedExtension.Of(e, protector))],
        [.. site.Announcements.Values.OrderBy(a => a.Number, StringComparer.Ordinal)],
        [.. site.Trunks.Values.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => t with
        {
            Password = t.Password is null ? null : protector.Protect(t.Password, Context(t)),
        })],
        [.. site.Routes.Values.OrderBy(r => r.Name, StringComparer.Ordinal)],
        [.. site.Redirects.Values.OrderBy(r => r.Did, StringComparer.Ordinal)]);

    public void AddTo(SiteSnapshotBuilder builder, SecretProtector protector)
    {
        builder.Add(Company);
        foreach (CachedExtension extension in Extensions)
        {
            builder.Add(Company.Id, extension.ToExtension(protector));
        }

        foreach (Announcement announcement in Announcements)
        {
            builder.Add(Company.Id, announcement);
        }

        foreach (Trunk trunk in Trunks ?? [])
        {
            builder.Add(Company.Id, trunk with { Password = trunk.Password is null ? null : protector.Unprotect(trunk.Password, Context(trunk)) });
        }

        foreach (Route route in Routes ?? [])
        {
            builder.Add(Company.Id, route);
        }

        foreach (Redirect redirect in Redirects ?? [])
        {
            builder.Add(Company.Id, redirect);
        }
    }

    private static string Context(Trunk trunk) => $"site-copy/trunk/{trunk.Id}/password";
}

/// <summary>An extension; both hashes are bound to its id.</summary>
internal sealed record CachedExtension(
    Guid Id,
    string Number,
    string Name,
    string? Md5,
    string? Sha256,
    bool OfferSha256,
    IReadOnlyList<string> Classes,
    IReadOnlyList<string> PickupGroups,
    IReadOnlyList<string> CanPickup,
    bool Record,
    int MaxRegistrations,
    int MaxCalls,
    int RingSeconds)
{
    public static CachedExtension Of(Extension e, SecretProtector protector) => new(
        e.Id,
        e.Number,
        e.Name,
        e.Md5Ha1 is null ? null : protector.Protect(e.Md5Ha1, Context(e.Id, "md5")),
        e.Sha256Ha1 is null ? null : protector.Protect(e.Sha256Ha1, Context(e.Id, "sha256")),
        e.OfferSha256,
        [.. e.ClassOfService.Order().Select(CallClassNames.Name)],
        e.PickupGroups,
        e.CanPickup,
        e.Record,
        e.MaxRegistrations,
        e.MaxCalls,
        e.RingSeconds);

    public Extension ToExtension(SecretProtector protector) => new()
    {
        Id = Id,
        Number = Number,
        Name = Name,
        Md5Ha1 = Md5 is null ? null : protector.Unprotect(Md5, Context(Id, "md5")),
        Sha256Ha1 = Sha256 is null ? null : protector.Unprotect(Sha256, Context(Id, "sha256")),
        OfferSha256 = OfferSha256,
        ClassOfService = Classes.Select(Class).ToFrozenSet(),
        PickupGroups = PickupGroups,
        CanPickup = CanPickup,
        Record = Record,
        MaxRegistrations = MaxRegistrations,
        MaxCalls = MaxCalls,
        RingSeconds = RingSeconds,
    };

    private static string Context(Guid id, string algorithm) => $"site-copy/extension/{id}/{algorithm}";

    private static CallClass Class(string name) =>
        CallClassNames.Parse(name) ?? throw new InvalidOperationException($"there is no class of calls \"{name}\"");
}

/// <summary>Generated, so that reading the copy needs no reflection at start.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CachedSite))]
internal sealed partial class CachedSiteJson : JsonSerializerContext;
