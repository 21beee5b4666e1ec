using Microsoft.AspNetCore.Http;

namespace XHand.Web.Access;

/// <summary>
/// Hashes passwords beside the requests' threads, few at once: each costs a fifth of a second of a core on purpose, and calls need the cores too.
/// </summary>
internal sealed class PasswordWork : IDisposable
{
    private const int MostWaiting = 50;

    private readonly SemaphoreSlim _atOnce = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _waiting;

    /// <summary>Does it; 429 when too many wait already.</summary>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new BadHttpRequestException("Too many passwords are being checked; try again in a moment.", StatusCodes.Status429TooManyRequests);
        }

        try
        {
            await _atOnce.WaitAsync(cancellation);
            try
            {
                return await Task.Run(work, cancellation);
            }
            finally
            {
                _atOnce.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _atOnce.Dispose();
}
