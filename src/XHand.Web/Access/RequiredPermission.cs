using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace XHand.Web.Access;

/// <summary>What an endpoint asks of its caller.</summary>
internal static class RequiredPermission
{
    /// <summary>Lets in callers with <paramref name="permission"/> (one of <see cref="Permissions"/>) and nobody else.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, string permission)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(permission);

    /// <summary>The permissions of the endpoint that was asked for.</summary>
    public static IEnumerable<string> Of(HttpContext context) =>
        context.GetEndpoint()?.Metadata.OfType<IAuthorizeData>().Select(data => data.Policy).OfType<string>() ?? [];
}
