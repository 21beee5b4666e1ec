using Dapper;
using Npgsql;
using XHand.Loop.Ids;
using XHand.Site;
using XHand.Storage.Audit;

namespace XHand.Storage.Access;

/// <summary>Sessions in PostgreSQL.</summary>
public sealed class SessionStore(NpgsqlDataSource database, IIdSource ids, AuditLog audit, SessionLimits limits, TimeProvider time) : ISessionStore
{
    private const int MaxClientLength = 200;

    // The token is all that a request has: the session names the user, and the user the company.
    private const string FindOne = $"""
        select s.id as Session, {UserRows.Columns},
               (select coalesce(array_agg(p), '{"{}"}') from app_role r, unnest(r.permissions) p
                where r.company = u.company and r.name = any(u.roles)) as Granted
        from app_session s join app_user u on u.id = s.app_user join company c on c.id = u.company
        where s.hash = @Hash and s.seen_at > @Idle and s.created_at > @Absolute and u.enabled
        """;

    // By the token, as above.
    private const string Touch = "update app_session set seen_at = @Now where hash = @Hash";

    // By the token, as above.
    private const string DeleteOne = "delete from app_session where hash = @Hash";
    private const string DeleteOwn = "delete from app_session where company = @Company and app_user = @User and id = @Session";
    private const string DeleteOld = "delete from app_session where company = @Company and app_user = @User and (seen_at <= @Idle or created_at <= @Absolute)";
    private const string SignedIn = "update app_user set signed_in_at = @Now where company = @Company and id = @User";

    private const string Insert = """
        insert into app_session (hash, id, app_user, company, created_at, seen_at, address, client)
        values (@Hash, @Id, @User, @Company, @Now, @Now, @Address, @Client)
        """;

    private const string List = """
        select id as Id, created_at as CreatedAt, seen_at as SeenAt, address as Address, client as Client
        from app_session where company = @Company and app_user = @User and seen_at > @Idle and created_at > @Absolute
        order by created_at desc
        """;

    private sealed class Found : UserRows.Row
    {
        public Guid Session { get; init; }
        public string[] Granted { get; init; } = [];
    }

    private sealed record Listed(Guid Id, DateTime CreatedAt, DateTime SeenAt, string Address, string Client);

    /// <inheritdoc/>
    public async Task<string> OpenAsync(UserRow user, string? replaced, string client, AuditActor actor, CancellationToken cancellation)
    {
        string token = SecretToken.Make();
        DateTime now = time.GetUtcNow().UtcDateTime;
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        if (SecretToken.IsWellFormed(replaced))
        {
            await connection.ExecuteAsync(DeleteOne, new { Hash = SecretToken.HashOf(replaced!) }, transaction);
        }
        await connection.ExecuteAsync(DeleteOld, Parameters(user.Company, user.Id), transaction);
        object row = new
        {
            Hash = SecretToken.HashOf(token),
            Id = ids.NewId(),
            User = user.Id,
            user.Company,
            Now = now,
            actor.Address,
            Client = client.Length <= MaxClientLength ? client : client[..MaxClientLength],
        };
        await connection.ExecuteAsync(Insert, row, transaction);
        await connection.ExecuteAsync(SignedIn, new { user.Company, User = user.Id, Now = now }, transaction);
        await audit.AppendAsync(transaction, actor, user.CompanyName, [Change(user, AuditAction.SignIn)], cancellation);
        await transaction.CommitAsync(cancellation);
        return token;
    }

    /// <inheritdoc/>
    public async Task<SessionOwner?> FindAsync(string token, CancellationToken cancellation)
    {
        if (!SecretToken.IsWellFormed(token))
        {
            return null;
        }
        DateTime now = time.GetUtcNow().UtcDateTime;
        byte[] hash = SecretToken.HashOf(token);
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        CommandDefinition find = new(
            FindOne, new { Hash = hash, Idle = now - limits.Idle, Absolute = now - limits.Absolute }, cancellationToken: cancellation);
        if (await connection.QuerySingleOrDefaultAsync<Found>(find) is not { } found)
        {
            return null;
        }
        return new(found.Session, found.User, found.Granted);
    }

    /// <inheritdoc/>
    public async Task TouchAsync(string token, CancellationToken cancellation)
    {
        if (!SecretToken.IsWellFormed(token))
        {
            return;
        }
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        object touched = new { Hash = SecretToken.HashOf(token), Now = time.GetUtcNow().UtcDateTime };
        await connection.ExecuteAsync(new CommandDefinition(Touch, touched, cancellationToken: cancellation));
    }

    /// <inheritdoc/>
    public async Task<bool> CloseAsync(string token, AuditActor actor, CancellationToken cancellation)
    {
        if (await FindAsync(token, cancellation) is not { } owner)
        {
            return false;
        }
        return await EndAsync(owner.User, owner.Session, AuditAction.SignOut, actor, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SessionRow>> ListAsync(Guid company, Guid user, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        CommandDefinition list = new(List, Parameters(company, user), cancellationToken: cancellation);
        return [.. (await connection.QueryAsync<Listed>(list)).Select(s => new SessionRow(s.Id, s.CreatedAt, s.SeenAt, s.Address, s.Client))];
    }

    /// <inheritdoc/>
    public Task<bool> EndAsync(UserRow user, Guid session, AuditActor actor, CancellationToken cancellation) =>
        EndAsync(user, session, AuditAction.EndSession, actor, cancellation);

    private static SiteChange Change(UserRow user, string action) => new(AuditKind.Sessions, user.Login, action, []);

    private async Task<bool> EndAsync(UserRow user, Guid session, string action, AuditActor actor, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        if (await connection.ExecuteAsync(DeleteOwn, new { user.Company, User = user.Id, Session = session }, transaction) == 0)
        {
            return false;
        }
        await audit.AppendAsync(transaction, actor, user.CompanyName, [Change(user, action)], cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private object Parameters(Guid company, Guid user)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        return new { Company = company, User = user, Idle = now - limits.Idle, Absolute = now - limits.Absolute };
    }
}
