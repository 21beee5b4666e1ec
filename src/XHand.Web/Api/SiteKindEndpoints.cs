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
            .WithSummary($"All {kind.Name}, by number.")
            .Needs(Scopes.Read);
        group.MapGet("/{number}", (string number, Caller caller, ISiteSource site) =>
                kind.Find(CompanyOf(caller, site), number) is { } found ? Results.Ok(found) : Problem.NotFound(kind.Singular, number))
            .WithSummary($"One {kind.Singular}.")
            .Produces<TView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Scopes.Read);
        group.MapPut("/{number}", (string number, Caller caller, HttpRequest request, SiteChanges changes, ISiteSource site) =>
                PutAsync(kind, number, caller, request, changes, site))
            .WithSummary($"Makes the {kind.Singular} be what the body says; a field left out takes its default.")
            .Accepts<TBody>("application/json")
            .Produces<TView>()
            .Produces<TView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .Needs(Scopes.Write);
        group.MapDelete("/{number}", (string number, Caller caller, ISiteStore store, ISiteRefresh refresh, CancellationToken cancellation) =>
                DeleteAsync(kind, number, caller, store, refresh, cancellation))
            .WithSummary($"Deletes the {kind.Singular}.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Scopes.Write);
    }

    private static async Task<IResult> PutAsync<TView>(
        SiteKind<TView> kind, string number, Caller caller, HttpRequest request, SiteChanges changes, ISiteSource site)
        where TView : class
    {
        using JsonDocument body = await JsonDocument.ParseAsync(
            request.Body, new JsonDocumentOptions { MaxDepth = OneEntry.MaxDepth }, request.HttpContext.RequestAborted);
        string path = $"/api/v1/{kind.Path}/{number}";
        if (OneEntry.Problem(body.RootElement, number, path) is { } problem)
        {
            return Problem.Refused([problem]);
        }

        byte[] file = OneEntry.AsSiteFile(body.RootElement, kind.Name, number, caller.CompanyName, kind.ReadOnlyFields);
        bool isNew = kind.Find(CompanyOf(caller, site), number) is null;
        SiteChangeOutcome outcome = await changes.ApplyAsync(
            file, path, new SiteApplyOptions(false, false, caller.Actor), null, caller.CompanyName, request.HttpContext.RequestAborted);
        if (outcome.Result is null)
        {
            return Problem.Refused([.. outcome.Problems.Select(p => p with { Path = OneEntry.InnerPath(p.Path, kind.Name) })]);
        }

        TView? now = kind.Find(CompanyOf(caller, site), number);
        return isNew ? Results.Created(path, now) : Results.Ok(now);
    }

    private static async Task<IResult> DeleteAsync<TView>(
        SiteKind<TView> kind, string number, Caller caller, ISiteStore store, ISiteRefresh refresh, CancellationToken cancellation)
        where TView : class
    {
        if (!await store.DeleteAsync(caller.CompanyName, kind.Name, number, caller.Actor, cancellation))
        {
            return Problem.NotFound(kind.Singular, number);
        }

        await refresh.UntilAsync(now => kind.Find(now.Companies[caller.Company], number) is null, cancellation);
        return Results.NoContent();
    }

    private static CompanySite CompanyOf(Caller caller, ISiteSource site) => site.Current.Companies[caller.Company];
}
