namespace XHand.Storage;

/// <summary>Links that work once and for a day. Only their hashes are kept.</summary>
public interface ILinkStore
{
    /// <summary>A link by which a user sets a password; an earlier one of theirs ends. Null when there is no such user.</summary>
    Task<OneTimeLink?> MakeAsync(Guid company, string login, AuditActor actor, CancellationToken cancellation);

    /// <summary>The link by which the first administrator is made; an earlier one ends. Null when there is a user already.</summary>
    Task<OneTimeLink?> MakeSetUpAsync(CancellationToken cancellation);

    /// <summary>Whose link it is, or null when it has ended or never was.</summary>
    Task<UserRow?> FindAsync(string token, CancellationToken cancellation);

    /// <summary>True while this link may make the first administrator.</summary>
    Task<bool> IsSetUpAsync(string token, CancellationToken cancellation);

    /// <summary>Uses the link up: sets the password and ends the user's sessions. False when it has ended meanwhile.</summary>
    Task<bool> SetPasswordAsync(string token, string hash, AuditActor actor, CancellationToken cancellation);

    /// <summary>Uses the link up: makes the first administrator. False when it has ended meanwhile.</summary>
    Task<bool> SetUpAsync(string token, UserEntry entry, string hash, AuditActor actor, CancellationToken cancellation);
}
