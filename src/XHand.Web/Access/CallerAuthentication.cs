using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Problems;

namespace XHand.Web.Access;

/// <summary>
/// Finds out who calls: the Unix socket's user, the owner of the API key in <c>Authorization: Bearer xh_...</c>, or the user whose session the
/// cookie names.
/// </summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ApiKeyCache keys,
    SessionCache sessions) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "xhand";

    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.Features.Get<LocalConnection>() is not null)
        {
            return Task.FromResult(Local());
        }

        string header = Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? KeyAsync(header[Bearer.Length..].Trim())
            : SessionCookie.Read(Request) is { } token ? SessionAsync(token)
            : Task.FromResult(AuthenticateResult.NoResult());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(StatusCodes.Status401Unauthorized, WebReasons.SignIn).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Of(StatusCodes.Status403Forbidden, WebReasons.NotAllowed.With(string.Join(", ", RequiredPermission.Of(Context)))).ExecuteAsync(Context);

    private async Task<AuthenticateResult> KeyAsync(string key)
    {
        if (!ApiKeyText.IsWellFormed(key) || Service<IApiKeyStore>() is not { } store)
        {
            return AuthenticateResult.Fail("It is no API key.");
        }

        return await keys.FindAsync(store, key, Context.RequestAborted) is { } owner
            ? Success(new Caller(owner.Company, owner.CompanyName, "key:" + owner.Name, false) { Granted = Permissions.OfScopes(owner.Scopes) })
            : AuthenticateResult.Fail("The API key is unknown or was revoked.");
    }

    private async Task<AuthenticateResult> SessionAsync(string token) =>
        await sessions.FindAsync(() => Service<AccessStores>()!.Sessions, token, Attendance.IsUse(Context), Context.RequestAborted) is { User: var user } owner
            ? Success(new Caller(user.Company, user.CompanyName, "user:" + user.Login, false)
            {
                Granted = Permissions.OfRoles(user.Roles, owner.Granted),
                User = user,
                Session = owner.Session,
            })
            : AuthenticateResult.Fail("The session has ended.");

    private AuthenticateResult Local()
    {
        if (Service<ISiteSource>() is not { } site)
        {
            return AuthenticateResult.NoResult();
        }

        string wanted = Request.Headers[LocalCaller.CompanyHeader].ToString();
        CompanySite? company = wanted.Length == 0
            ? site.Current.Default
            : site.Current.Companies.Values.SingleOrDefault(c => c.Company.Name == wanted);

        // A company that is not there yet is made by the first file that names it, so its name goes on without an id.
        return Success(new Caller(company?.Company.Id ?? Guid.Empty, company?.Company.Name ?? wanted, "cli", true)
        {
            Granted = Permissions.OfRoles([RoleName.Administrator], []),
        });
    }

    private AuthenticateResult Success(Caller caller)
    {
        Caller known = caller with { Address = CallerAddress.Of(Context), Through = CallerAddress.Through(Context) };
        return AuthenticateResult.Success(new AuthenticationTicket(known.ToPrincipal(SchemeName), SchemeName));
    }

    private T? Service<T>() => (T?)Context.RequestServices.GetService(typeof(T));
}
