using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using XHand.Storage;
using XHand.Web.Problems;

namespace XHand.Web.Access;

/// <summary>
/// Remembers owners of keys for a few seconds, and for an hour while the database is away, so that neither a busy program nor
/// an outage stops the API. Kept by SHA-256: no key's text stays in memory.
/// </summary>
public sealed class ApiKeyCache(TimeProvider time)
{
    /// <summary>A key revoked elsewhere (another node) works this much longer at most.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>While the database is away, an owner seen within this time is believed.</summary>
    public static readonly TimeSpan Outage = TimeSpan.FromHours(1);

    // Only keys that exist are remembered, so strangers cannot fill it.
    private readonly ConcurrentDictionary<string, (ApiKeyOwner Owner, DateTimeOffset At)> _seen = new(StringComparer.Ordinal);

    /// <summary>The owner, or null; what the store throws when the database is away and the key was not seen lately.</summary>
    public async Task<ApiKeyOwner?> FindAsync(IApiKeyStore store, string key, CancellationToken cancellation)
    {
        string hash = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
        DateTimeOffset now = time.GetUtcNow();
        bool known = _seen.TryGetValue(hash, out (ApiKeyOwner Owner, DateTimeOffset At) seen);
        if (known && now - seen.At < Fresh)
        {
            return seen.Owner;
        }

        try
        {
            ApiKeyOwner? owner = await store.FindAsync(key, cancellation);
            if (owner is null)
            {
                _seen.TryRemove(hash, out _);
                return null;
            }

            _seen[hash] = (owner, now);
            return owner;
        }
        catch (Exception e) when (DatabaseAway.Is(e) && known && now - seen.At < Outage)
        {
            return seen.Owner;
        }
    }

    /// <summary>Forgets all, after a key was revoked here.</summary>
    public void Clear() => _seen.Clear();
}
