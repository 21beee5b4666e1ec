using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Calls.Alarms;
using XHand.Web.Access;

namespace XHand.Web.Api;

/// <summary>An alarm, as the API shows it; <c>since</c> and <c>until</c> are UTC, <c>scope</c> is "system" or "company".</summary>
public sealed record AlarmView(string Code, AlarmSeverity Severity, string Subject, string Text, DateTimeOffset Since, DateTimeOffset? Until, string Scope)
{
    /// <summary>The alarm for the outside.</summary>
    public static AlarmView Of(Alarm alarm) =>
        new(alarm.Code, alarm.Severity, alarm.Subject, alarm.Text, alarm.Since, alarm.Until, alarm.Company is null ? "system" : "company");

    /// <summary>True for an alarm of the system, or of <paramref name="company"/>; another company's do not exist for it.</summary>
    public static bool Concerns(Alarm alarm, Guid company) => alarm.Company is null || alarm.Company == company;
}

/// <summary>GET /api/v1/alarms.</summary>
internal static class AlarmEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/alarms", (Caller caller, IAlarmView alarms, bool? ended) => TypedResults.Ok(
                (ended == true ? alarms.Ended : alarms.Current)
                    .Where(alarm => AlarmView.Concerns(alarm, caller.Company)).Select(AlarmView.Of).ToList()))
            .WithTags("alarms")
            .WithSummary("Alarms that last, of the system and of the company, the worst first; with ended=true the last that ended.")
            .Needs(Permissions.AlarmsView);
}
