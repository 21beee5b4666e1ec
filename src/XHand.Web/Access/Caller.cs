using System.Collections.Frozen;
using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using XHand.Storage;

namespace XHand.Web.Access;

/// <summary>Who a request acts for, established by authentication and by nothing in the request's body or path.</summary>
/// <param name="Company">The one company that exists for this request.</param>
/// <param name="CompanyName">Its name.</param>
/// <param name="Actor">Who, for the audit: <c>cli</c>, <c>key:NAME</c> or <c>user:LOGIN</c>.</param>
/// <param name="IsLocal">Came over the daemon's Unix socket.</param>
public sealed record Caller(Guid Company, string CompanyName, string Actor, bool IsLocal)
{
    /// <summary>What it may do.</summary>
    public IReadOnlySet<string> Granted { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The user who signed in, or null for a key and for the socket.</summary>
    public UserRow? User { get; init; }

    /// <summary>The user's session, or null.</summary>
    public Guid? Session { get; init; }

    /// <summary>From where: an IP address, or <c>socket</c>.</summary>
    public string Address { get; init; } = "";

    /// <summary>Through what: the endpoint's method and address.</summary>
    public string Through { get; init; } = "";

    /// <summary>For the audit.</summary>
    public AuditActor Audit => new(Actor, Address, Through, User?.Email ?? "");

    /// <summary>Whether it has that permission, one of <see cref="Permissions"/>.</summary>
    public bool May(string permission) => Granted.Contains(permission);

    /// <summary>Binds a handler's parameter; an endpoint that has one requires authorization.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(Of(context.User));

    internal static Caller Of(ClaimsPrincipal user) =>
        Find(user) ?? throw new InvalidOperationException("An endpoint asked who calls, but lets anyone call.");

    internal static Caller? Find(ClaimsPrincipal user) => user.Identities.OfType<CallerIdentity>().FirstOrDefault()?.Caller;

    internal ClaimsPrincipal ToPrincipal(string scheme) => new(new CallerIdentity(this, scheme));
}
