using XHand.Site;

namespace XHand.Storage;

/// <summary>How a site file is applied.</summary>
/// <param name="DryRun">Says what would change and changes nothing.</param>
/// <param name="Prune">Deletes what the file does not name, in the kinds that it names.</param>
/// <param name="Actor">Who asks, for the audit.</param>
public sealed record SiteApplyOptions(bool DryRun, bool Prune, AuditActor Actor);

/// <summary>The changes made, or the problems for which nothing was made.</summary>
public sealed record SiteApplyResult(long Version, IReadOnlyList<SiteChange> Changes, IReadOnlyList<SiteProblem> Problems);

/// <summary>What became of a deletion.</summary>
/// <param name="IsDone">It was deleted.</param>
/// <param name="Problem">Why not, when the record is there and is used by others; null otherwise.</param>
public sealed record SiteDeleteResult(bool IsDone, SiteProblem? Problem)
{
    /// <summary>It was deleted.</summary>
    public static readonly SiteDeleteResult Done = new(true, null);

    /// <summary>There is no such record.</summary>
    public static readonly SiteDeleteResult NotFound = new(false, null);
}

/// <summary>The configuration in PostgreSQL.</summary>
public interface ISiteStore
{
    /// <summary>The whole site at its newest version.</summary>
    Task<SiteSnapshot> LoadAsync(CancellationToken cancellation);

    /// <summary>Makes the site be what the file says, all or nothing, in one transaction; bumps the version and notifies.</summary>
    Task<SiteApplyResult> ApplyAsync(SiteFile file, string fileName, SiteApplyOptions options, CancellationToken cancellation);

    /// <summary>Deletes one record by kind and key, unless another one names it.</summary>
    Task<SiteDeleteResult> DeleteAsync(string company, string kind, string key, AuditActor actor, CancellationToken cancellation);
}
