using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace XHand.Web.Access;

/// <summary>Who a request acts for, established by authentication and by nothing in the request's body or path.</summary>
/// <param name="Company">The one company that exists for this request.</param>
/// <param name="CompanyName">Its name.</param>
/// <param name="Actor">Who, for the audit: <c>cli</c> or <c>key:NAME</c>.</param>
/// <param name="IsLocal">Came over the daemon's Unix socket.</param>
public sealed record Caller(Guid Company, string CompanyName, string Actor, bool IsLocal)
{
    internal const string ScopeClaim = "scope";

    private const string CompanyClaim = "company";
    private const string CompanyNameClaim = "companyName";
    private const string LocalClaim = "local";

    /// <summary>Binds a handler's parameter; an endpoint that has one requires authorization.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(Of(context.User));

    internal static Caller Of(ClaimsPrincipal user) => new(
        Guid.Parse(Require(user, CompanyClaim)),
        Require(user, CompanyNameClaim),
        Require(user, ClaimTypes.Name),
        user.HasClaim(claim => claim.Type == LocalClaim));

    internal ClaimsPrincipal ToPrincipal(IEnumerable<string> scopes, string scheme)
    {
        List<Claim> claims =
        [
            new(CompanyClaim, Company.ToString()),
            new(CompanyNameClaim, CompanyName),
            new(ClaimTypes.Name, Actor),
            .. scopes.Select(scope => new Claim(ScopeClaim, scope)),
        ];
        if (IsLocal)
        {
            claims.Add(new(LocalClaim, "true"));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    private static string Require(ClaimsPrincipal user, string type) =>
        user.FindFirstValue(type) ?? throw new InvalidOperationException($"An endpoint asked who calls, but lets anyone call: no claim {type}.");
}
