namespace XHand.Storage;

/// <summary>Who a cookie stands for.</summary>
/// <param name="Session">Id of the session.</param>
/// <param name="User">The user, as of now.</param>
/// <param name="Granted">What the user's own roles, those that are not built in, allow.</param>
public sealed record SessionOwner(Guid Session, UserRow User, IReadOnlyList<string> Granted);

/// <summary>A session as its owner sees it.</summary>
public sealed record SessionRow(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, string Address, string Client);

/// <summary>How long a session lasts.</summary>
/// <param name="Idle">Without a request.</param>
/// <param name="Absolute">In all.</param>
public sealed record SessionLimits(TimeSpan Idle, TimeSpan Absolute);

/// <summary>Sessions in PostgreSQL: 256 random bits, kept as SHA-256.</summary>
public interface ISessionStore
{
    /// <summary>Opens one and returns its token; on record as a sign-in. Ends <paramref name="replaced"/>, the one that the browser came with.</summary>
    Task<string> OpenAsync(UserRow user, string? replaced, string client, AuditActor actor, CancellationToken cancellation);

    /// <summary>Its owner, or null when it is unknown, over its time, or its user may not sign in. Asking is no sign of life.</summary>
    Task<SessionOwner?> FindAsync(string token, CancellationToken cancellation);

    /// <summary>A sign of life: the session's idle time begins anew.</summary>
    Task TouchAsync(string token, CancellationToken cancellation);

    /// <summary>Ends it; false when it was none.</summary>
    Task<bool> CloseAsync(string token, AuditActor actor, CancellationToken cancellation);

    /// <summary>The user's sessions, newest first.</summary>
    Task<IReadOnlyList<SessionRow>> ListAsync(Guid company, Guid user, CancellationToken cancellation);

    /// <summary>Ends one of the user's sessions; false when it is none of theirs.</summary>
    Task<bool> EndAsync(UserRow user, Guid session, AuditActor actor, CancellationToken cancellation);
}
