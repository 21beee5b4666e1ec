using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace XHand.Web.Server;

/// <summary>
/// Makes the description say what answers really look like, so that types made from it are good: what is null is left out of an answer, integers are
/// numbers, problems list their places, and whoever is not let in or comes at a bad time gets a problem too.
/// </summary>
internal static class DescriptionRefinement
{
    private const string ProblemSchema = "ProblemDetails";
    private const string PlaceSchema = "SiteProblem";

    // In the order in which they are tried.
    private static readonly (string Status, string Meaning)[] _problemsOfAll =
    [
        ($"{StatusCodes.Status401Unauthorized}", "Unauthorized"),
        ($"{StatusCodes.Status403Forbidden}", "Forbidden"),
        ($"{StatusCodes.Status503ServiceUnavailable}", "Service Unavailable: starting, or the database is away"),
    ];

    /// <summary>Changes the document in place.</summary>
    public static void Apply(OpenApiDocument document)
    {
        IDictionary<string, IOpenApiSchema> schemas = document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>();
        foreach ((string name, IOpenApiSchema any) in schemas)
        {
            if (any is OpenApiSchema schema)
            {
                LeaveOutNull(schema, isSent: !name.EndsWith("Body", StringComparison.Ordinal));
            }
        }

        if (schemas.TryGetValue(ProblemSchema, out IOpenApiSchema? problem) && problem is OpenApiSchema { Properties: { } parts } details)
        {
            details.Required = new HashSet<string> { "status", "detail", "code" };
            parts["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable name of what is wrong." };
            parts["params"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = new OpenApiSchema(),
                Description = "What stands in the sentence's places, by their names: texts, or reasons of their own.",
            };
            if (schemas.TryGetValue(PlaceSchema, out IOpenApiSchema? place))
            {
                if (place.Properties?["params"] is OpenApiSchema places)
                {
                    places.AdditionalProperties = new OpenApiSchema();
                }

                parts["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchemaReference(PlaceSchema, document),
                    Description = "Each place that was wrong, and why; with 422.",
                };
            }
        }

        foreach (OpenApiOperation operation in document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            AddProblems(operation, document);
        }
    }

    // WhenWritingNull: a property that may be null is not there instead; what is sent has all the others, defaults too.
    private static void LeaveOutNull(OpenApiSchema schema, bool isSent)
    {
        foreach ((string name, IOpenApiSchema property) in schema.Properties?.ToList() ?? [])
        {
            if (property is not OpenApiSchema { } plain)
            {
                continue;
            }

            if (plain.Type is { } type && type.HasFlag(JsonSchemaType.Null))
            {
                plain.Type = type & ~JsonSchemaType.Null;
                schema.Required?.Remove(name);
            }
            else if (plain.OneOf is { Count: 2 } either && either.FirstOrDefault(one => one.Type != JsonSchemaType.Null) is { } other && either.Any(one => one.Type == JsonSchemaType.Null))
            {
                schema.Properties![name] = other;
                schema.Required?.Remove(name);
            }
            else if (isSent && plain.Type is not null)
            {
                (schema.Required ??= new HashSet<string>()).Add(name);
            }
        }
    }

    private static void AddProblems(OpenApiOperation operation, OpenApiDocument document)
    {
        if (operation.Security is not { Count: > 0 })
        {
            return;
        }

        operation.Responses ??= [];
        foreach ((string status, string meaning) in _problemsOfAll)
        {
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, document) },
                },
            });
        }
    }
}
