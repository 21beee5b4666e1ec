namespace XHand.Storage;

/// <summary>What the audit says was done. The web client has a word for each; a test compares.</summary>
public static class AuditAction
{
    public const string Create = "create";
    public const string Change = "change";
    public const string Delete = "delete";
    public const string SignIn = "signIn";
    public const string SignInFailed = "signInFailed";

    /// <summary>Somebody guessed too often and must wait.</summary>
    public const string LockOut = "lockOut";

    public const string SignOut = "signOut";

    /// <summary>A person ended another session of theirs.</summary>
    public const string EndSession = "endSession";

    public const string SetPassword = "setPassword";

    /// <summary>A one-time link was made.</summary>
    public const string Link = "link";

    public const string Place = "place";
    public const string HangUp = "hangUp";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Create, Change, Delete, SignIn, SignInFailed, LockOut, SignOut, EndSession, SetPassword, Link, Place, HangUp];
}
