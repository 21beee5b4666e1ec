using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Problems;

namespace XHand.Web.Access;

/// <summary>Finds out who calls: the Unix socket's user, or the owner of the API key in <c>Authorization: Bearer xh_...</c>.</summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ApiKeyCache cache) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "xhand";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.Features.Get<LocalConnection>() is not null)
        {
            return Local();
        }

        string header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        string key = header[Bearer.Length..].Trim();
        if (!ApiKeyText.IsWellFormed(key) || Service<IApiKeyStore>() is not { } store)
        {
            return AuthenticateResult.Fail("It is no API key.");
        }

        return await cache.FindAsync(store, key, Context.RequestAborted) is { } owner
            ? Success(new Caller(owner.Company, owner.CompanyName, "key:" + owner.Name, false), owner.Scopes.Intersect(Scopes.OfKeys))
            : AuthenticateResult.Fail("The API key is unknown or was revoked.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(
            StatusCodes.Status401Unauthorized,
            "An API key is needed: Authorization: Bearer xh_...; the one given, if any, is not valid.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Of(
            StatusCodes.Status403Forbidden,
            $"This API key may not do that; needed: {string.Join(", ", RequiredScope.Of(Context))}.").ExecuteAsync(Context);

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
        return Success(
            new Caller(company?.Company.Id ?? Guid.Empty, company?.Company.Name ?? wanted, "cli", true), Scopes.OfLocal);
    }

    private static AuthenticateResult Success(Caller caller, IEnumerable<string> scopes) =>
        AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(scopes, SchemeName), SchemeName));

    private T? Service<T>() => (T?)Context.RequestServices.GetService(typeof(T));
}
