using System.Collections.Frozen;

namespace XHand.Site;

/// <summary>Makes the site that a file asks for out of the present one. Pure; the file must have passed <see cref="SiteValidator"/>.</summary>
public static class SiteMerge
{
    /// <summary>
    /// The company's site with what the file names created and changed, the rest left as it is (or, with
    /// <paramref name="prune"/>, left out in the kinds that the file names). Records that stay keep their ids.
    /// </summary>
    public static CompanySite Apply(CompanySite current, SiteFile file, bool prune, Func<Guid> newId)
    {
        Company company = Settings(current.Company, file.CompanySettings);
        FrozenDictionary<string, Extension> extensions = Merge(
            current.Extensions, file.Extensions, prune, e => e.Number, (entry, present) => Make(entry, present, company.Realm, newId));
        FrozenDictionary<string, Announcement> announcements = Merge(
            current.Announcements,
            file.Announcements,
            prune,
            a => a.Number,
            (entry, present) => new Announcement(present?.Id ?? newId(), entry.Number, entry.Name, entry.Prompt, entry.Language));
        return new(company, extensions, announcements)
        {
            Trunks = Merge(current.Trunks, file.Trunks, prune, t => t.Name, (entry, present) => entry with
            {
                Id = present?.Id ?? newId(),
                Password = (entry.Password ?? present?.Password) is { Length: > 0 } password ? password : null,
            }),
            Routes = Merge(current.Routes, file.Routes, prune, r => r.Name, (entry, present) => entry with { Id = present?.Id ?? newId() }),
            Redirects = Merge(current.Redirects, file.Redirects, prune, r => r.Did, (entry, present) => entry with { Id = present?.Id ?? newId() }),
        };
    }

    /// <summary>The company's settings after the file's.</summary>
    public static Company Settings(Company current, CompanyEntry? settings) => settings is null
        ? current
        : current with
        {
            Domain = settings.Domain ?? current.Domain,
            Realm = settings.Realm ?? current.Realm,
            TimeZone = settings.TimeZone ?? current.TimeZone,
            AreaCode = settings.AreaCode is { } areaCode ? (areaCode.Length == 0 ? null : areaCode) : current.AreaCode,
            SafeAddresses = settings.SafeAddresses ?? current.SafeAddresses,
            NeverBlocked = settings.NeverBlocked ?? current.NeverBlocked,
            OfferSha256 = settings.Digest is null ? current.OfferSha256 : settings.Digest == "sha256",
        };

    /// <summary>A new company as the file asks for it; its realm is the file's, else <paramref name="realm"/>, for good.</summary>
    public static CompanySite NewCompany(SiteFile file, string domain, string realm, Guid id) => new(
        Settings(new Company(id, file.Company, domain, realm, null, false), file.CompanySettings),
        FrozenDictionary<string, Extension>.Empty,
        FrozenDictionary<string, Announcement>.Empty);

    private static Extension Make(ExtensionEntry entry, Extension? present, string realm, Func<Guid> newId)
    {
        DigestHashes? hashes = entry.Password is { } password ? DigestHashes.Of(entry.Number, realm, password) : entry.Hashes;
        return new()
        {
            Id = present?.Id ?? newId(),
            Number = entry.Number,
            Name = entry.Name,
            Md5Ha1 = hashes is null ? present?.Md5Ha1 : hashes.Md5,
            Sha256Ha1 = hashes is null ? present?.Sha256Ha1 : hashes.Sha256,
            OfferSha256 = entry.Digest == "sha256",
            ClassOfService = entry.ClassOfService.ToFrozenSet(),
            PickupGroups = entry.PickupGroups,
            CanPickup = entry.CanPickup,
            Record = entry.Record,
            MaxRegistrations = entry.MaxRegistrations,
            MaxCalls = entry.MaxCalls,
            RingSeconds = entry.RingSeconds,
        };
    }

    private static FrozenDictionary<string, TRecord> Merge<TRecord, TEntry>(
        FrozenDictionary<string, TRecord> current,
        IReadOnlyList<TEntry>? entries,
        bool prune,
        Func<TEntry, string> key,
        Func<TEntry, TRecord?, TRecord> make)
        where TRecord : class
    {
        if (entries is null)
        {
            return current;
        }

        Dictionary<string, TRecord> merged = prune ? new(StringComparer.Ordinal) : new(current, StringComparer.Ordinal);
        foreach (TEntry entry in entries)
        {
            merged[key(entry)] = make(entry, current.GetValueOrDefault(key(entry)));
        }

        return merged.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
