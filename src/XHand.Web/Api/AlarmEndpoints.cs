using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Calls.Alarms;
using XHand.Web.Access;
using XHand.Web.Live;

namespace XHand.Web.Api;

/// <summary>An alarm, as the API shows it; <c>since</c> and <c>until</c> are UTC, <c>scope</c> is "system" or "company".</summary>
public sealed record AlarmView(string Code, AlarmSeverity Severity, string Subject, string Text, DateTimeOffset Since, DateTimeOffset? Until, string Scope)
{
    /// <summary>The alarm for the outside.</summary>
    public static AlarmView Of(Alarm alarm) =>
        new(alarm.Code, alarm.Severity, alarm.Subject, alarm.Text, alarm.Since, alarm.Until, alarm.Company is null ? "system" : "company");

    /// <summary>True for an alarm of the audience's company, and for one of the system where it sees that; another company's do not exist for it.</summary>
    internal static bool Concerns(Alarm alarm, LiveAudience audience) => alarm.Company is { } company ? company == audience.Company : audience.SeesSystem;
}

/// <summary>GET /api/v1/alarms.</summary>
internal static class AlarmEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/alarms", (Caller caller, IAlarmView alarms, bool? ended) => TypedResults.Ok(
                (ended == true ? alarms.Ended : alarms.Current)
                    .Where(alarm => AlarmView.Concerns(alarm, LiveAudience.Of(caller))).Select(AlarmView.Of).ToList()))
            .WithTags("alarms")
            .WithSummary("Alarms that last, of the company and, for who may see the system (system.view), of the system, the worst first; with ended=true the last that ended.")
            .Needs(Permissions.AlarmsView);
}
