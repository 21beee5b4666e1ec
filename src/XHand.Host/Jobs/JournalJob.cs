namespace XHand.Host.Jobs;

/// <summary>Removes the journal's segments that the database has, that recovery does not need and that are past what is kept for a restored database.</summary>
/// <param name="trim">Removes them and says how many; null while the database is away.</param>
internal sealed class JournalJob(Func<int?> trim) : IHouseJob
{
    /// <inheritdoc/>
    public string Name => "journal";

    /// <inheritdoc/>
    public string Does => "removes journal segments that are in the database, once they are older than Journal:KeepHours or larger than Journal:KeepMegabytes in all";

    /// <inheritdoc/>
    public string Schedule => "30 * * * * ?";

    /// <inheritdoc/>
    public Task<string> RunAsync(CancellationToken cancellation)
    {
        int removed = trim() ?? throw new DatabaseIsAwayException();
        return Task.FromResult(removed == 0 ? "Nothing to remove." : $"{removed} segments removed.");
    }
}
