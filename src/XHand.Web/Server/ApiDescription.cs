using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using XHand.Web.Access;

namespace XHand.Web.Server;

/// <summary>The OpenAPI document's title, version and how to authenticate.</summary>
internal static class ApiDescription
{
    private const string SchemeName = "apiKey";
    private const string SessionName = "session";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "XHand";
            document.Info.Version = "v1";
            document.Info.Description = "The HTTP API of XHand. Errors are RFC 9457 problem details.";
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[SchemeName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key: xh_ and 43 characters.",
            };
            document.Components.SecuritySchemes[SessionName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "xhand_session",
                Description = "A session, signed in at /api/v1/session; __Host-xhand_session on HTTPS. What changes something needs the header X-XHand: 1.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            string[] permissions = [.. context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Select(a => a.Policy).OfType<string>()];
            if (permissions.Length > 0)
            {
                operation.Description = $"Needs the permission {string.Join(", ", permissions)}.";
                operation.Security =
                [
                    new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, context.Document)] = [] },
                    new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SessionName, context.Document)] = [] },
                ];
            }

            return Task.CompletedTask;
        });

        // Last, for it refines what the others made.
        options.AddDocumentTransformer((document, _, _) =>
        {
            DescriptionRefinement.Apply(document);
            return Task.CompletedTask;
        });
    }
}
