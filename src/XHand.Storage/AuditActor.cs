namespace XHand.Storage;

/// <summary>Who does something, as the audit keeps it.</summary>
/// <param name="Name"><c>user:LOGIN</c>, <c>key:NAME</c>, <c>cli</c> or <c>system</c>.</param>
/// <param name="Address">IP address, <c>socket</c> for the command line, empty for the system itself.</param>
/// <param name="Through">Method and address of the API, empty when it was none.</param>
/// <param name="Email">The user's, or empty.</param>
public sealed record AuditActor(string Name, string Address = "", string Through = "", string Email = "")
{
    /// <summary>The system itself: at its start, or because time has passed.</summary>
    public static readonly AuditActor System = new("system");

    /// <summary>An actor of whom only the name is known.</summary>
    public static implicit operator AuditActor(string name) => new(name);
}
