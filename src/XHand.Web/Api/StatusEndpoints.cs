using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Calls.Alarms;
using XHand.Calls.Live;
using XHand.Site;
using XHand.Web.Access;
using XHand.Web.Health;
using XHand.Web.Live;

namespace XHand.Web.Api;

/// <summary>How the system and the caller's company are.</summary>
public sealed record StatusView(
    SystemPhase Phase,
    DatabaseState Database,
    SiteOrigin? SiteSource,
    long SiteVersion,
    string Node,
    string Version,
    DateTimeOffset StartedAt,
    long UptimeSeconds,
    int MediaPortsTaken,
    int MediaPortsTotal,
    string Company,
    int Extensions,
    int Announcements,
    int Registrations,
    int Calls,
    int Alarms,
    int Trunks,
    int TrunksUp);

/// <summary>GET /api/v1/status.</summary>
internal static class StatusEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/status", Status)
            .WithTags("status")
            .WithSummary("State of the system, figures of the company.")
            .Needs(Permissions.SystemView);

    private static StatusView Status(Caller caller, ISystemStatus status, ISiteSource source, ILiveView live, IAlarmView alarms, TimeProvider time)
    {
        SystemStatus now = status.Current;
        SiteSnapshot site = source.Current;
        CompanySite company = site.Companies[caller.Company];
        List<TrunkStatus> trunks = [.. live.Trunks().Where(trunk => trunk.Company == caller.Company)];
        return new(
            now.Phase,
            now.Database,
            now.SiteSource,
            site.Version,
            now.Node,
            now.Version,
            now.StartedAt,
            (long)(time.GetUtcNow() - now.StartedAt).TotalSeconds,
            now.MediaPortsTaken,
            now.MediaPortsTotal,
            company.Company.Name,
            company.Extensions.Count,
            company.Announcements.Count,
            live.Registrations().Count(phone => phone.Company == caller.Company),
            live.Calls().Count(call => call.Company == caller.Company),
            alarms.Current.Count(alarm => AlarmView.Concerns(alarm, LiveAudience.Of(caller))),
            trunks.Count,
            trunks.Count(trunk => trunk.IsUp));
    }
}
