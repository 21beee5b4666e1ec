using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;
using XHand.Web.Server;

namespace XHand.Web.Api;

/// <summary>The company's users.</summary>
internal static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder users = api.MapGroup("/users").WithTags("users");
        users.MapGet("", async (Caller caller, AccessStores stores, CancellationToken cancellation) =>
                TypedResults.Ok((await stores.Users.ListAsync(caller.Company, cancellation)).Select(UserView.Of).ToList()))
            .WithSummary("The company's users, by login.")
            .Needs(Permissions.UsersView);
        users.MapGet("/{login}", async (string login, Caller caller, AccessStores stores, CancellationToken cancellation) =>
                await stores.Users.FindAsync(caller.Company, login, cancellation) is { } user
                    ? Results.Ok(UserView.Of(user))
                    : Problem.NotFound("user", login))
            .WithSummary("One user.")
            .Produces<UserView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permissions.UsersView);
        users.MapPut("/{login}", PutAsync)
            .WithSummary("Makes the user be what the body says; a new one sets a password by a one-time link.")
            .Produces<UserView>()
            .Produces<UserView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .Needs(Permissions.UsersChange);
        users.MapDelete("/{login}", DeleteAsync)
            .WithSummary("Deletes the user and ends their sessions.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Needs(Permissions.UsersChange);
        users.MapPost("/{login}/link", LinkAsync)
            .WithSummary("Makes a link by which the user sets a password, once and within a day; an earlier one ends.")
            .Produces<LinkView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permissions.UsersChange);
    }

    private static async Task<IResult> PutAsync(
        string login, UserBody body, Caller caller, AccessStores stores, SignInDesk desk, CancellationToken cancellation)
    {
        string path = $"/api/v1/users/{Uri.EscapeDataString(login)}";
        UserEntry entry = new(
            login, body.Name?.Trim() ?? "", body.Email?.Trim() ?? "", body.Language ?? UserRules.Languages[0],
            [.. body.Roles.Distinct().Order(StringComparer.Ordinal)], body.Enabled ?? true);
        IReadOnlyList<RoleRow> own = await stores.Roles.ListAsync(caller.Company, cancellation);
        List<SiteProblem> problems = UserRules.Check(path, login, entry.Name, entry.Email, entry.Language);
        problems.AddRange(entry.Roles
            .Where(role => !RoleName.BuiltIn.Contains(role) && own.All(r => r.Name != role))
            .Select(role => new SiteProblem(path, "roles", WebReasons.NoSuchRole.With(role))));
        if (problems.Count > 0)
        {
            return Problem.Refused(problems);
        }

        UserRow? before = await stores.Users.FindAsync(caller.Company, login, cancellation);
        if (Delegation.Lacking(caller, [.. entry.Roles, .. before?.Roles ?? []], own) is { } lacking)
        {
            return TooMuch(lacking);
        }

        bool made = await stores.Users.SaveAsync(caller.Company, entry, caller.Audit, cancellation);
        desk.Forget();
        UserView view = UserView.Of((await stores.Users.FindAsync(caller.Company, login, cancellation))!);
        return made ? Results.Created(path, view) : Results.Ok(view);
    }

    private static async Task<IResult> DeleteAsync(
        string login, Caller caller, AccessStores stores, SignInDesk desk, CancellationToken cancellation)
    {
        if (await RefusalAsync(login, caller, stores, cancellation) is { } refusal)
        {
            return refusal;
        }

        bool deleted = await stores.Users.DeleteAsync(caller.Company, login, caller.Audit, cancellation);
        desk.Forget();
        return deleted ? Results.NoContent() : Problem.NotFound("user", login);
    }

    private static async Task<IResult> LinkAsync(
        string login, HttpContext context, Caller caller, AccessStores stores, WebOptions options, CancellationToken cancellation)
    {
        if (await RefusalAsync(login, caller, stores, cancellation) is { } refusal)
        {
            return refusal;
        }

        return await stores.Links.MakeAsync(caller.Company, login, caller.Audit, cancellation) is { } link
            ? Results.Ok(new LinkView($"{PublicAddress.Of(context, options)}/password?token={link.Token}", link.ExpiresAt))
            : Problem.NotFound("user", login);
    }

    private static async Task<IResult?> RefusalAsync(string login, Caller caller, AccessStores stores, CancellationToken cancellation)
    {
        if (await stores.Users.FindAsync(caller.Company, login, cancellation) is not { } user)
        {
            return Problem.NotFound("user", login);
        }

        IReadOnlyList<RoleRow> own = await stores.Roles.ListAsync(caller.Company, cancellation);
        return Delegation.Lacking(caller, user.Roles, own) is { } lacking ? TooMuch(lacking) : null;
    }

    private static IResult TooMuch(string lacking) =>
        Problem.Of(StatusCodes.Status403Forbidden, WebReasons.UserHasMore.With(lacking));
}
