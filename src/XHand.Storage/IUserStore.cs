namespace XHand.Storage;

/// <summary>A person who may sign in, as an administrator sees them.</summary>
/// <param name="Id">Id.</param>
/// <param name="Company">The company that exists for them.</param>
/// <param name="CompanyName">Its name.</param>
/// <param name="Login">Small letters, unique in the company.</param>
/// <param name="Name">Name.</param>
/// <param name="Email">E-mail address or empty.</param>
/// <param name="Language">pt-BR, en or es.</param>
/// <param name="Roles">Names of roles.</param>
/// <param name="IsEnabled">May sign in.</param>
/// <param name="HasPassword">Has set a password.</param>
/// <param name="CreatedAt">Made at, UTC.</param>
/// <param name="SignedInAt">Last signed in at, or null.</param>
public sealed record UserRow(
    Guid Id, Guid Company, string CompanyName, string Login, string Name, string Email, string Language, IReadOnlyList<string> Roles,
    bool IsEnabled, bool HasPassword, DateTimeOffset CreatedAt, DateTimeOffset? SignedInAt);

/// <summary>What can be set of a user.</summary>
public sealed record UserEntry(string Login, string Name, string Email, string Language, IReadOnlyList<string> Roles, bool IsEnabled);

/// <summary>A user with the stored password, for signing in.</summary>
public sealed record UserCredentials(UserRow User, string? Password);

/// <summary>A link that works once.</summary>
/// <param name="Token">43 characters of base64url, told this once.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
public sealed record OneTimeLink(string Token, DateTimeOffset ExpiresAt);

/// <summary>
/// Users in PostgreSQL. What would leave a company without an administrator who may sign in is refused with
/// <see cref="StorageFault.Conflict"/>. A password is given and kept as a hash.
/// </summary>
public interface IUserStore
{
    /// <summary>Whether there is any user, of whichever company.</summary>
    Task<bool> AnyAsync(CancellationToken cancellation);

    /// <summary>The company's users by login.</summary>
    Task<IReadOnlyList<UserRow>> ListAsync(Guid company, CancellationToken cancellation);

    /// <summary>One user of the company, or null.</summary>
    Task<UserRow?> FindAsync(Guid company, string login, CancellationToken cancellation);

    /// <summary>Makes or changes; true when it was made. A role that is not there is <see cref="StorageFault.NotFound"/>.</summary>
    Task<bool> SaveAsync(Guid company, UserEntry entry, AuditActor actor, CancellationToken cancellation);

    /// <summary>Deletes; false when there is none.</summary>
    Task<bool> DeleteAsync(Guid company, string login, AuditActor actor, CancellationToken cancellation);

    /// <summary>Who signs in: by login, in the named company, or without a name in the default company before others.</summary>
    Task<UserCredentials?> FindCredentialsAsync(string login, string? company, CancellationToken cancellation);

    /// <summary>Sets a password and ends the user's sessions, but for <paramref name="keep"/>.</summary>
    Task SetPasswordAsync(UserRow user, string hash, Guid? keep, AuditActor actor, CancellationToken cancellation);

    /// <summary>Replaces the hash of the same password by a stronger one.</summary>
    Task UpgradePasswordAsync(Guid user, string before, string after, CancellationToken cancellation);

    /// <summary>Makes the first administrator, in the default company, if there is no user at all; false otherwise.</summary>
    Task<bool> MakeFirstAsync(UserEntry entry, string hash, AuditActor actor, CancellationToken cancellation);
}
