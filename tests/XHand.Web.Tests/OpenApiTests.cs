using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests;

/// <summary>The description of the API, and what the web client has of it.</summary>
public sealed class OpenApiTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] _methods = ["get", "put", "post", "delete", "patch"];

    [Fact]
    public async Task The_clients_copy_of_the_description_is_the_servers()
    {
        string now = JsonSerializer.Serialize(await DescriptionAsync(), _readable) + "\n";
        string file = ClientFolder.File("openapi.json");
        if (Environment.GetEnvironmentVariable("XHAND_WRITE_OPENAPI") is { Length: > 0 })
        {
            await File.WriteAllTextAsync(file, now);
        }

        string had = await File.ReadAllTextAsync(file);
        Assert.True(had == now, $"The API has changed since the client's types were made; run deploy/types.sh. First difference: {Difference(had, now)}");
    }

    [Fact]
    public async Task The_clients_types_were_made_of_its_copy()
    {
        byte[] copy = await File.ReadAllBytesAsync(ClientFolder.File("openapi.json"));
        string first = File.ReadLines(ClientFolder.File("src/shared/api/schema.d.ts")).First();
        Assert.True(
            first == $"// openapi.json sha256 {Convert.ToHexStringLower(SHA256.HashData(copy))}",
            "src/shared/api/schema.d.ts was made of another openapi.json; run deploy/types.sh.");
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_and_what_it_answers()
    {
        foreach ((string name, JsonElement operation) in await OperationsAsync())
        {
            Assert.True(operation.TryGetProperty("summary", out _), $"{name} has no summary");
            JsonElement answers = operation.GetProperty("responses");
            Assert.True(answers.EnumerateObject().Any(answer => answer.Name.StartsWith('2')), $"{name} has no good answer");
            foreach (JsonProperty answer in answers.EnumerateObject().Where(answer => answer.Name[0] is '4' or '5' && answer.Value.TryGetProperty("content", out _)))
            {
                // Health is itself what is wrong, and no problem.
                Assert.True(
                    answer.Value.GetProperty("content").TryGetProperty("application/problem+json", out _) || name.Contains("/health/", StringComparison.Ordinal),
                    $"{name} answers {answer.Name} with something else than a problem");
            }
        }
    }

    [Fact]
    public async Task Whatever_needs_a_right_says_how_it_refuses()
    {
        int guarded = 0;
        foreach ((string name, JsonElement operation) in await OperationsAsync())
        {
            if (operation.TryGetProperty("security", out _))
            {
                guarded++;
                Assert.All(["401", "403", "503"], status => Assert.True(operation.GetProperty("responses").TryGetProperty(status, out _), $"{name}: {status}"));
            }
        }

        Assert.True(guarded >= 20, $"only {guarded} operations need a right");
    }

    [Fact]
    public async Task No_property_is_null_and_integers_are_numbers()
    {
        JsonElement schemas = (await DescriptionAsync()).GetProperty("components").GetProperty("schemas");
        foreach (JsonProperty schema in schemas.EnumerateObject().Where(schema => schema.Value.TryGetProperty("properties", out _)))
        {
            foreach (JsonProperty property in schema.Value.GetProperty("properties").EnumerateObject())
            {
                string types = property.Value.TryGetProperty("type", out JsonElement type) ? type.ToString() : "";
                Assert.False(types.Contains("null", StringComparison.Ordinal), $"{schema.Name}.{property.Name} may be null, and what is null is left out");
                Assert.False(types.Contains("integer", StringComparison.Ordinal) && types.Contains("string", StringComparison.Ordinal), $"{schema.Name}.{property.Name}: {types}");
            }
        }

        JsonElement problem = schemas.GetProperty("ProblemDetails");
        Assert.Equal("#/components/schemas/SiteProblem", problem.GetProperty("properties").GetProperty("errors").GetProperty("items").GetProperty("$ref").GetString());
    }

    private async Task<JsonElement> DescriptionAsync()
    {
        using JsonDocument document = JsonDocument.Parse(await server.Program().GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        return document.RootElement.Clone();
    }

    private async Task<IReadOnlyList<(string Name, JsonElement Operation)>> OperationsAsync() =>
    [
        .. from path in (await DescriptionAsync()).GetProperty("paths").EnumerateObject()
           from method in path.Value.EnumerateObject()
           where _methods.Contains(method.Name)
           select ($"{method.Name} {path.Name}", method.Value),
    ];

    private static string Difference(string had, string now)
    {
        string[] old = had.Split('\n');
        int line = now.Split('\n').Zip(old).TakeWhile(pair => pair.First == pair.Second).Count();
        return new StringBuilder().Append("line ").Append(line + 1).Append(": ").Append(now.Split('\n').ElementAtOrDefault(line)?.Trim()).ToString();
    }
}
