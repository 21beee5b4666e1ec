using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>Signing in and out, the first administrator, and passwords by one-time link.</summary>
internal static class SessionEndpoints
{
    // Well-formed and no more: what is longer is no password, login or link.
    private const int MaxBodyBytes = 8 * 1024;

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder open = api.MapGroup("").WithTags("session").AllowAnonymous().WithMetadata(new SmallBody(MaxBodyBytes));
        open.MapGet("/session", StateAsync)
            .WithSummary("Whether somebody is signed in, and what they may do.")
            .Produces<SessionView>();
        open.MapPost("/session", SignInAsync)
            .WithSummary("Signs in; the session's cookie comes with the answer.")
            .Produces<SessionView>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        open.MapDelete("/session", async (HttpContext context, SignInDesk desk) =>
            {
                await desk.CloseAsync(context);
                return Results.NoContent();
            })
            .WithSummary("Signs out.")
            .Produces(StatusCodes.Status204NoContent);
        open.MapPost("/set-up", SetUpAsync)
            .WithSummary("Makes the first administrator by the link that the daemon printed, and signs them in.")
            .Produces<SessionView>()
            .ProducesProblem(StatusCodes.Status410Gone)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        open.MapPost("/password", SetPasswordAsync)
            .WithSummary("Sets a user's password by their one-time link, ends their sessions and signs them in.")
            .Produces<SessionView>()
            .ProducesProblem(StatusCodes.Status410Gone)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> StateAsync(HttpContext context, CancellationToken cancellation)
    {
        if (Caller.Find(context.User) is { } caller)
        {
            return Results.Ok(SessionView.Of(caller));
        }

        // Looked up here and not as a parameter: a session that is known goes on while the database is away.
        AccessStores stores = (AccessStores)context.RequestServices.GetService(typeof(AccessStores))!;
        return Results.Ok(await stores.Users.AnyAsync(cancellation) ? SessionView.SignedOut : SessionView.SetUp);
    }

    private static async Task<IResult> SignInAsync(SignInBody body, HttpContext context, SignInDesk desk)
    {
        string? company = string.IsNullOrWhiteSpace(body.Company) ? null : body.Company.Trim();
        SignInOutcome outcome = await desk.CheckAsync(context, body.Login, body.Password, company);
        return outcome.User is { } user ? await EnterAsync(context, desk, user) : outcome.Refusal!;
    }

    private static async Task<IResult> SetUpAsync(SetUpBody body, HttpContext context, AccessStores stores, SignInDesk desk)
    {
        string login = body.Login.Trim().ToLowerInvariant();
        if (!await stores.Links.IsSetUpAsync(body.Token, context.RequestAborted))
        {
            return Dead();
        }

        if (UserRules.Check(body, login) is { Count: > 0 } problems)
        {
            return Problem.Refused(problems);
        }

        UserEntry entry = new(login, body.Name?.Trim() ?? "", "", body.Language ?? UserRules.Languages[0], [RoleName.Administrator], true);
        string hash = await desk.HashAsync(body.Password, context.RequestAborted);
        return await stores.Links.SetUpAsync(body.Token, entry, hash, CallerAddress.Stranger(context, ""), context.RequestAborted)
            && await stores.Users.FindCredentialsAsync(login, SiteSnapshotBuilder.DefaultCompany, context.RequestAborted) is { } made
                ? await EnterAsync(context, desk, made.User)
                : Dead();
    }

    private static async Task<IResult> SetPasswordAsync(PasswordBody body, HttpContext context, AccessStores stores, SignInDesk desk)
    {
        if (await stores.Links.FindAsync(body.Token, context.RequestAborted) is not { } user)
        {
            return Dead();
        }

        if (UserPasswordRules.Defect(body.Password, user.Login) is { } defect)
        {
            return Problem.Refused(new SiteProblem("body", "password", defect));
        }

        string hash = await desk.HashAsync(body.Password, context.RequestAborted);
        return await stores.Links.SetPasswordAsync(body.Token, hash, CallerAddress.Stranger(context, ""), context.RequestAborted)
            ? await EnterAsync(context, desk, user)
            : Dead();
    }

    private static async Task<IResult> EnterAsync(HttpContext context, SignInDesk desk, UserRow user) =>
        Results.Ok(SessionView.Of(user, await desk.OpenAsync(context, user)));

    private static IResult Dead() => Problem.Of(StatusCodes.Status410Gone, WebReasons.DeadLink);
}
