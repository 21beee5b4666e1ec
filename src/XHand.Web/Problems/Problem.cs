using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using XHand.Site;

namespace XHand.Web.Problems;

/// <summary>
/// Errors as RFC 9457 problem details: <c>application/problem+json</c> that names what is wrong and where, in English and, for programs that speak
/// another language, by <c>code</c> and <c>params</c>.
/// </summary>
internal static class Problem
{
    /// <summary>A problem with one sentence.</summary>
    public static IResult Of(int status, Reason why) => Results.Problem(Details(status, why));

    /// <summary>A problem whose sentence has no places.</summary>
    public static IResult Of(int status, ReasonForm why) => Of(status, why.With());

    /// <summary>A file or entry that was refused, with each place and reason; nothing was changed.</summary>
    public static IResult Refused(params IReadOnlyList<SiteProblem> problems)
    {
        ProblemDetails details = Details(
            StatusCodes.Status422UnprocessableEntity, problems.Count == 1 ? WebReasons.OneProblem.With() : WebReasons.Problems.With(problems.Count));
        details.Extensions["errors"] = problems;
        return Results.Problem(details);
    }

    /// <summary>409 for a record that others name, with their names.</summary>
    public static IResult InUse(SiteProblem problem)
    {
        ProblemDetails details = Details(StatusCodes.Status409Conflict, WebReasons.InUse.With(new Reason(problem.Code, problem.Params, problem.Reason)));
        details.Extensions["errors"] = new[] { problem };
        return Results.Problem(details);
    }

    /// <summary>404 that names the record.</summary>
    public static IResult NotFound(string what, string key) => Of(StatusCodes.Status404NotFound, WebReasons.NotFound.With(what, key));

    /// <summary>What ASP.NET answers by itself, such as 405, gets a code as well.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        ProblemDetails details = context.ProblemDetails;
        if (!details.Extensions.ContainsKey(Code))
        {
            Reason why = WebReasons.Status.With(details.Status ?? context.HttpContext.Response.StatusCode);
            details.Detail ??= why.Text;
            Name(details, why);
        }
    }

    private const string Code = "code";

    private static ProblemDetails Details(int status, Reason why)
    {
        ProblemDetails details = new() { Status = status, Detail = why.Text };
        Name(details, why);
        return details;
    }

    private static void Name(ProblemDetails details, Reason why)
    {
        details.Extensions[Code] = why.Code;
        details.Extensions["params"] = why.Params;
    }
}
