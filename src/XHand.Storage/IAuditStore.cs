using System.Text.Json;
using XHand.Site;

namespace XHand.Storage;

/// <summary>Which rows of the audit are asked for.</summary>
/// <param name="Company">Name of the company: its rows alone.</param>
/// <param name="Since">Not older than this.</param>
/// <param name="Kind">Of this kind.</param>
/// <param name="Key">Of the record of this number or name.</param>
/// <param name="Actor">By this actor, whole or without what stands before the colon.</param>
/// <param name="Limit">At most so many, the newest.</param>
/// <param name="Before">Older than the row of this number.</param>
public sealed record AuditFilter(string Company, DateTimeOffset? Since, string? Kind, string? Key, string? Actor, int Limit, long? Before);

/// <summary>A row of the audit.</summary>
/// <param name="Number">Its place in the chain.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who.</param>
/// <param name="Email">The user's e-mail address then.</param>
/// <param name="Address">From where.</param>
/// <param name="Through">By which function.</param>
/// <param name="Kind">Kind of record.</param>
/// <param name="Key">Its number or name.</param>
/// <param name="Action">create, change, delete, signIn...</param>
/// <param name="Before">The changed fields before, or null.</param>
/// <param name="After">The changed fields after, or null.</param>
public sealed record AuditRow(
    long Number, DateTimeOffset At, string Actor, string Email, string Address, string Through, string Kind, string Key, string Action,
    JsonElement? Before, JsonElement? After);

/// <summary>Whether the chain of the audit is whole.</summary>
/// <param name="Entries">Rows that there should be.</param>
/// <param name="BrokenAt">Number of the first row that was changed, lost or added by other hands, or null.</param>
public sealed record AuditCheck(long Entries, long? BrokenAt);

/// <summary>Who did what: rows that are only added, each holding the hash of the one before.</summary>
public interface IAuditStore
{
    /// <summary>Adds a row for what is no change of a record in the database: a sign-in, a call that was ended.</summary>
    Task AppendAsync(AuditActor actor, string company, SiteChange change, CancellationToken cancellation);

    /// <summary>A company's rows, newest first.</summary>
    Task<IReadOnlyList<AuditRow>> ListAsync(AuditFilter filter, CancellationToken cancellation);

    /// <summary>Reads the whole chain and computes every hash again.</summary>
    Task<AuditCheck> CheckAsync(CancellationToken cancellation);
}
