using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Calls.Live;
using XHand.Web.Access;

namespace XHand.Web.Api;

/// <summary>How a trunk is.</summary>
/// <param name="Name">Trunk.</param>
/// <param name="State">registered, unregistered, registering, refused, reachable, unreachable, disabled.</param>
/// <param name="Detail">What was refused and why, or "".</param>
/// <param name="Remote">Address that it is reached at, or "".</param>
/// <param name="Calls">Calls over it now, both ways.</param>
/// <param name="MaxCalls">Most that it may have; 0 for no limit.</param>
/// <param name="Since">When it came into this state.</param>
public sealed record TrunkStatusView(string Name, string State, string Detail, string Remote, int Calls, int MaxCalls, DateTimeOffset Since)
{
    /// <summary>The trunks of one company now, by name.</summary>
    internal static IEnumerable<TrunkStatusView> Of(ILiveView live, Guid company) =>
        live.Trunks().Where(trunk => trunk.Company == company)
            .Select(trunk => new TrunkStatusView(trunk.Name, trunk.State, trunk.Detail, trunk.Remote, trunk.Calls, trunk.MaxCalls, trunk.Since));
}

/// <summary>GET /api/v1/trunk-status.</summary>
internal static class TrunkStatusEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/trunk-status", (Caller caller, ILiveView live) => TypedResults.Ok(TrunkStatusView.Of(live, caller.Company).ToList()))
            .WithTags("trunks")
            .WithSummary("Trunks as they are now, by name: state, calls.")
            .Needs(Permissions.View("trunks"));
}
