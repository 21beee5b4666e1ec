namespace XHand.Storage;

/// <summary>What the audit is about, besides the kinds of the site file.</summary>
public static class AuditKind
{
    public const string Users = "users";
    public const string Roles = "roles";
    public const string ApiKeys = "apiKeys";
    public const string Sessions = "sessions";
    public const string Calls = "calls";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Users, Roles, ApiKeys, Sessions, Calls];
}
