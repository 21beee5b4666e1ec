using Microsoft.AspNetCore.Http;
using XHand.Web.Problems;

namespace XHand.Web.Access;

/// <summary>Marks the one endpoint at which the command line may name a company that does not exist yet: the site file makes it.</summary>
internal sealed class MayNameNewCompany
{
    public static readonly MayNameNewCompany Instance = new();

    /// <summary>Elsewhere a company that does not exist is 404.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        HttpContext context = invocation.HttpContext;
        return Caller.Find(context.User) is { } caller && caller.Company == Guid.Empty && context.GetEndpoint()?.Metadata.GetMetadata<MayNameNewCompany>() is null
            ? Problem.NotFound("company", caller.CompanyName)
            : await next(invocation);
    }
}
