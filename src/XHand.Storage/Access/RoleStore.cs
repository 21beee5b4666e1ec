using System.Text.Json;
using Dapper;
using Npgsql;
using XHand.Site;
using XHand.Storage.Audit;

namespace XHand.Storage.Access;

/// <summary>A company's own roles in PostgreSQL.</summary>
public sealed class RoleStore(NpgsqlDataSource database, AuditLog audit) : IRoleStore
{
    private const string List = "select name as Name, permissions as Permissions from app_role where company = @Company order by name";
    private const string Find = "select permissions from app_role where company = @Company and name = @Name";
    private const string CompanyName = "select name from company where id = @Company";
    private const string Delete = "delete from app_role where company = @Company and name = @Name";
    private const string UsedBy = "select login from app_user where company = @Company and @Name = any(roles) order by login limit 1";

    private const string Upsert = """
        insert into app_role (company, name, permissions) values (@Company, @Name, @Permissions)
        on conflict (company, name) do update set permissions = excluded.permissions
        """;

    // A class, since Dapper knows no arrays in constructors.
    private sealed class Row
    {
        public string Name { get; init; } = "";
        public string[] Permissions { get; init; } = [];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RoleRow>> ListAsync(Guid company, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        CommandDefinition list = new(List, new { Company = company }, cancellationToken: cancellation);
        return [.. (await connection.QueryAsync<Row>(list)).Select(r => new RoleRow(r.Name, r.Permissions))];
    }

    /// <inheritdoc/>
    public async Task<bool> SaveAsync(Guid company, RoleRow role, AuditActor actor, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await UserRows.LockAsync(transaction);
        string[]? before = await connection.ExecuteScalarAsync<string[]?>(Find, new { Company = company, role.Name }, transaction);
        if (before is not null && before.SequenceEqual(role.Permissions))
        {
            return false;
        }
        await connection.ExecuteAsync(Upsert, new { Company = company, role.Name, Permissions = role.Permissions.ToArray() }, transaction);
        await AppendAsync(transaction, company, role.Name, before is null ? AuditAction.Create : AuditAction.Change, before, role.Permissions, actor, cancellation);
        await transaction.CommitAsync(cancellation);
        return before is null;
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(Guid company, string name, AuditActor actor, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await UserRows.LockAsync(transaction);
        var key = new { Company = company, Name = name };
        if (await connection.ExecuteScalarAsync<string[]?>(Find, key, transaction) is not { } before)
        {
            return false;
        }
        if (await connection.ExecuteScalarAsync<string?>(UsedBy, key, transaction) is { } user)
        {
            throw new StorageException(StorageFault.Conflict, StorageReasons.RoleInUse.With(user, name));
        }
        await connection.ExecuteAsync(Delete, key, transaction);
        await AppendAsync(transaction, company, name, AuditAction.Delete, before, null, actor, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private async Task AppendAsync(
        NpgsqlTransaction transaction, Guid company, string name, string action, IReadOnlyList<string>? before, IReadOnlyList<string>? after,
        AuditActor actor, CancellationToken cancellation)
    {
        string companyName = await transaction.Connection!.QuerySingleAsync<string>(CompanyName, new { Company = company }, transaction);
        SiteFieldChange permissions = new("permissions", Json(before), Json(after));
        await audit.AppendAsync(transaction, actor, companyName, [new(AuditKind.Roles, name, action, [permissions])], cancellation);
    }

    private static string? Json(IReadOnlyList<string>? permissions) => permissions is null ? null : JsonSerializer.Serialize(permissions);
}
