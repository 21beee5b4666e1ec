using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using XHand.Storage;
using XHand.Web.Problems;

namespace XHand.Web.Access;

/// <summary>
/// Remembers owners of sessions for a few seconds, and for an hour while the database is away, so that screens go on in an outage. Kept by
/// SHA-256: no token stays in memory.
/// </summary>
internal sealed class SessionCache(TimeProvider time)
{
    /// <summary>What was changed elsewhere (another node) counts after this at the latest.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>While the database is away, an owner seen within this time is believed.</summary>
    public static readonly TimeSpan Outage = TimeSpan.FromHours(1);

    private const int Most = 10_000;

    // Only sessions that exist are remembered, so strangers cannot fill it.
    private readonly ConcurrentDictionary<string, (SessionOwner Owner, DateTimeOffset At)> _seen = new(StringComparer.Ordinal);

    /// <summary>The owner, or null; what the store throws when the database is away and the session was not seen lately.</summary>
    public async Task<SessionOwner?> FindAsync(Func<ISessionStore> store, string token, CancellationToken cancellation)
    {
        string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        DateTimeOffset now = time.GetUtcNow();
        bool known = _seen.TryGetValue(hash, out (SessionOwner Owner, DateTimeOffset At) seen);
        if (known && now - seen.At < Fresh)
        {
            return seen.Owner;
        }

        try
        {
            SessionOwner? owner = await store().FindAsync(token, cancellation);
            if (owner is null)
            {
                _seen.TryRemove(hash, out _);
                return null;
            }

            if (_seen.Count >= Most)
            {
                _seen.Clear();
            }

            _seen[hash] = (owner, now);
            return owner;
        }
        catch (Exception e) when (DatabaseAway.Is(e) && known && now - seen.At < Outage)
        {
            return seen.Owner;
        }
    }

    /// <summary>Forgets all, after a session, a user or a role was changed here.</summary>
    public void Clear() => _seen.Clear();
}
