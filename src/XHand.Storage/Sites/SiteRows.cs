using System.Collections.Frozen;
using System.Security.Cryptography;
using Dapper;
using Npgsql;
using XHand.Site;

namespace XHand.Storage.Sites;

/// <summary>Reads the site out of its tables.</summary>
internal sealed class SiteRows(SecretProtector secrets)
{
    private const string Version = "select coalesce(max(version), 0) from site_version";

    private const string Companies = """
        select id as Id, name as Name, domain as Domain, realm as Realm, time_zone as TimeZone, offer_sha256 as OfferSha256,
               area_code as AreaCode, safe_addresses as SafeAddresses, never_blocked as NeverBlocked
        from company
        """;

    private const string Extensions = """
        select id as Id, company as Company, number as Number, name as Name, md5_ha1 as Md5Ha1, sha256_ha1 as Sha256Ha1,
               offer_sha256 as OfferSha256, class_of_service as ClassOfService, pickup_groups as PickupGroups,
               can_pickup as CanPickup, record as Record, max_registrations as MaxRegistrations, max_calls as MaxCalls,
               ring_seconds as RingSeconds
        from extension
        """;

    private const string Announcements = """
        select id as Id, company as Company, number as Number, name as Name, prompt as Prompt, language as Language from announcement
        """;

    private sealed class ExtensionRow
    {
        public Guid Id { get; init; }
        public Guid Company { get; init; }
        public string Number { get; init; } = "";
        public string Name { get; init; } = "";
        public string? Md5Ha1 { get; init; }
        public string? Sha256Ha1 { get; init; }
        public bool OfferSha256 { get; init; }
        public string[] ClassOfService { get; init; } = [];
        public string[] PickupGroups { get; init; } = [];
        public string[] CanPickup { get; init; } = [];
        public bool Record { get; init; }
        public short MaxRegistrations { get; init; }
        public short MaxCalls { get; init; }
        public short RingSeconds { get; init; }
    }

    private sealed class CompanyRow
    {
        public Guid Id { get; init; }
        public string Name { get; init; } = "";
        public string Domain { get; init; } = "";
        public string Realm { get; init; } = "";
        public string? TimeZone { get; init; }
        public bool OfferSha256 { get; init; }
        public string? AreaCode { get; init; }
        public string[] SafeAddresses { get; init; } = [];
        public string[] NeverBlocked { get; init; } = [];
    }

    private sealed record AnnouncementRow(Guid Id, Guid Company, string Number, string Name, string Prompt, string Language);

    /// <summary>The newest version, 0 before the first change.</summary>
    public static Task<long> VersionAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction) =>
        connection.ExecuteScalarAsync<long>(Version, transaction: transaction);

    /// <summary>True when not even the default company is there.</summary>
    public static async Task<bool> IsEmptyAsync(NpgsqlTransaction transaction) =>
        !await transaction.Connection!.ExecuteScalarAsync<bool>("select exists (select from company)", transaction: transaction);

    /// <summary>
    /// The whole site as the transaction sees it. <see cref="StorageException"/> when a secret does not open:
    /// the database belongs to another key.
    /// </summary>
    public async Task<SiteSnapshot> ReadAsync(NpgsqlTransaction transaction)
    {
        NpgsqlConnection connection = transaction.Connection!;
        SiteSnapshotBuilder site = new();
        long version = await VersionAsync(connection, transaction);
        foreach (CompanyRow row in await connection.QueryAsync<CompanyRow>(Companies, transaction: transaction))
        {
            site.Add(new Company(row.Id, row.Name, row.Domain, row.Realm, row.TimeZone, row.OfferSha256) { AreaCode = row.AreaCode, SafeAddresses = row.SafeAddresses, NeverBlocked = row.NeverBlocked });
        }
        foreach (ExtensionRow row in await connection.QueryAsync<ExtensionRow>(Extensions, transaction: transaction))
        {
            site.Add(row.Company, Extension(row));
        }
        foreach (AnnouncementRow row in await connection.QueryAsync<AnnouncementRow>(Announcements, transaction: transaction))
        {
            site.Add(row.Company, new Announcement(row.Id, row.Number, row.Name, row.Prompt, row.Language));
        }
        foreach (TrunkRow row in await connection.QueryAsync<TrunkRow>(TrunkRow.All, transaction: transaction))
        {
            site.Add(row.Company, row.ToTrunk(Open(row.Password, TrunkRow.Context(row.Id), $"trunk {row.Name}")));
        }
        foreach (RouteRow row in await connection.QueryAsync<RouteRow>(RouteRow.All, transaction: transaction))
        {
            site.Add(row.Company, row.ToRoute());
        }
        foreach (RedirectRow row in await connection.QueryAsync<RedirectRow>(RedirectRow.All, transaction: transaction))
        {
            site.Add(row.Company, row.ToRedirect());
        }
        return site.Build(version);
    }

    /// <summary>What a stored secret is bound to.</summary>
    public static string Context(string column, Guid extension) => $"extension/{column}/{extension}";

    private Extension Extension(ExtensionRow row) => new()
    {
        Id = row.Id,
        Number = row.Number,
        Name = row.Name,
        Md5Ha1 = Open(row.Md5Ha1, Context("md5_ha1", row.Id), $"extension {row.Number}"),
        Sha256Ha1 = Open(row.Sha256Ha1, Context("sha256_ha1", row.Id), $"extension {row.Number}"),
        OfferSha256 = row.OfferSha256,
        ClassOfService = row.ClassOfService.Select(CallClassNames.Parse).OfType<CallClass>().ToFrozenSet(),
        PickupGroups = row.PickupGroups,
        CanPickup = row.CanPickup,
        Record = row.Record,
        MaxRegistrations = row.MaxRegistrations,
        MaxCalls = row.MaxCalls,
        RingSeconds = row.RingSeconds,
    };

    private string? Open(string? stored, string context, string whose)
    {
        try
        {
            return stored is null ? null : secrets.Unprotect(stored, context);
        }
        catch (CryptographicException e)
        {
            throw new StorageException(
                StorageFault.SecretsKeyWrong,
                $"The password of {whose} in the database does not open with this system's secrets key: {e.Message}. Bring back the key file that belongs to this database.",
                e);
        }
    }
}
