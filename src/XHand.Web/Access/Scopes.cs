namespace XHand.Web.Access;

/// <summary>What a key may do, in few words; each stands for several <see cref="Permissions"/>. A permission's own name is a scope too.</summary>
public static class Scopes
{
    /// <summary>Sees configuration, live state and records.</summary>
    public const string Read = "read";

    /// <summary>Changes configuration.</summary>
    public const string Write = "write";

    /// <summary>Places and ends calls.</summary>
    public const string Calls = "calls";

    /// <summary>Sees live state alone.</summary>
    public const string Live = "live";

    /// <summary>Sees call records alone.</summary>
    public const string Records = "records";

    /// <summary>Reads the audit.</summary>
    public const string Audit = "audit";

    /// <summary>The scopes of several permissions.</summary>
    public static IReadOnlyList<string> OfKeys { get; } = [Read, Write, Calls, Live, Records, Audit];
}
