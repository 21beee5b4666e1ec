namespace XHand.Storage;

/// <summary>Who a request with a key acts for.</summary>
public sealed record ApiKeyOwner(Guid KeyId, Guid Company, string CompanyName, string Name, IReadOnlyList<string> Scopes);

/// <summary>A key as an administrator sees it: everything but its text.</summary>
public sealed record ApiKeyRow(string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

/// <summary>API keys: shown once, kept as SHA-256.</summary>
public interface IApiKeyStore
{
    /// <summary>Makes a key and returns its text, "xh_" and 43 characters of base64url.</summary>
    Task<string> CreateAsync(string company, string name, IReadOnlyList<string> scopes, AuditActor actor, CancellationToken cancellation);

    /// <summary>Its owner, or null for an unknown or revoked key.</summary>
    Task<ApiKeyOwner?> FindAsync(string key, CancellationToken cancellation);

    /// <summary>Revokes by name; false when there is none.</summary>
    Task<bool> RevokeAsync(string company, string name, AuditActor actor, CancellationToken cancellation);

    /// <summary>The company's keys, revoked ones too, by name.</summary>
    Task<IReadOnlyList<ApiKeyRow>> ListAsync(string company, CancellationToken cancellation);
}
