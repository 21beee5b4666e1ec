using XHand.Storage;
using XHand.Web.Access;

namespace XHand.Web.Api;

/// <summary>Whether somebody is signed in, and who.</summary>
/// <param name="State"><c>setUp</c> while there is no user at all, <c>signedOut</c> or <c>signedIn</c>.</param>
/// <param name="User">Who is signed in.</param>
public sealed record SessionView(string State, SessionUserView? User)
{
    internal static readonly SessionView SetUp = new("setUp", null);
    internal static readonly SessionView SignedOut = new("signedOut", null);

    internal static SessionView Of(Caller caller) => new("signedIn", new(
        caller.User?.Login ?? caller.Actor,
        caller.User?.Name ?? "",
        caller.CompanyName,
        caller.User?.Roles ?? [],
        [.. Permissions.All.Where(caller.May)],
        caller.User?.Language ?? "pt-BR"));

    internal static SessionView Of(UserRow user, IReadOnlyList<string> granted)
    {
        IReadOnlySet<string> permissions = Permissions.OfRoles(user.Roles, granted);
        return new("signedIn", new(
            user.Login, user.Name, user.CompanyName, user.Roles, [.. Permissions.All.Where(permissions.Contains)], user.Language));
    }
}

/// <summary>Who is signed in. For a key or the command line the login is what the audit calls it.</summary>
public sealed record SessionUserView(
    string Login, string Name, string Company, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions, string Language);

/// <summary>A sign-in. The company is needed where the login is there in several.</summary>
public sealed record SignInBody(string Login, string Password, string? Company = null);

/// <summary>One's own name and language.</summary>
public sealed record OwnProfileBody(string? Name = null, string? Language = null);

/// <summary>The first administrator, by the link that the daemon prints.</summary>
public sealed record SetUpBody(string Token, string Login, string Password, string? Name = null, string? Language = null);

/// <summary>A password, by a one-time link.</summary>
public sealed record PasswordBody(string Token, string Password);

/// <summary>One's own new password.</summary>
public sealed record OwnPasswordBody(string Current, string Password);

/// <summary>One of one's own sessions.</summary>
/// <param name="Id">Id.</param>
/// <param name="CreatedAt">Signed in at, UTC.</param>
/// <param name="SeenAt">Last seen at, to the minute.</param>
/// <param name="Address">Signed in from.</param>
/// <param name="Client">The browser, as it names itself.</param>
/// <param name="IsCurrent">The one that asks.</param>
public sealed record OwnSessionView(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, string Address, string Client, bool IsCurrent);
