namespace XHand.Storage;

/// <summary>The roles that every company has and none can lose; what they allow is the program's.</summary>
public static class RoleName
{
    /// <summary>Everything in the company.</summary>
    public const string Administrator = "administrator";

    /// <summary>Sees everything that happens and ends calls; changes no configuration.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>Sees configuration, live state and records.</summary>
    public const string Viewer = "viewer";

    /// <summary>All three.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [Administrator, Supervisor, Viewer];
}
