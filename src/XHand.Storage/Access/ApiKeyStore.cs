using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Npgsql;
using XHand.Loop.Ids;
using XHand.Site;
using XHand.Storage.Audit;

namespace XHand.Storage.Access;

/// <summary>API keys in PostgreSQL.</summary>
public sealed class ApiKeyStore(NpgsqlDataSource database, IIdSource ids, AuditLog audit) : IApiKeyStore
{
    private const string Prefix = "xh_";

    private const string Insert = """
        insert into api_key (id, company, name, hash, scopes)
        select @Id, id, @Name, @Hash, @Scopes from company where name = @Company
        """;

    private const string FindByHash = """
        select k.id as KeyId, k.company as Company, c.name as CompanyName, k.name as Name, k.scopes as Scopes
        from api_key k join company c on c.id = k.company
        where k.hash = @Hash and k.revoked_at is null
        """;

    private const string Revoke = """
        update api_key k set revoked_at = now() from company c
        where c.id = k.company and c.name = @Company and k.name = @Name and k.revoked_at is null
        """;

    private const string List = """
        select k.name as Name, k.scopes as Scopes, k.created_at as CreatedAt, k.revoked_at as RevokedAt
        from api_key k join company c on c.id = k.company
        where c.name = @Company order by k.name, k.created_at
        """;

    // Classes, since Dapper knows no arrays in constructors.
    private sealed class Listed
    {
        public string Name { get; init; } = "";
        public string[] Scopes { get; init; } = [];
        public DateTime CreatedAt { get; init; }
        public DateTime? RevokedAt { get; init; }
    }

    private sealed class Row
    {
        public Guid KeyId { get; init; }
        public Guid Company { get; init; }
        public string CompanyName { get; init; } = "";
        public string Name { get; init; } = "";
        public string[] Scopes { get; init; } = [];
    }

    /// <inheritdoc/>
    /// <remarks><see cref="StorageException"/>: no such company, or the name is taken.</remarks>
    public async Task<string> CreateAsync(string company, string name, IReadOnlyList<string> scopes, AuditActor actor, CancellationToken cancellation)
    {
        string key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            if (await connection.ExecuteAsync(
                Insert, new { Id = ids.NewId(), Company = company, Name = name, Hash = HashOf(key), Scopes = scopes.ToArray() }, transaction) == 0)
            {
                throw new StorageException(StorageFault.NotFound, StorageReasons.NoCompany.With(company));
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new StorageException(StorageFault.Conflict, StorageReasons.KeyExists.With(company, name), e);
        }
        SiteFieldChange fields = new("scopes", null, JsonSerializer.Serialize(scopes));
        await audit.AppendAsync(transaction, actor, company, [new(AuditKind.ApiKeys, name, AuditAction.Create, [fields])], cancellation);
        await transaction.CommitAsync(cancellation);
        return key;
    }

    /// <inheritdoc/>
    public async Task<ApiKeyOwner?> FindAsync(string key, CancellationToken cancellation)
    {
        // What cannot be a key costs no query.
        if (key.Length != Prefix.Length + 43 || !key.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        CommandDefinition find = new(FindByHash, new { Hash = HashOf(key) }, cancellationToken: cancellation);
        return await connection.QuerySingleOrDefaultAsync<Row>(find) is { } row
            ? new(row.KeyId, row.Company, row.CompanyName, row.Name, row.Scopes)
            : null;
    }

    /// <inheritdoc/>
    public async Task<bool> RevokeAsync(string company, string name, AuditActor actor, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        if (await connection.ExecuteAsync(Revoke, new { Company = company, Name = name }, transaction) == 0)
        {
            return false;
        }
        await audit.AppendAsync(transaction, actor, company, [new(AuditKind.ApiKeys, name, AuditAction.Delete, [])], cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApiKeyRow>> ListAsync(string company, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        CommandDefinition list = new(List, new { Company = company }, cancellationToken: cancellation);
        return [.. (await connection.QueryAsync<Listed>(list)).Select(k => new ApiKeyRow(k.Name, k.Scopes, k.CreatedAt, k.RevokedAt))];
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
