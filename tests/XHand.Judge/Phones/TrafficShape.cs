namespace XHand.Judge.Phones;

/// <summary>What the phones do among themselves.</summary>
internal sealed record TrafficShape
{
    /// <summary>Calls begun a second.</summary>
    public double Rate { get; init; } = 20;

    /// <summary>Mean of the talking time, exponentially spread.</summary>
    public TimeSpan Talk { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Longest ringing.</summary>
    public TimeSpan Ring { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Share of calls that are not answered: busy or given up.</summary>
    public double Unanswered { get; init; } = 0.12;

    /// <summary>Extensions that call.</summary>
    public int Callers { get; init; } = 150;

    /// <summary>Extensions that are called.</summary>
    public int Callees { get; init; } = 150;

    /// <summary>First extension; callers come first.</summary>
    public int FirstExtension { get; init; } = 2000;

    /// <summary>Password of an extension.</summary>
    public static string PasswordOf(string number) => $"Judge-{number}-xz";
}
