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

    // A sign of life is worth a write once a minute, not once a request.
    private static readonly TimeSpan _touchEvery = TimeSpan.FromMinutes(1);

    private const int Most = 10_000;

    // Only sessions that exist are remembered, so strangers cannot fill it.
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    private sealed record Seen(SessionOwner Owner, DateTimeOffset At, DateTimeOffset UsedAt);

    /// <summary>
    /// The owner, or null; what the store throws when the database is away and the session was not seen lately. <paramref name="isUse"/> when a person asks
    /// for something, which keeps the session from going idle.
    /// </summary>
    public async Task<SessionOwner?> FindAsync(Func<ISessionStore> store, string token, bool isUse, CancellationToken cancellation)
    {
        string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        DateTimeOffset now = time.GetUtcNow();
        Seen? seen = _seen.GetValueOrDefault(hash);
        bool isTouch = isUse && (seen is null || now - seen.UsedAt >= _touchEvery);
        if (seen is not null && now - seen.At < Fresh && !isTouch)
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

            if (isTouch)
            {
                await store().TouchAsync(token, cancellation);
            }

            if (_seen.Count >= Most)
            {
                _seen.Clear();
            }

            _seen[hash] = new(owner, now, isTouch ? now : seen?.UsedAt ?? DateTimeOffset.MinValue);
            return owner;
        }
        catch (Exception e) when (DatabaseAway.Is(e) && seen is not null && now - seen.At < Outage)
        {
            return seen.Owner;
        }
    }

    /// <summary>Forgets all, after a session, a user or a role was changed here.</summary>
    public void Clear() => _seen.Clear();
}
