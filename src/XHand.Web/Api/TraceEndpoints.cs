using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Calls.Facts;
using XHand.Calls.Live;
using XHand.Calls.Tracing;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>GET /api/v1/calls/{callId}/trace.</summary>
internal static class TraceEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/calls/{callId:guid}/trace", FindAsync)
            .WithTags("calls")
            .WithSummary("The call's story while it lives and for some minutes after: SIP messages (secrets and digits masked), decisions, events, audio.")
            .Produces<CallTrace>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permissions.TracesView);

    private static async Task<IResult> FindAsync(
        Guid callId, Caller caller, ICallTraces traces, ILiveView live, ICallRecordStore records, CancellationToken cancellation)
    {
        CallView? view = live.Calls().FirstOrDefault(call => call.CallId == callId && call.Company == caller.Company);
        CallTrace? trace = traces.Find(caller.Company, callId, new(view, null));
        if (trace is null or { IsComplete: false, IsLive: true } && view is null)
        {
            // Older than memory: the database knows who took part and how it sounded.
            CallRecord? record = await records.FindAsync(caller.Company, callId, cancellation);
            trace = record is null ? trace : traces.Find(caller.Company, callId, new(null, record));
        }

        return trace is not null ? Results.Ok(trace) : Problem.NotFound("call", callId.ToString());
    }
}
