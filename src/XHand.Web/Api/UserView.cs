using XHand.Storage;

namespace XHand.Web.Api;

/// <summary>A user as the API shows it.</summary>
/// <param name="Login">Login.</param>
/// <param name="Name">Name.</param>
/// <param name="Email">E-mail address or empty.</param>
/// <param name="Language">pt-BR, en or es.</param>
/// <param name="Company">Company.</param>
/// <param name="Roles">Names of roles.</param>
/// <param name="Enabled">May sign in.</param>
/// <param name="HasPassword">Has set a password.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="SignedInAt">Last signed in at, UTC; left out before the first time.</param>
public sealed record UserView(
    string Login, string Name, string Email, string Language, string Company, IReadOnlyList<string> Roles, bool Enabled, bool HasPassword,
    DateTimeOffset CreatedAt, DateTimeOffset? SignedInAt)
{
    internal static UserView Of(UserRow user) => new(
        user.Login, user.Name, user.Email, user.Language, user.CompanyName, user.Roles, user.IsEnabled, user.HasPassword, user.CreatedAt, user.SignedInAt);
}

/// <summary>A user to be made or changed: a field left out takes its default, the password stays.</summary>
public sealed record UserBody(
    IReadOnlyList<string> Roles, string? Name = null, string? Email = null, string? Language = null, bool? Enabled = null);

/// <summary>A link that works once, to be handed to its user.</summary>
public sealed record LinkView(string Link, DateTimeOffset ExpiresAt);

/// <summary>A role as the API shows it.</summary>
/// <param name="Name">Name.</param>
/// <param name="BuiltIn">Cannot be changed or deleted.</param>
/// <param name="Permissions">What it allows.</param>
public sealed record RoleView(string Name, bool BuiltIn, IReadOnlyList<string> Permissions);

/// <summary>A role to be made or changed.</summary>
public sealed record RoleBody(IReadOnlyList<string> Permissions);
