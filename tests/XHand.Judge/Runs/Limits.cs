namespace XHand.Judge.Runs;

/// <summary>The figures that decide; a test beside much else is more patient than a judge that has the machine to itself.</summary>
internal sealed record Limits
{
    /// <summary>From the launch to the first 200.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>What the system adds to a call's set-up, 99th percentile.</summary>
    public TimeSpan SetUp { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>From the database's return to the last record.</summary>
    public TimeSpan Records { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How far a talking time may be off what the phones saw.</summary>
    public TimeSpan Talk { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Until a database that went away is known to be away.</summary>
    public TimeSpan Noticed { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Calls may be refused with 503 because they waited too long for the machine. Of such a call a copy may still get through: it then rings a phone
    /// though nobody waits any more.
    /// </summary>
    public bool MayShed { get; init; }

    /// <summary>For a test on a machine that builds and tests much else meanwhile.</summary>
    public static Limits Patient { get; } = new()
    {
        Start = TimeSpan.FromSeconds(30),
        SetUp = TimeSpan.FromSeconds(5),
        Records = TimeSpan.FromSeconds(60),
        Talk = TimeSpan.FromSeconds(3),
        Noticed = TimeSpan.FromSeconds(60),
        MayShed = true,
    };
}
