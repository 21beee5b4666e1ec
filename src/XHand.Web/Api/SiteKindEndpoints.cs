using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Access;
using XHand.Web.Problems;
using XHand.Web.Server;

namespace XHand.Web.Api;

/// <summary>
/// List, get, put and delete for a kind of the site file. A PUT is a site file with one entry, so it obeys the same rules and gives the
/// same reasons as <c>xhand apply</c>.
/// </summary>
internal static class SiteKindEndpoints
{
    public static void Map<TView, TBody>(IEndpointRouteBuilder api, SiteKind<TView> kind)
        where TView : class
        where TBody : notnull
    {
        RouteGroupBuilder group = api.MapGroup("/" + kind.Path).WithTags(kind.Name);
        group.MapGet("", (Caller caller, ISiteSource site) => TypedResults.Ok(kind.All(CompanyOf(caller, site)).ToList()))
            .WithSummary(kind.Name == "routes" ? "All routes, in the order in which they are looked at." : $"All {kind.Name}, by {kind.Key}.")
            .Needs(Permissions.View(kind.Name));
        group.MapGet("/{key}", (string key, Caller caller, ISiteSource site) =>
                kind.Find(CompanyOf(caller, site), key) is { } found ? Results.Ok(found) : Problem.NotFound(kind.Singular, key))
            .WithSummary($"One {kind.Singular}.")
            .Produces<TView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permissions.View(kind.Name));
        group.MapPut("/{key}", (string key, Caller caller, HttpRequest request, SiteChanges changes, ISiteSource site) =>
                PutAsync(kind, key, caller, request, changes, site))
            .WithSummary($"Makes the {kind.Singular} be what the body says; a field left out takes its default.")
            .Accepts<TBody>("application/json")
            .Produces<TView>()
            .Produces<TView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .Needs(Permissions.Change(kind.Name));
        group.MapDelete("/{key}", (string key, Caller caller, ISiteStore store, ISiteRefresh refresh, CancellationToken cancellation) =>
                DeleteAsync(kind, key, caller, store, refresh, cancellation))
            .WithSummary($"Deletes the {kind.Singular}, unless another record names it.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Needs(Permissions.Change(kind.Name));
    }

    private static async Task<IResult> PutAsync<TView>(
        SiteKind<TView> kind, string key, Caller caller, HttpRequest request, SiteChanges changes, ISiteSource site)
        where TView : class
    {
        using JsonDocument body = await JsonDocument.ParseAsync(
            request.Body, new JsonDocumentOptions { MaxDepth = OneEntry.MaxDepth }, request.HttpContext.RequestAborted);
        string path = $"/api/v1/{kind.Path}/{Uri.EscapeDataString(key)}";
        if (OneEntry.Problem(body.RootElement, kind.Key, key, path) is { } problem)
        {
            return Problem.Refused(problem);
        }

        byte[] file = OneEntry.AsSiteFile(body.RootElement, kind.Name, kind.Key, key, caller.CompanyName, kind.ReadOnlyFields);
        bool isNew = kind.Find(CompanyOf(caller, site), key) is null;
        SiteChangeOutcome outcome = await changes.ApplyAsync(
            file, path, new SiteApplyOptions(false, false, caller.Audit), null, caller.CompanyName, request.HttpContext.RequestAborted);
        if (outcome.Result is null)
        {
            return Problem.Refused([.. outcome.Problems.Select(p => p with { Path = OneEntry.InnerPath(p.Path, kind.Name) })]);
        }

        TView? now = kind.Find(CompanyOf(caller, site), key);
        return isNew ? Results.Created(path, now) : Results.Ok(now);
    }

    private static async Task<IResult> DeleteAsync<TView>(
        SiteKind<TView> kind, string key, Caller caller, ISiteStore store, ISiteRefresh refresh, CancellationToken cancellation)
        where TView : class
    {
        SiteDeleteResult result = await store.DeleteAsync(caller.CompanyName, kind.Name, key, caller.Audit, cancellation);
        if (!result.IsDone)
        {
            return result.Problem is { } problem ? Problem.InUse(problem) : Problem.NotFound(kind.Singular, key);
        }

        await refresh.UntilAsync(now => kind.Find(now.Companies[caller.Company], key) is null, cancellation);
        return Results.NoContent();
    }

    private static CompanySite CompanyOf(Caller caller, ISiteSource site) => site.Current.Companies[caller.Company];
}
