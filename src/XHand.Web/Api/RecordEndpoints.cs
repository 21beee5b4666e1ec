using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Calls.Facts;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>Finished calls and their events.</summary>
internal static class RecordEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder records = api.MapGroup("/call-records").WithTags("call-records");
        records.MapGet("", ListAsync)
            .WithSummary("Call records, newest first.")
            .Produces<IReadOnlyList<CallRecord>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .Needs(Permissions.RecordsView);
        records.MapGet("/{callId:guid}", async (Guid callId, Caller caller, ICallRecordStore store, CancellationToken cancellation) =>
                await store.FindAsync(caller.Company, callId, cancellation) is { } record
                    ? Results.Ok(record)
                    : Problem.NotFound("record of call", callId.ToString()))
            .WithSummary("One call's record.")
            .Produces<CallRecord>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permissions.RecordsView);
        records.MapGet("/{callId:guid}/events", EventsAsync)
            .WithSummary("One call's events, in order.")
            .Produces<IReadOnlyList<CallEventRow>>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permissions.RecordsView);
        api.MapGet("/call-events", (Guid call, Caller caller, ICallRecordStore store, CancellationToken cancellation) =>
                EventsAsync(call, caller, store, cancellation))
            .WithTags("call-events")
            .WithSummary("One call's events, in order, also while it lives.")
            .Produces<IReadOnlyList<CallEventRow>>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permissions.RecordsView);
    }

    private static async Task<IResult> ListAsync(
        [Description("Words, each of which is in a number, a name or the tag; accents and capitals make no difference.")] string? q,
        [Description("Calling number, exact.")] string? from,
        [Description("Dialled or reached number, exact.")] string? to,
        [Description("Calling, dialled or reached number, exact.")] string? number,
        [Description("Started at or after: a time, or an age such as 1h.")] string? since,
        [Description("Started before: a time, or an age.")] string? until,
        [Description("How the call ended.")] string? result,
        [Description("internal, outbound or inbound.")] string? direction,
        [Description("Trunk's name, exact.")] string? trunk,
        [Description("Refused: there are no queues yet.")] string? queue,
        [Description("1 to 1000; 50 when left out.")] int? limit,
        [Description("Pages on: the id of the last call of the page before.")] Guid? before,
        Caller caller,
        ICallRecordStore store,
        TimeProvider time,
        CancellationToken cancellation)
    {
        RecordQuery query = new(q, from, to, number, since, until, result, direction, trunk, queue, limit, before);
        (CallRecordFilter? filter, Reason? problem) = query.ToFilter(caller.Company, time.GetUtcNow());
        return problem is not null
            ? Problem.Of(StatusCodes.Status400BadRequest, problem)
            : Results.Ok(await store.ListAsync(filter!, cancellation));
    }

    private static async Task<IResult> EventsAsync(Guid callId, Caller caller, ICallRecordStore store, CancellationToken cancellation)
    {
        IReadOnlyList<CallEventRow> events = await store.EventsAsync(caller.Company, callId, cancellation);
        return events.Count > 0 ? Results.Ok(events) : Problem.NotFound("event of call", callId.ToString());
    }
}
