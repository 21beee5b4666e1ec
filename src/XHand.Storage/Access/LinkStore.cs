using Dapper;
using Npgsql;
using XHand.Site;
using XHand.Storage.Audit;

namespace XHand.Storage.Access;

/// <summary>One-time links in PostgreSQL.</summary>
public sealed class LinkStore(NpgsqlDataSource database, UserStore users, AuditLog audit, TimeProvider time) : ILinkStore
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    // Of all companies: it tells whether the system has been set up.
    private const string Any = "select exists (select from app_user)";
    private const string DeleteOfUser = "delete from one_time_link where app_user = @User";
    private const string DeleteSetUp = "delete from one_time_link where app_user is null";
    private const string DeleteOld = "delete from one_time_link where expires_at <= @Now";
    private const string Insert = "insert into one_time_link (hash, app_user, expires_at) values (@Hash, @User, @Expires)";

    // A link stands for its user, who stands for a company: there is nothing else to bind it to.
    private const string FindUser = $"""
        select {UserRows.Columns}
        from one_time_link l join app_user u on u.id = l.app_user join company c on c.id = u.company
        where l.hash = @Hash and l.expires_at > @Now and u.enabled
        """;

    // The first administrator is made while there is no user of any company.
    private const string FindSetUp = """
        select exists (select from one_time_link where hash = @Hash and app_user is null and expires_at > @Now)
           and not exists (select from app_user)
        """;

    private const string Use = "delete from one_time_link where hash = @Hash and expires_at > @Now";

    /// <inheritdoc/>
    public async Task<OneTimeLink?> MakeAsync(Guid company, string login, AuditActor actor, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        if (await UserRows.FindAsync(connection, transaction, company, login) is not { } user)
        {
            return null;
        }
        await connection.ExecuteAsync(DeleteOfUser, new { User = user.Id }, transaction);
        OneTimeLink link = await InsertAsync(transaction, user.Id);
        await audit.AppendAsync(transaction, actor, user.CompanyName, [new SiteChange(AuditKind.Users, login, AuditAction.Link, [])], cancellation);
        await transaction.CommitAsync(cancellation);
        return link;
    }

    /// <inheritdoc/>
    public async Task<OneTimeLink?> MakeSetUpAsync(CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await UserRows.LockAsync(transaction);
        await connection.ExecuteAsync(DeleteSetUp, transaction: transaction);
        OneTimeLink? link = await connection.ExecuteScalarAsync<bool>(Any, transaction: transaction) ? null : await InsertAsync(transaction, null);
        await transaction.CommitAsync(cancellation);
        return link;
    }

    /// <inheritdoc/>
    public async Task<UserRow?> FindAsync(string token, CancellationToken cancellation)
    {
        if (!SecretToken.IsWellFormed(token))
        {
            return null;
        }
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        return await FindAsync(connection, null, token);
    }

    /// <inheritdoc/>
    public async Task<bool> IsSetUpAsync(string token, CancellationToken cancellation)
    {
        if (!SecretToken.IsWellFormed(token))
        {
            return false;
        }
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        return await connection.ExecuteScalarAsync<bool>(FindSetUp, Parameters(token));
    }

    /// <inheritdoc/>
    public async Task<bool> SetPasswordAsync(string token, string hash, AuditActor actor, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        if (await FindAsync(connection, transaction, token) is not { } user || await connection.ExecuteAsync(Use, Parameters(token), transaction) != 1)
        {
            return false;
        }
        await UserRows.SetPasswordAsync(transaction, user, hash);
        await UserRows.EndSessionsAsync(transaction, user, null);
        await audit.AppendAsync(
            transaction, actor with { Name = $"user:{user.Login}", Email = user.Email }, user.CompanyName, [UserStore.PasswordSet(user)], cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <inheritdoc/>
    public async Task<bool> SetUpAsync(string token, UserEntry entry, string hash, AuditActor actor, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        if (await connection.ExecuteAsync(Use, Parameters(token), transaction) != 1
            || !await users.MakeFirstAsync(transaction, entry, hash, actor with { Name = $"user:{entry.Login}" }, cancellation))
        {
            return false;
        }
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private async Task<OneTimeLink> InsertAsync(NpgsqlTransaction transaction, Guid? user)
    {
        OneTimeLink link = new(SecretToken.Make(), time.GetUtcNow() + Lifetime);
        await transaction.Connection!.ExecuteAsync(DeleteOld, new { Now = time.GetUtcNow().UtcDateTime }, transaction);
        await transaction.Connection!.ExecuteAsync(
            Insert, new { Hash = SecretToken.HashOf(link.Token), User = user, Expires = link.ExpiresAt.UtcDateTime }, transaction);
        return link;
    }

    private async Task<UserRow?> FindAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string token) =>
        (await connection.QuerySingleOrDefaultAsync<UserRows.Row>(FindUser, Parameters(token), transaction))?.User;

    private object Parameters(string token) => new { Hash = SecretToken.HashOf(token), Now = time.GetUtcNow().UtcDateTime };
}
