using System.Security.Claims;

namespace XHand.Web.Access;

/// <summary>Carries the caller through what ASP.NET Core does with a user.</summary>
internal sealed class CallerIdentity(Caller caller, string scheme) : ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Actor)], scheme)
{
    private readonly string _scheme = scheme;

    public Caller Caller => caller;

    // The base class would make a plain identity, and the caller would be lost.
    public override ClaimsIdentity Clone() => new CallerIdentity(caller, _scheme);
}
