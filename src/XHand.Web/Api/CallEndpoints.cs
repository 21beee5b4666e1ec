using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Calls.Live;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>A call to place: rings <paramref name="From"/>, then dials <paramref name="To"/> for it.</summary>
public sealed record CallBody(string From, string To);

/// <summary>A call that was placed.</summary>
public sealed record CallPlaced(Guid CallId);

/// <summary>Live calls and registered phones.</summary>
internal static class CallEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder calls = api.MapGroup("/calls").WithTags("calls");
        calls.MapGet("", (Caller caller, ILiveView live) => TypedResults.Ok(live.Calls().Where(call => call.Company == caller.Company).ToList()))
            .WithSummary("Live calls, oldest first.")
            .Needs(Permissions.CallsView);
        calls.MapGet("/{callId:guid}", (Guid callId, Caller caller, ILiveView live) =>
                live.Calls().FirstOrDefault(call => call.CallId == callId && call.Company == caller.Company) is { } found
                    ? Results.Ok(found)
                    : Problem.NotFound("live call", callId.ToString()))
            .WithSummary("One live call.")
            .Produces<CallView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permissions.CallsView);
        calls.MapPost("", PlaceAsync)
            .WithSummary("Rings the extension, then dials for it.")
            .Produces<CallPlaced>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Needs(Permissions.CallsPlace);
        calls.MapDelete("/{callId:guid}", HangUpAsync)
            .WithSummary("Ends the call.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Needs(Permissions.CallsHangUp);
        api.MapGet("/registrations", (Caller caller, ILiveView live) =>
                TypedResults.Ok(live.Registrations().Where(phone => phone.Company == caller.Company).ToList()))
            .WithTags("registrations")
            .WithSummary("Registered phones, by number.")
            .Needs(Permissions.RegistrationsView);
    }

    private static async Task<IResult> PlaceAsync(CallBody body, Caller caller, ICallControl control, CallAudit audit, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(body.From) || string.IsNullOrEmpty(body.To))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, WebReasons.CallNeeds);
        }

        CallControlResult placed = await control.CallAsync(caller.Company, body.From, body.To, cancellation);
        if (placed.CallId is { } made)
        {
            await audit.PlacedAsync(caller, made, body, cancellation);
        }

        return placed.CallId is { } callId
            ? Results.Created($"/api/v1/calls/{callId}", new CallPlaced(callId))
            : Problem.Of(StatusCodes.Status409Conflict, WebReasons.CallRefused.With(placed.Refusal ?? "The call was refused"));
    }

    private static async Task<IResult> HangUpAsync(
        Guid callId, Caller caller, ILiveView live, ICallControl control, CallAudit audit, CancellationToken cancellation)
    {
        CallView? call = live.Calls().FirstOrDefault(c => c.CallId == callId && c.Company == caller.Company);
        CallControlResult ended = await control.HangUpAsync(caller.Company, callId, cancellation);
        if (ended.Refusal is null)
        {
            await audit.EndedAsync(caller, callId, call, cancellation);
        }

        return ended.Refusal is not { } refusal ? Results.NoContent()
            : call is not null ? Problem.Of(StatusCodes.Status409Conflict, WebReasons.CallRefused.With(refusal))
            : Problem.NotFound("live call", callId.ToString());
    }
}
