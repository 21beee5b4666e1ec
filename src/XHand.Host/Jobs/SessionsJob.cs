using XHand.Storage.Access;

namespace XHand.Host.Jobs;

/// <summary>Deletes sessions, one-time links and failed sign-ins that are over: nothing else does, unless their user comes again.</summary>
/// <param name="ended">What deletes them; null while the database is away.</param>
internal sealed class SessionsJob(Func<EndedAccess?> ended) : IHouseJob
{
    /// <inheritdoc/>
    public string Name => "sessions";

    /// <inheritdoc/>
    public string Does => "deletes sessions, one-time links and failed sign-ins that are over";

    /// <inheritdoc/>
    public string Schedule => "0 15 * * * ?";

    /// <inheritdoc/>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        EndedAccess access = ended() ?? throw new DatabaseIsAwayException();
        (int sessions, int links, int failures) = await access.DeleteAsync(cancellation);
        return $"{sessions} sessions, {links} links and {failures} failed sign-ins deleted.";
    }
}
