using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using XHand.Storage;

namespace XHand.Web.Problems;

/// <summary>Turns what escapes a handler into a problem: the caller's mistakes by name, ours without their inside.</summary>
internal sealed class ProblemResponses(ILogger<ProblemResponses> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellation)
    {
        (int status, string detail) = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                (StatusCodes.Status413PayloadTooLarge, "The request's body is larger than this address takes."),
            BadHttpRequestException { InnerException: JsonException json } => (StatusCodes.Status400BadRequest, JsonReason.Of(json)),
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            JsonException json => (StatusCodes.Status400BadRequest, JsonReason.Of(json)),
            _ when DatabaseAway.Is(exception) => (StatusCodes.Status503ServiceUnavailable, "The database is away; calls go on, configuration and records wait for it."),
            StorageException { Fault: StorageFault.Conflict } conflict => (StatusCodes.Status409Conflict, conflict.Message),
            StorageException { Fault: StorageFault.NotFound } missing => (StatusCodes.Status404NotFound, missing.Message),
            OperationCanceledException when context.RequestAborted.IsCancellationRequested => (499, "The request was given up."),
            _ => (StatusCodes.Status500InternalServerError, "The request failed inside XHand; the log says why."),
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

        await Problem.Of(status, detail).ExecuteAsync(context);
        return true;
    }
}
