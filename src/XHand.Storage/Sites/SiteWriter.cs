using Npgsql;
using XHand.Site;

namespace XHand.Storage.Sites;

/// <summary>Writes what changed of one company's site.</summary>
internal sealed class SiteWriter(SecretProtector secrets)
{
    private const string DeleteExtension = "delete from extension where company = $1 and number = $2";
    private const string DeleteAnnouncement = "delete from announcement where company = $1 and number = $2";

    private const string UpsertCompany = """
        insert into company (id, name, domain, realm, time_zone, offer_sha256, area_code, safe_addresses, never_blocked)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (id) do update set
            domain = excluded.domain, realm = excluded.realm, time_zone = excluded.time_zone, offer_sha256 = excluded.offer_sha256,
            area_code = excluded.area_code, safe_addresses = excluded.safe_addresses, never_blocked = excluded.never_blocked
        """;

    private const string UpsertExtension = """
        insert into extension (id, company, number, name, md5_ha1, sha256_ha1, offer_sha256, class_of_service, pickup_groups,
                               can_pickup, record, max_registrations, max_calls, ring_seconds)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (id) do update set
            name = excluded.name, md5_ha1 = excluded.md5_ha1, sha256_ha1 = excluded.sha256_ha1,
            offer_sha256 = excluded.offer_sha256, class_of_service = excluded.class_of_service,
            pickup_groups = excluded.pickup_groups, can_pickup = excluded.can_pickup, record = excluded.record,
            max_registrations = excluded.max_registrations, max_calls = excluded.max_calls, ring_seconds = excluded.ring_seconds
        """;

    private const string UpsertAnnouncement = """
        insert into announcement (id, company, number, name, prompt, language) values ($1, $2, $3, $4, $5, $6)
        on conflict (id) do update set name = excluded.name, prompt = excluded.prompt, language = excluded.language
        """;

    // One round trip for so many rows; the server plans each of the few statements once.
    private const int RowsPerBatch = 1000;

    /// <summary>
    /// Writes the changes that lead to <paramref name="after"/>: deletions first, since numbers may be given again and a company's
    /// domain is free only without extensions.
    /// </summary>
    public async Task WriteAsync(
        NpgsqlTransaction transaction, CompanySite after, IReadOnlyList<SiteChange> changes, CancellationToken cancellation)
    {
        IEnumerable<SiteChange> ordered = changes.OrderBy(c => (c.Action, c.Kind) switch
        {
            ("delete", _) => 0,
            (_, "company") => 1,
            _ => 2,
        });
        foreach (SiteChange[] some in ordered.Chunk(RowsPerBatch))
        {
            await using NpgsqlBatch batch = new(transaction.Connection, transaction);
            foreach (SiteChange change in some)
            {
                batch.BatchCommands.Add(Command(change, after));
            }
            await batch.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Makes a company.</summary>
    public static async Task WriteAsync(NpgsqlTransaction transaction, Company company, CancellationToken cancellation)
    {
        await using NpgsqlBatch batch = new(transaction.Connection, transaction) { BatchCommands = { Command(company) } };
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private NpgsqlBatchCommand Command(SiteChange change, CompanySite after) => (change.Kind, change.Action) switch
    {
        ("company", _) => Command(after.Company),
        ("extensions", "delete") => Command(DeleteExtension, after.Company.Id, change.Key),
        ("extensions", _) => Command(after.Company.Id, after.Extensions[change.Key]),
        ("announcements", "delete") => Command(DeleteAnnouncement, after.Company.Id, change.Key),
        ("announcements", _) => Command(after.Company.Id, after.Announcements[change.Key]),
        ("trunks", "delete") => Command(TrunkRow.Delete, after.Company.Id, change.Key),
        ("trunks", _) => Command(TrunkRow.Upsert, Values(after.Company.Id, after.Trunks[change.Key])),
        ("routes", "delete") => Command(RouteRow.Delete, after.Company.Id, change.Key),
        ("routes", _) => Command(RouteRow.Upsert, RouteRow.Values(after.Company.Id, after.Routes[change.Key])),
        ("redirects", "delete") => Command(RedirectRow.Delete, after.Company.Id, change.Key),
        ("redirects", _) => Command(RedirectRow.Upsert, RedirectRow.Values(after.Company.Id, after.Redirects[change.Key])),
        _ => throw new InvalidOperationException($"No table for {change.Kind}."),
    };

    private static NpgsqlBatchCommand Command(Company c) =>
        Command(UpsertCompany, c.Id, c.Name, c.Domain, c.Realm, c.TimeZone, c.OfferSha256, c.AreaCode, (c.SafeAddresses ?? []).ToArray(), (c.NeverBlocked ?? []).ToArray());

    private static NpgsqlBatchCommand Command(Guid company, Announcement a) =>
        Command(UpsertAnnouncement, a.Id, company, a.Number, a.Name, a.Prompt, a.Language);

    private NpgsqlBatchCommand Command(Guid company, Extension e) => Command(
        UpsertExtension, e.Id, company, e.Number, e.Name,
        Seal(e.Md5Ha1, "md5_ha1", e.Id), Seal(e.Sha256Ha1, "sha256_ha1", e.Id), e.OfferSha256,
        e.ClassOfService.Order().Select(CallClassNames.Name).ToArray(), e.PickupGroups.ToArray(), e.CanPickup.ToArray(),
        e.Record, (short)e.MaxRegistrations, (short)e.MaxCalls, (short)e.RingSeconds);

    private object?[] Values(Guid company, Trunk t) =>
        TrunkRow.Values(company, t, t.Password is null ? null : secrets.Protect(t.Password, TrunkRow.Context(t.Id)));

    private string? Seal(string? clear, string column, Guid extension) =>
        clear is null ? null : secrets.Protect(clear, SiteRows.Context(column, extension));

    private static NpgsqlBatchCommand Command(string sql, params object?[] values)
    {
        NpgsqlBatchCommand command = new(sql);
        foreach (object? value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }
        return command;
    }
}
