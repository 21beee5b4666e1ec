using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>The built-in roles and the company's own ones, and what they are made of.</summary>
internal static class RoleEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/permissions", () => TypedResults.Ok(Permissions.All))
            .WithTags("roles")
            .WithSummary("Every permission that a role can hold.")
            .Needs(Permissions.UsersView);
        RouteGroupBuilder roles = api.MapGroup("/roles").WithTags("roles");
        roles.MapGet("", async (Caller caller, AccessStores stores, CancellationToken cancellation) =>
                TypedResults.Ok(await AllAsync(caller, stores, cancellation)))
            .WithSummary("The built-in roles, then the company's own ones by name.")
            .Needs(Permissions.UsersView);
        roles.MapGet("/{role}", async (string role, Caller caller, AccessStores stores, CancellationToken cancellation) =>
                (await AllAsync(caller, stores, cancellation)).Find(r => r.Name == role) is { } found ? Results.Ok(found) : Problem.NotFound("role", role))
            .WithSummary("One role.")
            .Produces<RoleView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permissions.UsersView);
        roles.MapPut("/{role}", PutAsync)
            .WithSummary("Makes the role hold these permissions.")
            .Produces<RoleView>()
            .Produces<RoleView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .Needs(Permissions.UsersChange);
        roles.MapDelete("/{role}", DeleteAsync)
            .WithSummary("Deletes the role, unless a user has it.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Needs(Permissions.UsersChange);
    }

    private static async Task<List<RoleView>> AllAsync(Caller caller, AccessStores stores, CancellationToken cancellation) =>
    [
        .. RoleName.BuiltIn.Select(name => new RoleView(name, true, Ordered(Permissions.OfRoles([name], [])))),
        .. (await stores.Roles.ListAsync(caller.Company, cancellation)).Select(role => new RoleView(role.Name, false, role.Permissions)),
    ];

    private static async Task<IResult> PutAsync(
        string role, RoleBody body, Caller caller, AccessStores stores, SignInDesk desk, CancellationToken cancellation)
    {
        string path = $"/api/v1/roles/{Uri.EscapeDataString(role)}";
        if (RoleName.BuiltIn.Contains(role))
        {
            return BuiltIn(role);
        }

        List<SiteProblem> problems = [.. body.Permissions.Except(Permissions.All).Select(p => new SiteProblem(path, "permissions", WebReasons.NoSuchPermission.With(p)))];
        if (!UserRules.IsRoleName(role))
        {
            problems.Add(new(path, "name", WebReasons.RoleName.With()));
        }

        if (problems.Count > 0)
        {
            return Problem.Refused(problems);
        }

        RoleRow? before = (await stores.Roles.ListAsync(caller.Company, cancellation)).FirstOrDefault(r => r.Name == role);
        if (Delegation.Lacking(caller, [.. body.Permissions, .. before?.Permissions.Intersect(Permissions.All) ?? []]) is { } lacking)
        {
            return TooMuch(lacking);
        }

        RoleRow row = new(role, Ordered(body.Permissions));
        bool made = await stores.Roles.SaveAsync(caller.Company, row, caller.Audit, cancellation);
        desk.Forget();
        RoleView view = new(role, false, row.Permissions);
        return made ? Results.Created(path, view) : Results.Ok(view);
    }

    private static async Task<IResult> DeleteAsync(string role, Caller caller, AccessStores stores, CancellationToken cancellation) =>
        RoleName.BuiltIn.Contains(role) ? BuiltIn(role)
        : await stores.Roles.DeleteAsync(caller.Company, role, caller.Audit, cancellation) ? Results.NoContent()
        : Problem.NotFound("role", role);

    private static string[] Ordered(IEnumerable<string> permissions)
    {
        HashSet<string> held = [.. permissions];
        return [.. Permissions.All.Where(held.Contains)];
    }

    private static IResult BuiltIn(string role) => Problem.Of(StatusCodes.Status409Conflict, WebReasons.RoleBuiltIn.With(role));

    private static IResult TooMuch(string lacking) =>
        Problem.Of(StatusCodes.Status403Forbidden, WebReasons.RoleGivesMore.With(lacking));
}
