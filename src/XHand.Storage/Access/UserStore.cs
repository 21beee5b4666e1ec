using Dapper;
using Npgsql;
using XHand.Loop.Ids;
using XHand.Site;
using XHand.Storage.Audit;

namespace XHand.Storage.Access;

/// <summary>Users in PostgreSQL.</summary>
public sealed class UserStore(NpgsqlDataSource database, IIdSource ids, AuditLog audit) : IUserStore
{
    // Of all companies: it tells whether the system has been set up.
    private const string Any = "select exists (select from app_user)";

    private const string DefaultCompany = "select id from company where name = @Name";

    private const string List = $"""
        select {UserRows.Columns} from app_user u join company c on c.id = u.company where u.company = @Company order by u.login
        """;

    // Who signs in belongs to no company yet: the login finds it, the default company before the others.
    private const string Credentials = $"""
        select {UserRows.Columns} from app_user u join company c on c.id = u.company
        where u.login = @Login and (@Company::text is null or c.name = @Company)
        order by c.name <> @Default, c.name limit 1
        """;

    private const string MissingRoles = """
        select r from unnest(@Roles) r
        where r <> all(@BuiltIn) and not exists (select from app_role where company = @Company and name = r)
        limit 1
        """;

    private const string Delete = "delete from app_user where company = @Company and login = @Login";

    // By the id alone, which came from the row that was just checked; the old text makes sure that it is still that password.
    private const string Upgrade = "update app_user set password = @After where id = @Id and password = @Before";

    /// <inheritdoc/>
    public async Task<bool> AnyAsync(CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(Any, cancellationToken: cancellation));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UserRow>> ListAsync(Guid company, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        CommandDefinition list = new(List, new { Company = company }, cancellationToken: cancellation);
        return [.. (await connection.QueryAsync<UserRows.Row>(list)).Select(r => r.User)];
    }

    /// <inheritdoc/>
    public async Task<UserRow?> FindAsync(Guid company, string login, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        return await UserRows.FindAsync(connection, null, company, login);
    }

    /// <inheritdoc/>
    public async Task<UserCredentials?> FindCredentialsAsync(string login, string? company, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        CommandDefinition find = new(
            Credentials, new { Login = login, Company = company, Default = SiteSnapshotBuilder.DefaultCompany }, cancellationToken: cancellation);
        return await connection.QuerySingleOrDefaultAsync<UserRows.Row>(find) is { } row ? new(row.User, row.Password) : null;
    }

    /// <inheritdoc/>
    public async Task<bool> SaveAsync(Guid company, UserEntry entry, AuditActor actor, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await UserRows.LockAsync(transaction);
        await RefuseMissingRoleAsync(transaction, company, entry);
        UserRow? before = await UserRows.FindAsync(connection, transaction, company, entry.Login);
        if (UserRows.Change(before, entry) is not { } change)
        {
            return false;
        }
        if (before is null)
        {
            await UserRows.InsertAsync(transaction, ids.NewId(), company, entry, null);
        }
        else
        {
            if (!entry.IsEnabled || !entry.Roles.Contains(RoleName.Administrator))
            {
                await RefuseLastAdministratorAsync(transaction, before);
            }
            await UserRows.UpdateAsync(transaction, before, entry);
            if (!entry.IsEnabled)
            {
                await UserRows.EndSessionsAsync(transaction, before, null);
            }
        }
        UserRow after = (await UserRows.FindAsync(connection, transaction, company, entry.Login))!;
        await audit.AppendAsync(transaction, actor, after.CompanyName, [change], cancellation);
        await transaction.CommitAsync(cancellation);
        return before is null;
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(Guid company, string login, AuditActor actor, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await UserRows.LockAsync(transaction);
        if (await UserRows.FindAsync(connection, transaction, company, login) is not { } user)
        {
            return false;
        }
        await RefuseLastAdministratorAsync(transaction, user);
        await connection.ExecuteAsync(Delete, new { Company = company, Login = login }, transaction);
        await audit.AppendAsync(transaction, actor, user.CompanyName, [UserRows.Change(user, null)!], cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <inheritdoc/>
    public async Task SetPasswordAsync(UserRow user, string hash, Guid? keep, AuditActor actor, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await UserRows.SetPasswordAsync(transaction, user, hash);
        await UserRows.EndSessionsAsync(transaction, user, keep);
        await audit.AppendAsync(transaction, actor, user.CompanyName, [PasswordSet(user)], cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task UpgradePasswordAsync(Guid user, string before, string after, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(Upgrade, new { Id = user, Before = before, After = after }, cancellationToken: cancellation));
    }

    /// <inheritdoc/>
    public async Task<bool> MakeFirstAsync(UserEntry entry, string hash, AuditActor actor, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        bool made = await MakeFirstAsync(transaction, entry, hash, actor, cancellation);
        if (made)
        {
            await transaction.CommitAsync(cancellation);
        }
        return made;
    }

    internal async Task<bool> MakeFirstAsync(NpgsqlTransaction transaction, UserEntry entry, string hash, AuditActor actor, CancellationToken cancellation)
    {
        NpgsqlConnection connection = transaction.Connection!;
        await UserRows.LockAsync(transaction);
        if (await connection.ExecuteScalarAsync<bool>(Any, transaction: transaction))
        {
            return false;
        }
        Guid company = await connection.ExecuteScalarAsync<Guid>(DefaultCompany, new { Name = SiteSnapshotBuilder.DefaultCompany }, transaction);
        await UserRows.InsertAsync(transaction, ids.NewId(), company, entry, hash);
        await audit.AppendAsync(transaction, actor, SiteSnapshotBuilder.DefaultCompany, [UserRows.Change(null, entry)!], cancellation);
        return true;
    }

    internal static SiteChange PasswordSet(UserRow user) => new(AuditKind.Users, user.Login, AuditAction.SetPassword, [new("password", user.HasPassword ? "\"***\"" : null, "\"***\"")]);

    private static async Task RefuseMissingRoleAsync(NpgsqlTransaction transaction, Guid company, UserEntry entry)
    {
        string? missing = await transaction.Connection!.ExecuteScalarAsync<string?>(
            MissingRoles, new { Company = company, Roles = entry.Roles.ToArray(), BuiltIn = RoleName.BuiltIn.ToArray() }, transaction);
        if (missing is not null)
        {
            throw new StorageException(StorageFault.NotFound, StorageReasons.NoRole.With(missing));
        }
    }

    private static async Task RefuseLastAdministratorAsync(NpgsqlTransaction transaction, UserRow user)
    {
        if (user.IsEnabled && user.Roles.Contains(RoleName.Administrator) && !await UserRows.HasOtherAdministratorAsync(transaction, user))
        {
            throw new StorageException(StorageFault.Conflict, StorageReasons.LastAdministrator.With(user.Login, user.CompanyName));
        }
    }
}
