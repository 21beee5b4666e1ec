using XHand.Calls.Facts;
using XHand.Site;
using XHand.Storage;

namespace XHand.Host.Serving;

/// <summary>
/// The stores of a database that may not be there yet: until <see cref="Connect"/>, every question is answered "the database is away".
/// Afterwards the stores themselves say so when it goes.
/// </summary>
internal sealed class StoreRelay : ISiteStore, ICallRecordStore, IApiKeyStore
{
    private volatile Stores? _stores;

    /// <summary>The stores of one database.</summary>
    internal sealed record Stores(ISiteStore Sites, ICallRecordStore Records, IApiKeyStore Keys, AccessStores Access);

    /// <summary>Users, roles, sessions and the audit; <see cref="StorageException"/> while the database has not been reached.</summary>
    public AccessStores Access() => Now.Access;

    private Stores Now => _stores ?? throw new StorageException(StorageFault.ConnectionFailed, "The database has not been reached since the start.");

    /// <summary>From now on these answer.</summary>
    public void Connect(Stores stores) => _stores = stores;

    /// <inheritdoc/>
    public Task<SiteSnapshot> LoadAsync(CancellationToken cancellation) => Now.Sites.LoadAsync(cancellation);

    /// <inheritdoc/>
    public Task<SiteApplyResult> ApplyAsync(SiteFile file, string fileName, SiteApplyOptions options, CancellationToken cancellation) =>
        Now.Sites.ApplyAsync(file, fileName, options, cancellation);

    /// <inheritdoc/>
    public Task<SiteDeleteResult> DeleteAsync(string company, string kind, string key, AuditActor actor, CancellationToken cancellation) =>
        Now.Sites.DeleteAsync(company, kind, key, actor, cancellation);

    /// <inheritdoc/>
    Task<IReadOnlyList<CallRecord>> ICallRecordStore.ListAsync(CallRecordFilter filter, CancellationToken cancellation) =>
        Now.Records.ListAsync(filter, cancellation);

    /// <inheritdoc/>
    public Task<CallRecord?> FindAsync(Guid company, Guid callId, CancellationToken cancellation) => Now.Records.FindAsync(company, callId, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CallEventRow>> EventsAsync(Guid company, Guid callId, CancellationToken cancellation) =>
        Now.Records.EventsAsync(company, callId, cancellation);

    /// <inheritdoc/>
    public Task<string> CreateAsync(string company, string name, IReadOnlyList<string> scopes, AuditActor actor, CancellationToken cancellation) =>
        Now.Keys.CreateAsync(company, name, scopes, actor, cancellation);

    /// <inheritdoc/>
    public Task<ApiKeyOwner?> FindAsync(string key, CancellationToken cancellation) => Now.Keys.FindAsync(key, cancellation);

    /// <inheritdoc/>
    public Task<bool> RevokeAsync(string company, string name, AuditActor actor, CancellationToken cancellation) => Now.Keys.RevokeAsync(company, name, actor, cancellation);

    /// <inheritdoc/>
    Task<IReadOnlyList<ApiKeyRow>> IApiKeyStore.ListAsync(string company, CancellationToken cancellation) => Now.Keys.ListAsync(company, cancellation);
}
