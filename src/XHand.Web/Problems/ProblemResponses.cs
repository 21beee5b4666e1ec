using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using XHand.Site;
using XHand.Storage;

namespace XHand.Web.Problems;

/// <summary>Turns what escapes a handler into a problem: the caller's mistakes by name, ours without their inside.</summary>
internal sealed class ProblemResponses(ILogger<ProblemResponses> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellation)
    {
        (int status, Reason why) = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                (StatusCodes.Status413PayloadTooLarge, WebReasons.BodyTooLarge.With()),
            BadHttpRequestException { InnerException: JsonException json } => (StatusCodes.Status400BadRequest, JsonReason.Of(json)),
            BadHttpRequestException bad => (bad.StatusCode, WebReasons.BadRequest.With(bad.Message)),
            JsonException json => (StatusCodes.Status400BadRequest, JsonReason.Of(json)),
            _ when DatabaseAway.Is(exception) => (StatusCodes.Status503ServiceUnavailable, WebReasons.DatabaseIsAway.With()),
            StorageException { Fault: StorageFault.Conflict } conflict => (StatusCodes.Status409Conflict, conflict.Reason),
            StorageException { Fault: StorageFault.NotFound } missing => (StatusCodes.Status404NotFound, missing.Reason),
            OperationCanceledException when context.RequestAborted.IsCancellationRequested => (499, WebReasons.GivenUp.With()),
            _ => (StatusCodes.Status500InternalServerError, WebReasons.Failed.With()),
        };
        if (status == StatusCodes.Status429TooManyRequests)
        {
            context.Response.Headers.RetryAfter = "2";
        }
        else if (status == StatusCodes.Status500InternalServerError)
        {
            log.LogError(exception, "{Method} {Path} failed.", context.Request.Method, context.Request.Path);
        }
        else if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
            log.LogWarning("{Method} {Path}: the database is away: {Reason}", context.Request.Method, context.Request.Path, exception.Message);
        }

        await Problem.Of(status, why).ExecuteAsync(context);
        return true;
    }
}
