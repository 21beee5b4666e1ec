using Microsoft.Extensions.Logging;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Health;
using XHand.Web.Server;

namespace XHand.Host.Serving;

/// <summary>
/// The site in force: from the database, or from its copy on disk while the database is away. Swapped whole; read by any thread.
/// </summary>
internal sealed class SiteKeeper(SiteCacheFile copy, ILogger<SiteKeeper> log) : ISiteSource, ISiteRefresh
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    private readonly Lock _swapping = new();
    private readonly Lock _saving = new();
    private volatile Held? _held;
    private volatile ISiteStore? _store;
    private volatile Func<SiteSnapshot?, bool>? _follower;

    private sealed record Held(SiteSnapshot Site, SiteOrigin Origin);

    /// <inheritdoc/>
    public SiteSnapshot Current => _held?.Site ?? throw new InvalidOperationException("There is no site yet.");

    /// <summary>Where it came from; null before there is one.</summary>
    public SiteOrigin? Origin => _held?.Origin;

    /// <summary>Takes the copy on disk; false when there is none that can be used.</summary>
    public bool TryTakeCopy()
    {
        SiteSnapshot? site = copy.Load(out string? problem);
        if (problem is not null)
        {
            log.SiteCopyUnusable(problem);
        }

        if (site is null)
        {
            return false;
        }

        lock (_swapping)
        {
            _held ??= new(site, SiteOrigin.Disk);
        }

        log.SiteInForce(site.Version, "copy on disk");
        return true;
    }

    /// <summary>The store to read anew from, once the database is there.</summary>
    public void Connect(ISiteStore store) => _store = store;

    /// <summary>Tells <paramref name="follower"/> of each site that comes into force from now on, with the one before; it is told once at once.</summary>
    public void Follow(Func<SiteSnapshot?, bool> follower)
    {
        _follower = follower;
        follower(null);
    }

    /// <summary>Takes what the database has, unless something newer is in force, and copies it to disk.</summary>
    public void Take(SiteSnapshot site)
    {
        SiteSnapshot? before;
        lock (_swapping)
        {
            // A copy on disk can be newer only when the database was restored from a backup; the database is the truth.
            if (_held is { Origin: SiteOrigin.Database } held && held.Site.Version >= site.Version)
            {
                return;
            }

            before = _held?.Site;
            _held = new(site, SiteOrigin.Database);
        }

        _follower?.Invoke(before);

        log.SiteInForce(site.Version, "database");
        Save();
    }

    /// <inheritdoc/>
    public async Task<bool> UntilAsync(Func<SiteSnapshot, bool> inForce, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_patience);
        if (!inForce(Current) && _store is { } store)
        {
            Take(await store.LoadAsync(limit.Token));
        }

        return inForce(Current);
    }

    private void Save()
    {
        lock (_saving)
        {
            try
            {
                copy.Save(Current);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.SiteCopyNotWritten(e.Message);
            }
        }
    }
}
