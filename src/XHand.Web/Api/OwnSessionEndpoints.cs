using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>What a user does about their own sessions and password.</summary>
internal static class OwnSessionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder own = api.MapGroup("").WithTags("session").Needs(Permissions.SignedIn);
        own.MapGet("/sessions", ListAsync)
            .WithSummary("One's own sessions, newest first.")
            .Produces<IReadOnlyList<OwnSessionView>>()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        own.MapDelete("/sessions/{session:guid}", EndAsync)
            .WithSummary("Ends one of one's own sessions.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
        own.MapDelete("/sessions", EndOthersAsync)
            .WithSummary("Ends all of one's sessions but this one.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        own.MapPut("/session/profile", ChangeProfileAsync)
            .WithSummary("Changes one's own name and language; what is left out stays.")
            .Produces<SessionUserView>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        own.MapPut("/session/password", ChangePasswordAsync)
            .WithSummary("Changes one's own password; one's other sessions end.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> ListAsync(Caller caller, AccessStores stores, CancellationToken cancellation) =>
        caller.User is not { } user
            ? NotAPerson()
            : Results.Ok((await stores.Sessions.ListAsync(user.Company, user.Id, cancellation))
                .Select(s => new OwnSessionView(s.Id, s.CreatedAt, s.SeenAt, s.Address, s.Client, s.Id == caller.Session)).ToList());

    private static async Task<IResult> EndAsync(Guid session, Caller caller, AccessStores stores, SignInDesk desk, CancellationToken cancellation)
    {
        if (caller.User is not { } user)
        {
            return NotAPerson();
        }

        bool ended = await stores.Sessions.EndAsync(user, session, caller.Audit, cancellation);
        desk.Forget();
        return ended ? Results.NoContent() : Problem.NotFound("session", session.ToString());
    }

    private static async Task<IResult> EndOthersAsync(Caller caller, AccessStores stores, SignInDesk desk, CancellationToken cancellation)
    {
        if (caller.User is not { } user)
        {
            return NotAPerson();
        }

        foreach (SessionRow other in (await stores.Sessions.ListAsync(user.Company, user.Id, cancellation)).Where(s => s.Id != caller.Session))
        {
            await stores.Sessions.EndAsync(user, other.Id, caller.Audit, cancellation);
        }

        desk.Forget();
        return Results.NoContent();
    }

    private static async Task<IResult> ChangeProfileAsync(
        OwnProfileBody body, Caller caller, AccessStores stores, SignInDesk desk, CancellationToken cancellation)
    {
        // Read anew: the session's copy may be older than an administrator's change of the same user.
        if (caller.User is not { } known || await stores.Users.FindAsync(known.Company, known.Login, cancellation) is not { } user)
        {
            return NotAPerson();
        }

        UserEntry entry = new(user.Login, body.Name?.Trim() ?? user.Name, user.Email, body.Language ?? user.Language, user.Roles, user.IsEnabled);
        if (UserRules.Check("body", entry.Login, entry.Name, entry.Email, entry.Language) is { Count: > 0 } problems)
        {
            return Problem.Refused(problems);
        }

        await stores.Users.SaveAsync(user.Company, entry, caller.Audit, cancellation);
        desk.Forget();
        return Results.Ok(SessionView.Of(caller with { User = user with { Name = entry.Name, Language = entry.Language } }).User);
    }

    private static async Task<IResult> ChangePasswordAsync(OwnPasswordBody body, Caller caller, HttpContext context, AccessStores stores, SignInDesk desk)
    {
        if (caller.User is not { } user)
        {
            return NotAPerson();
        }

        if (await desk.ConfirmAsync(context, user, body.Current) is { } refusal)
        {
            return refusal;
        }

        if (UserPasswordRules.Defect(body.Password, user.Login) is { } defect)
        {
            return Problem.Refused(new SiteProblem("body", "password", defect));
        }

        string hash = await desk.HashAsync(body.Password, context.RequestAborted);
        await stores.Users.SetPasswordAsync(user, hash, caller.Session, caller.Audit, context.RequestAborted);
        desk.Forget();
        return Results.NoContent();
    }

    private static IResult NotAPerson() =>
        Problem.Of(StatusCodes.Status403Forbidden, WebReasons.NotAPerson);
}
