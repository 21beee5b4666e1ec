using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using XHand.Web.Access;
using XHand.Web.Problems;
using XHand.Web.Server;

namespace XHand.Web.Api;

/// <summary>The least level that is logged.</summary>
public sealed record LogLevelBody(string Level);

/// <summary>How much is logged: the machine's administrator's business.</summary>
internal static class LogEndpoints
{
    private static readonly string[] _levels = ["Trace", "Debug", "Information", "Warning", "Error"];

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder log = api.MapGroup("/log-level").WithTags("log");
        log.MapGet("", (ILogLevel log) => TypedResults.Ok(new LogLevelBody(log.Level.ToString())))
            .WithSummary("The least level that is logged.")
            .Needs(Permissions.Socket);
        log.MapPut("", Set)
            .WithSummary("Changes it at once, until the process ends.")
            .Produces<LogLevelBody>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .Needs(Permissions.Socket);
    }

    private static IResult Set(LogLevelBody body, ILogLevel log)
    {
        if (Array.Find(_levels, level => level.Equals(body.Level, StringComparison.OrdinalIgnoreCase)) is not { } known)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, WebReasons.BadValue.With("level", body.Level, string.Join(", ", _levels)));
        }

        log.Level = Enum.Parse<LogLevel>(known);
        return Results.Ok(new LogLevelBody(known));
    }
}
