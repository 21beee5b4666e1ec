namespace XHand.Web.Access;

/// <summary>What a caller may do; each is an authorization policy of the same name. API keys carry the first three.</summary>
public static class Scopes
{
    /// <summary>Sees configuration, live state and records.</summary>
    public const string Read = "read";

    /// <summary>Changes configuration.</summary>
    public const string Write = "write";

    /// <summary>Places and ends calls.</summary>
    public const string Calls = "calls";

    /// <summary>Makes and revokes keys: only over the daemon's Unix socket.</summary>
    public const string Administer = "administer";

    /// <summary>Sees the system's figures: this machine's processes, and who has <see cref="Read"/>.</summary>
    internal const string Metrics = "metrics";

    /// <summary>The scopes that a key can be given.</summary>
    public static IReadOnlyList<string> OfKeys { get; } = [Read, Write, Calls];

    /// <summary>What the Unix socket's user has.</summary>
    internal static IReadOnlyList<string> OfLocal { get; } = [Read, Write, Calls, Administer];
}
