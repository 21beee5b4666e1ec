using System.Text.Json;
using Microsoft.Extensions.Logging;
using XHand.Calls.Live;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;
using XHand.Web.Server;

namespace XHand.Web.Api;

/// <summary>
/// Puts on record who placed and who ended calls. Unlike a change of the configuration, that has happened before it is written: with the
/// database away it stands in the log instead.
/// </summary>
internal sealed class CallAudit(WebGate gate, ILogger<CallAudit> log)
{
    /// <summary>A call was placed.</summary>
    public Task PlacedAsync(Caller caller, Guid call, CallBody body, CancellationToken cancellation) =>
        AppendAsync(caller, new(AuditKind.Calls, call.ToString(), AuditAction.Place, [new("from", null, Json(body.From)), new("to", null, Json(body.To))]), cancellation);

    /// <summary>A call was ended; <paramref name="was"/> is how it stood, if that is known.</summary>
    public Task EndedAsync(Caller caller, Guid call, CallView? was, CancellationToken cancellation) =>
        AppendAsync(
            caller,
            new(AuditKind.Calls, call.ToString(), AuditAction.HangUp, was is null ? [] : [new("from", Json(was.From), null), new("to", Json(was.To), null), new("state", Json(was.State), null)]),
            cancellation);

    /// <summary>Something else happened.</summary>
    public async Task AppendAsync(Caller caller, SiteChange change, CancellationToken cancellation)
    {
        try
        {
            await gate.Parts!.Access().Audit.AppendAsync(caller.Audit, caller.CompanyName, change, cancellation);
        }
        catch (Exception e) when (DatabaseAway.Is(e))
        {
            log.LogWarning(
                "Not in the audit, for the database is away: {Actor} from {Address} of company {Company}: {Action} {Kind} {Key}",
                caller.Actor, caller.Address, caller.CompanyName, change.Action, change.Kind, change.Key);
        }
    }

    private static string? Json(string? text) => text is null ? null : JsonSerializer.Serialize(text);
}
