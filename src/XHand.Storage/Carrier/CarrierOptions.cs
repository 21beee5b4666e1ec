namespace XHand.Storage.Carrier;

/// <summary>How the carrier works.</summary>
public sealed record CarrierOptions
{
    /// <summary>Most facts in one transaction.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>How often an idle carrier looks for new facts; a record is in the database at most about this long after its call.</summary>
    public TimeSpan IdleInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>First wait after the database went away; doubled up to <see cref="LongestRetry"/>.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait between tries: after it has come back, carrying resumes within this.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(3);
}
