namespace XHand.Storage;

/// <summary>Who may do what, and who did: the stores behind signing in.</summary>
public sealed record AccessStores(IUserStore Users, IRoleStore Roles, ILinkStore Links, ISessionStore Sessions, IAuditStore Audit)
{
    /// <summary>Failed sign-ins.</summary>
    public required ISignInFailureStore Failures { get; init; }
}
