using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using XHand.Site;

namespace XHand.Web.Problems;

/// <summary>Errors as RFC 9457 problem details: <c>application/problem+json</c> that names what is wrong and where.</summary>
internal static class Problem
{
    /// <summary>A problem with one sentence.</summary>
    public static IResult Of(int status, string detail) => Results.Problem(Details(status, detail));

    /// <summary>A file or entry that was refused, with each place and reason; nothing was changed.</summary>
    public static IResult Refused(IReadOnlyList<SiteProblem> problems)
    {
        ProblemDetails details = Details(
            StatusCodes.Status422UnprocessableEntity,
            problems.Count == 1 ? "One problem was found; nothing was changed." : $"{problems.Count} problems were found; nothing was changed.");
        details.Extensions["errors"] = problems;
        return Results.Problem(details);
    }

    /// <summary>409 for a record that others name, with their names.</summary>
    public static IResult InUse(SiteProblem problem)
    {
        ProblemDetails details = Details(StatusCodes.Status409Conflict, $"{problem.Reason}.");
        details.Extensions["errors"] = new[] { problem };
        return Results.Problem(details);
    }

    /// <summary>404 that names the record.</summary>
    public static IResult NotFound(string what, string key) => Of(StatusCodes.Status404NotFound, $"There is no {what} {key}.");

    internal static ProblemDetails Details(int status, string detail) => new() { Status = status, Detail = detail };
}
