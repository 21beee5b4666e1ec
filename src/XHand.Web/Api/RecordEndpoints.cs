using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Calls.Facts;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>Finished calls and their events.</summary>
internal static class RecordEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder records = api.MapGroup("/call-records").WithTags("call-records");
        records.MapGet("", ListAsync)
            .WithSummary("Call records, newest first; since is a time or an age (1h), before pages on from a call's id.")
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
        Caller caller,
        ICallRecordStore store,
        TimeProvider time,
        string? since,
        string? number,
        int? limit,
        Guid? before,
        string? queue,
        CancellationToken cancellation)
    {
        if (queue is not null)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "There are no queues in this version, so no record has one; leave \"queue\" out.");
        }

        if (limit is < 1 or > MaxLimit)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, $"\"limit\" is {limit}; allowed: 1 to {MaxLimit}.");
        }

        DateTimeOffset? from = null;
        if (since is not null && (from = Moment.Parse(since, time.GetUtcNow())) is null)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, $"\"since\" is \"{since}\"; {Moment.Allowed}.");
        }

        return Results.Ok(await store.ListAsync(new(caller.Company, from, number, limit ?? DefaultLimit, before), cancellation));
    }

    private static async Task<IResult> EventsAsync(Guid callId, Caller caller, ICallRecordStore store, CancellationToken cancellation)
    {
        IReadOnlyList<CallEventRow> events = await store.EventsAsync(caller.Company, callId, cancellation);
        return events.Count > 0 ? Results.Ok(events) : Problem.NotFound("event of call", callId.ToString());
    }
}
