using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Npgsql;
using XHand.Loop.Ids;
using XHand.Site;
using XHand.Storage.Audit;

namespace XHand.Storage.Sites;

/// <summary>The configuration in PostgreSQL. Changes are made one after the other, each in one transaction.</summary>
/// <param name="database">The database, migrated.</param>
/// <param name="secrets">Encrypts the phones' password hashes.</param>
/// <param name="ids">Ids of new records.</param>
/// <param name="audit">Takes a row for each change.</param>
/// <param name="promptExists">Whether sounds/ has a prompt (language, prompt), or null to leave that unchecked.</param>
public sealed class SiteStore(
    NpgsqlDataSource database, SecretProtector secrets, IIdSource ids, AuditLog audit, Func<string, string, bool>? promptExists) : ISiteStore
{
    /// <summary>The channel that tells of a new version; the payload is its number.</summary>
    internal const string Channel = "xhand_site";

    /// <summary>No phone registers there: the default company is meant by the system's own addresses (RFC 6761 6.4).</summary>
    private const string DefaultDomain = "default.invalid";

    // Changes wait for each other; readers do not wait.
    private const string Lock = "select pg_advisory_xact_lock(x'58485349'::bigint)";

    private const string AddVersion = "insert into site_version (version, actor, changes) values (@Version, @Actor, @Changes)";
    private const string Notify = "select pg_notify(@Channel, @Payload)";

    private readonly SiteRows _rows = new(secrets);
    private readonly SiteWriter _writer = new(secrets);

    /// <inheritdoc/>
    public async Task<SiteSnapshot> LoadAsync(CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        if (await SiteRows.IsEmptyAsync(transaction))
        {
            await transaction.RollbackAsync(cancellation);
            return await LoadFirstAsync(connection, cancellation);
        }
        return await _rows.ReadAsync(transaction);
    }

    /// <inheritdoc/>
    public async Task<SiteApplyResult> ApplyAsync(SiteFile file, string fileName, SiteApplyOptions options, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await BeginAsync(connection, cancellation);
        SiteSnapshot site = await _rows.ReadAsync(transaction);
        IReadOnlyList<SiteProblem> problems = SiteValidator.Check(site, file, fileName, options.Prune, promptExists);
        if (problems.Count > 0)
        {
            return new(site.Version, [], problems);
        }
        CompanySite? present = Find(site, file.Company);
        CompanySite after = SiteMerge.Apply(
            present ?? SiteMerge.NewCompany(file, file.CompanySettings!.Domain!, NewRealm(), ids.NewId()), file, options.Prune, ids.NewId);
        IReadOnlyList<SiteChange> changes = SiteDiff.Between(present, after);
        long version = await WriteAsync(transaction, site, after, changes, options.Actor, cancellation);
        if (options.DryRun || changes.Count == 0)
        {
            // All of it was tried against the database's own rules; leaving takes it back.
            return new(site.Version, changes, []);
        }
        await transaction.CommitAsync(cancellation);
        return new(version, changes, []);
    }

    /// <inheritdoc/>
    public async Task<SiteDeleteResult> DeleteAsync(string company, string kind, string key, AuditActor actor, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await BeginAsync(connection, cancellation);
        SiteSnapshot site = await _rows.ReadAsync(transaction);
        if (Find(site, company) is not { } present)
        {
            return SiteDeleteResult.NotFound;
        }
        CompanySite after = Without(present, kind, key);
        IReadOnlyList<SiteChange> changes = SiteDiff.Between(present, after);
        if (changes.Count == 0)
        {
            return SiteDeleteResult.NotFound;
        }
        if (SiteValidator.CheckDelete(present, kind, key) is { } problem)
        {
            return new(false, problem);
        }
        await WriteAsync(transaction, site, after, changes, actor, cancellation);
        await transaction.CommitAsync(cancellation);
        return SiteDeleteResult.Done;
    }

    private static CompanySite Without(CompanySite site, string kind, string key) => kind switch
    {
        "extensions" => site with { Extensions = Without(site.Extensions, key) },
        "announcements" => site with { Announcements = Without(site.Announcements, key) },
        "trunks" => site with { Trunks = Without(site.Trunks, key) },
        "routes" => site with { Routes = Without(site.Routes, key) },
        "redirects" => site with { Redirects = Without(site.Redirects, key) },
        _ => site,
    };

    private static System.Collections.Frozen.FrozenDictionary<string, T> Without<T>(IEnumerable<KeyValuePair<string, T>> records, string key) =>
        System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(records.Where(r => r.Key != key), StringComparer.Ordinal);

    private static CompanySite? Find(SiteSnapshot site, string company) =>
        site.Companies.Values.FirstOrDefault(c => c.Company.Name == company);

    private async Task<long> WriteAsync(
        NpgsqlTransaction transaction, SiteSnapshot site, CompanySite after, IReadOnlyList<SiteChange> changes, AuditActor actor, CancellationToken cancellation)
    {
        if (changes.Count == 0)
        {
            return site.Version;
        }
        NpgsqlConnection connection = transaction.Connection!;
        long version = site.Version + 1;
        await _writer.WriteAsync(transaction, after, changes, cancellation);
        await audit.AppendAsync(transaction, actor, after.Company.Name, changes, cancellation);
        await connection.ExecuteAsync(AddVersion, new { Version = version, Actor = actor.Name, Changes = changes.Count }, transaction);
        await connection.ExecuteAsync(Notify, new { Channel, Payload = version.ToString(CultureInfo.InvariantCulture) }, transaction);
        return version;
    }

    private async Task<SiteSnapshot> LoadFirstAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await BeginAsync(connection, cancellation);
        SiteSnapshot site = await _rows.ReadAsync(transaction);
        await transaction.CommitAsync(cancellation);
        return site;
    }

    /// <summary>Begins a change: the lock, and on an empty database the default company, which is always there.</summary>
    private async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(Lock, transaction: transaction);
        if (await SiteRows.IsEmptyAsync(transaction))
        {
            Company first = new(ids.NewId(), SiteSnapshotBuilder.DefaultCompany, DefaultDomain, NewRealm(), null, false);
            await SiteWriter.WriteAsync(transaction, first, cancellation);
        }
        return transaction;
    }

    private static string NewRealm() => $"xhand-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
}
